import { describe, expect, test } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import type { Change } from "../provider/change.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { createSessionStore, type SessionStore } from "../store/session-store.ts"
import { copyStore } from "./copy-store.ts"

const author = { user: "ann", host: "desk" }

const openStore = (provider: SessionProvider = createMemoryProvider()): SessionStore =>
  createSessionStore({ provider, scope: { allProjects: true }, author })

/** A session with everything that a feed can have: rewritten messages and parts, removals, files, to-dos. */
async function fillSession(store: SessionStore, id: string): Promise<void> {
  await store.sessions.create({ id, projectId: "app", title: "First", metadata: { deep: { "__proto__ ": [1, null] } } })
  const question = await store.messages.append(id, {
    role: "user",
    parts: [{ type: "text", text: "why 👩‍👩‍👧‍👦 \ud800 \u0000?" }],
  })
  const reply = store.messages.stream(id, { role: "assistant", model: { providerId: "fake", modelId: "fake-1" } })
  reply.text("because ")
  reply.text("of that")
  await reply.complete({ usage: { input: 12, output: 5, cost: 0.000662 } })
  const gone = await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "gone" }] })
  await store.messages.remove(id, gone.id)
  await store.files.write(id, "src/a.ts", "one")
  await store.files.write(id, "src/a.ts", "two")
  await store.files.remove(id, "src/a.ts", 1)
  await store.sessions.update(id, { todos: [{ content: "look", status: "pending" }] })
  const [partId = ""] = question.partIds
  await store.messages.putPart(id, {
    ...{ id: partId, messageId: question.id, type: "text", data: { text: "why, really?" } },
    ...{ createdAt: 1, updatedAt: 2 },
  })
}

/** Everything that a store holds, with the numbers. */
async function contentOf(store: SessionStore) {
  const sessions = []
  for (const state of ["active", "archived", "deleted"] as const) {
    for await (const session of store.sessions.all({ state })) {
      const changes = []
      for await (const change of store.allChanges(session.id)) changes.push(change)
      sessions.push({ session, changes })
    }
  }
  const projects = await store.projects.list()
  return { sessions: sessions.sort((left, right) => (left.session.id < right.session.id ? -1 : 1)), projects }
}

const nothing = { created: 0, updated: 0, unchanged: 0 }

describe("copyStore", () => {
  test("each session's checksum, of what either side gives, shows that nothing was lost, also in a later run", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    await fillSession(source, "ses_b")
    const target = openStore()
    const { verified } = await copyStore(source, target)
    expect(verified.map(({ sessionId }) => sessionId).sort()).toEqual(["ses_a", "ses_b"])
    for (const { checksum, sessionId, revision, changes } of verified) {
      expect(checksum.source).toMatch(/^[0-9a-f]{64}$/)
      expect(checksum.target).toBe(checksum.source)
      expect(await source.sessions.require(sessionId)).toMatchObject({ revision })
      expect(changes).toBeGreaterThan(5)
    }
    // Other ids, other times.
    expect(new Set(verified.map(({ checksum }) => checksum.source)).size).toBe(2)
    expect((await copyStore(source, target)).verified).toEqual(verified)
    await source.messages.append("ses_b", { role: "user", parts: [{ type: "text", text: "more" }] })
    const later = (await copyStore(source, target)).verified
    const ofSession = (sessionId: string, list = verified) => list.find((each) => each.sessionId === sessionId)
    expect(ofSession("ses_a", later)).toEqual(ofSession("ses_a"))
    const changed = ofSession("ses_b", later)
    expect(changed?.checksum.source).not.toBe(ofSession("ses_b")?.checksum.source)
    expect(changed?.checksum.target).toBe(changed?.checksum.source)
  })

  test("a copy that was gone on with is verified up to there, and its checksum says that it holds more", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const target = openStore()
    const [first] = (await copyStore(source, target)).verified
    await target.sessions.rename("ses_a", "Renamed there")
    const [again] = (await copyStore(source, target)).verified
    expect(again).toMatchObject({ revision: first?.revision, checksum: { source: first?.checksum.source } })
    expect(again?.checksum.target).not.toBe(again?.checksum.source)
  })

  test("a second run sends nothing, and one after more was written only the difference", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    await fillSession(source, "ses_b")
    const target = openStore()
    await copyStore(source, target)
    const before = await target.sessionChanges({ limit: 100 })
    expect(await copyStore(source, target)).toMatchObject({
      sessions: { ...nothing, unchanged: 2 },
      messages: 0,
      parts: 0,
    })
    expect(await target.sessionChanges({ limit: 100 })).toEqual(before)
    await source.messages.append("ses_b", { role: "user", parts: [{ type: "text", text: "more" }] })
    const report = await copyStore(source, target)
    expect(report).toMatchObject({ sessions: { ...nothing, unchanged: 1, updated: 1 }, messages: 1, parts: 1 })
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  test("goes on where it was killed, whatever the source did to the same things since", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    for (let cut = 1; cut <= 12; cut += 1) {
      const provider = createMemoryProvider()
      const target = openStore(provider)
      // One change a batch: `cut` of them are applied before the connection breaks.
      await copyOneByOne(source, target, "ses_a", cut)
      await source.sessions.update("ses_a", { title: `Changed ${cut}`, todos: [] })
      for await (const message of source.messages.all("ses_a")) {
        const [part] = message.parts
        if (part !== undefined) await source.messages.putPart("ses_a", { ...part, data: { text: `again ${cut}` } })
      }
      expect((await copyStore(source, target)).problems).toEqual([])
      expect((await contentOf(target)).sessions).toEqual((await contentOf(source)).sessions)
    }
  })

  test("a session that went on by itself at the target is not overwritten, and the others are copied", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    await fillSession(source, "ses_b")
    const target = openStore()
    await copyStore(source, target)
    await target.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "here" }] })
    await source.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "there" }] })
    await source.sessions.rename("ses_b", "Renamed")
    const before = (await contentOf(target)).sessions[0]
    const report = await copyStore(source, target)
    expect(report.problems).toMatchObject([{ sessionId: "ses_a", code: "conflict" }])
    expect(report.sessions).toEqual({ ...nothing, updated: 1 })
    expect((await contentOf(target)).sessions[0]).toEqual(before)
    expect((await target.sessions.require("ses_b")).title).toBe("Renamed")
  })

  test("a rename at the target is not lost under a later rename at the source", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const target = openStore()
    await copyStore(source, target)
    await source.messages.append("ses_a", { role: "user", parts: [] })
    await source.sessions.rename("ses_a", "Theirs")
    await target.sessions.rename("ses_a", "Ours")
    expect((await copyStore(source, target)).problems).toMatchObject([{ sessionId: "ses_a", code: "conflict" }])
    expect((await target.sessions.require("ses_a")).title).toBe("Ours")
  })

  test("the same ids with other content are not taken for the same", async () => {
    const [source, target] = [openStore(), openStore()]
    await source.sessions.create({ id: "ses_a", projectId: "app", title: "One" })
    await copyStore(source, target)
    for (const [store, text] of [
      [source, "theirs"],
      [target, "ours"],
    ] as const) {
      await store.messages.append(
        "ses_a",
        { id: "msg_a", role: "user", createdAt: 1, parts: [{ id: "prt_a", type: "text", text }] },
        { at: 5 },
      )
    }
    await source.messages.append("ses_a", { role: "user", parts: [] })
    expect((await copyStore(source, target)).problems).toMatchObject([{ code: "conflict" }])
    expect((await target.sessions.require("ses_a")).messageCount).toBe(1)
  })

  test("nothing is written before it is sure that the target's last changes are the source's", async () => {
    const [source, target] = [openStore(), openStore()]
    await fillSession(source, "ses_a")
    await copyStore(source, target)
    const [message] = (await source.messages.list("ses_a")).messages
    const part = { messageId: message?.id ?? "", type: "text", data: { text: "new" }, createdAt: 1, updatedAt: 1 }
    // The source changes the same part twice: nothing of it is left at the revision that the target took for another.
    await target.messages.putPart("ses_a", { ...part, id: "prt_ours" }, { at: 5 })
    await source.messages.putPart("ses_a", { ...part, id: "prt_theirs" })
    await source.messages.putPart("ses_a", { ...part, id: "prt_theirs" })
    // More than goes into one batch.
    for (let count = 0; count < 1100; count += 1) await source.messages.append("ses_a", { role: "user" })
    const before = (await contentOf(target)).sessions
    expect((await copyStore(source, target)).problems).toMatchObject([{ code: "conflict" }])
    expect((await contentOf(target)).sessions).toEqual(before)
  })

  test("a rename at the target is seen by its time where the source's own changes hide its revision", async () => {
    const [source, target] = [openStore(), openStore()]
    await source.sessions.create({ id: "ses_a", projectId: "app", title: "One" })
    await copyStore(source, target)
    const { updatedAt } = await source.sessions.require("ses_a")
    await source.sessions.update("ses_a", { agent: "plan" }, { at: updatedAt + 1 })
    await source.sessions.update("ses_a", { agent: "build" }, { at: updatedAt + 2 })
    await target.sessions.rename("ses_a", "Ours", { at: updatedAt + 3 })
    expect((await copyStore(source, target)).problems).toMatchObject([{ code: "conflict" }])
    expect((await target.sessions.require("ses_a")).title).toBe("Ours")
  })

  test("a session that only the target went on with stays as it is and is no conflict", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const target = openStore()
    await copyStore(source, target)
    await target.sessions.rename("ses_a", "Ours")
    for await (const message of target.messages.all("ses_a")) await target.messages.remove("ses_a", message.id)
    const report = await copyStore(source, target)
    expect(report).toMatchObject({ problems: [], sessions: { ...nothing, unchanged: 1 } })
    expect((await target.sessions.require("ses_a")).messageCount).toBe(0)
  })

  test("an unrelated session of the same id is not mixed with the source's", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const target = openStore()
    await target.sessions.create({ id: "ses_a", projectId: "app", title: "Another" })
    await target.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "mine" }] })
    const before = await contentOf(target)
    expect((await copyStore(source, target)).problems).toMatchObject([{ sessionId: "ses_a", code: "conflict" }])
    expect((await contentOf(target)).sessions).toEqual(before.sessions)
  })

  test("a target that loses a part is noticed", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const provider = createMemoryProvider()
    const apply = provider.apply.bind(provider)
    const isAnswer = (change: Change) => change.type === "part.put" && change.part.data.text === "because of that"
    provider.apply = (batch) => apply({ ...batch, changes: batch.changes.filter((change) => !isAnswer(change)) })
    await expect(copyStore(source, openStore(provider))).rejects.toMatchObject({
      code: "verification_failed",
      message: expect.stringContaining("ses_a"),
    })
  })

  test("a writer at the source does not make the copy fail, and what it wrote is copied", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    const provider = createMemoryProvider()
    const apply = provider.apply.bind(provider)
    let writes = 0
    provider.apply = async (batch) => {
      writes += 1
      if (writes < 4)
        await source.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: `${writes}` }] })
      return apply(batch)
    }
    const target = openStore(provider)
    expect(await copyStore(source, target)).toMatchObject({ problems: [], unverified: [] })
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  test("a store of one project copies no other's sessions", async () => {
    const source = openStore()
    await fillSession(source, "ses_a")
    await source.sessions.create({ id: "ses_other", projectId: "other" })
    const target = openStore()
    await copyStore(source.forProject("app"), target)
    expect((await target.projects.list()).map((project) => project.id)).toEqual(["app"])
    expect(await target.sessions.get("ses_other")).toBeNull()
  })

  test("an aborted copy stops, and the next one completes it", async () => {
    const source = openStore()
    for (const id of ["ses_a", "ses_b", "ses_c"]) await fillSession(source, id)
    const target = openStore()
    const abort = new AbortController()
    const copy = copyStore(source, target, { signal: abort.signal, onProgress: () => abort.abort() })
    await expect(copy).rejects.toMatchObject({ name: "AbortError" })
    expect((await target.statistics()).sessions).toBe(1)
    await copyStore(source, target)
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })
})

async function copyOneByOne(source: SessionStore, target: SessionStore, id: string, count: number): Promise<void> {
  const { replayChange } = await import("./replay-change.ts")
  const changes: Change[] = []
  for await (const change of source.allChanges(id)) changes.push(replayChange(change))
  const { updatedAt } = await source.sessions.require(id)
  for (const change of changes.slice(0, count)) await target.apply(id, [change], { at: updatedAt })
}
