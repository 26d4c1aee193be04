import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { MessageWithParts, SessionStore } from "@opencode/session-core"
import { describe, expect, test } from "vitest"
import { addSecond, everyType, secondDatabase } from "../../test/support/second-generation.ts"
import { openMemoryStore, stores, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "./import-source.ts"

const messagesOf = async (store: SessionStore, id: string): Promise<MessageWithParts[]> =>
  (await store.messages.list(id, { limit: 1000 })).messages

const partsOf = (messages: MessageWithParts[], id: string) =>
  messages.find((message) => message.id === id)?.parts.map(({ type, data }) => ({ type, ...data }))

describe.each(stores)("a database of OpenCode 2.x, imported into $name", ({ open }) => {
  test("loses no session and no message, whatever its type", async () => {
    const database = await secondDatabase()
    addSecond(database, { id: "ses_two" }, everyType)
    addSecond(database, { id: "ses_untitled", title: null }, [])
    const store = await open()
    const report = await importSource(store, database.name, { project: "gadget" })
    expect(report).toMatchObject({ sessions: { created: 2 }, messages: 12, damagedCount: 0, skippedCount: 0 })
    const session = await store.sessions.require("ses_two")
    expect(session).toMatchObject({
      title: "Of 2.x",
      directory: "src",
      usage: { input: 12, cacheWrite: 5, cost: 0.01 },
    })
    const messages = await messagesOf(store, "ses_two")
    expect(messages.map(({ role }) => role)).toEqual(everyType.map(({ type }) => type))
    expect(messages.map(({ metadata }) => metadata.opencode)).toMatchObject(everyType.map(({ type }) => ({ type })))
    expect(partsOf(messages, "msg_user")).toEqual([
      { type: "text", text: "Where is the needle?" },
      {
        ...{ type: "file", mime: "text/plain", filename: "a.txt" },
        url: "data:text/plain;base64,aGk=",
        source: { type: "inline" },
      },
      { type: "file", mime: "image/png", url: "file:///srv/gadget/b.png" },
      { type: "agent", name: "plan", source: { start: 0, end: 5, text: "@plan" } },
      { type: "skill", id: "sewing", name: "Sewing" },
    ])
    const assistant = messages.find(({ id }) => id === "msg_assistant")
    expect(assistant).toMatchObject({
      ...{ agent: "build", model: { providerId: "acme", modelId: "a-1" }, completedAt: 1780000000900 },
      metadata: { opencode: { finish: "stop", model: { variant: "high" }, time: { streamed: 1780000000700 } } },
    })
    expect(partsOf(messages, "msg_assistant")).toMatchObject([
      { type: "reasoning", text: "Look around.", time: { start: 1780000000030, end: 1780000000040 } },
      {
        ...{ type: "tool", tool: "bash", callID: "call_1", executed: false },
        state: {
          ...{ status: "completed", input: { command: "ls" }, output: "haystack.txt", metadata: { exit: 0 } },
          time: { start: 1780000000110, end: 1780000000200 },
          attachments: [{ type: "file", mime: "image/png", url: "data:image/png;base64,aGk=", filename: "s.png" }],
        },
      },
      { type: "tool", callID: "call_2", state: { status: "error", error: "no such file" } },
      { type: "tool", callID: "call_3", state: { status: "pending", raw: '{"fi' } },
      { type: "text", text: "In the haystack.", native: { id: "n" } },
      { type: "citation", url: "https://example.com" },
    ])
    expect(partsOf(messages, "msg_shell")).toMatchObject([
      { type: "tool", tool: "shell", state: { input: { command: "pwd" }, output: "/srv/gadget" } },
    ])
    expect(partsOf(messages, "msg_compaction")).toMatchObject([
      { type: "compaction", auto: true },
      { type: "text", text: "They looked for a needle." },
    ])
    expect(partsOf(messages, "msg_new")).toEqual([{ type: "text", text: "New." }])
    expect(messages.at(-1)?.metadata.opencode).toMatchObject({ more: [1] })
  })

  test("again: what did not change is not written, and of a reply that goes on only what is new", async () => {
    const database = await secondDatabase()
    addSecond(database, { id: "ses_two" }, everyType)
    const store = await open()
    await importSource(store, database.name)
    expect((await importSource(store, database.name)).sessions).toMatchObject({ unchanged: 1 })
    const data = {
      ...everyType[1]?.data,
      content: [
        { type: "reasoning", text: "Look around.", time: { created: 1780000000030, completed: 1780000000040 } },
        { type: "text", text: "New." },
      ],
    }
    database
      .prepare("UPDATE session_message SET data = ?, time_updated = time_updated + 5 WHERE id = 'msg_assistant'")
      .run(JSON.stringify(data))
    expect(await importSource(store, database.name)).toMatchObject({
      sessions: { updated: 1 },
      messages: 1,
      parts: 1,
      removed: 4,
    })
  })
})

describe("a database that 1.x began and 2.x goes on with", () => {
  const session = "ses_dfdc781d6ffe6QefCAN16c2L61"

  /** As 2.x takes a session over: with its id and those of its messages, without what 2.x has no place for. */
  async function upgraded() {
    const database = await secondDatabase({ upgraded: true })
    const rows = database
      .prepare("SELECT id, time_created FROM message WHERE session_id = ? ORDER BY time_created")
      .all(session)
    const text = database
      .prepare("SELECT json_extract(data, '$.text') FROM part WHERE message_id = ? AND data LIKE '{\"type\":\"text\"%'")
      .pluck()
    const messages = (rows as { id: string; time_created: number }[]).map(({ id, time_created: at }) => ({
      ...{ id, type: "user", at, updated: at },
      data: { time: { created: at }, text: text.all(id).join("\n") },
    }))
    const { project_id: projectId } = database.prepare("SELECT project_id FROM session").get() as { project_id: string }
    addSecond(database, { id: session, projectId, title: "Goes on", updated: 1799999999999 }, [
      ...messages,
      {
        id: "msg_later",
        type: "assistant",
        at: 1790000000000,
        data: { content: [{ type: "text", text: "In the haystack." }] },
      },
    ])
    addSecond(database, { id: "ses_two", projectId }, everyType)
    return database
  }

  test("gives the sessions of both, each once, and of one that both have everything", async () => {
    const database = await upgraded()
    const of = (sql: string) => Number(database.prepare(sql).pluck().get(session))
    const messages = of("SELECT count(*) FROM message WHERE session_id = ?")
    const parts = of("SELECT count(*) FROM part WHERE session_id = ?")
    const store = await openMemoryStore()
    const report = await importSource(store, database.name)
    expect(report).toMatchObject({ sessions: { created: 8 }, skippedCount: 0, damagedCount: 0 })
    const stored = await messagesOf(store, session)
    expect((await store.sessions.require(session)).title).toBe("Goes on")
    expect(stored).toHaveLength(messages + 1)
    expect(stored.at(-1)?.id).toBe("msg_later")
    expect(stored.flatMap((message) => message.parts)).toHaveLength(parts + 1)
    expect((await importSource(store, database.name)).sessions).toMatchObject({ unchanged: 8 })
  })

  test("what came in before the upgrade keeps its parts: nothing is removed, and only what is new is written", async () => {
    const first = await secondDatabase({ upgraded: true })
    first.exec("DROP TABLE session_v2; DROP TABLE session_message")
    const store = await openMemoryStore()
    await importSource(store, first.name)
    const ids = (await messagesOf(store, session)).flatMap(({ parts }) => parts.map(({ id }) => id))
    const second = await upgraded()
    expect(await importSource(store, second.name)).toMatchObject({
      removed: 0,
      sessions: { created: 1, updated: 1, unchanged: 6 },
    })
    const now = (await messagesOf(store, session)).flatMap(({ parts }) => parts.map(({ id }) => id))
    expect(now).toEqual([...ids, expect.any(String)])
  })

  test("a session that went on in 1.x afterwards has both", async () => {
    const database = await upgraded()
    database.prepare("UPDATE session SET title = 'Back in 1.x', time_updated = 1800000000000 WHERE id = ?").run(session)
    database
      .prepare("INSERT INTO message VALUES ('msg_back', ?, 1800000000000, 1800000000000, '{\"role\":\"user\"}')")
      .run(session)
    const store = await openMemoryStore()
    await importSource(store, database.name)
    expect((await store.sessions.require(session)).title).toBe("Back in 1.x")
    const ids = (await messagesOf(store, session)).map(({ id }) => id)
    expect(ids.slice(-2)).toEqual(["msg_later", "msg_back"])
  })

  test("a table of a version that is not known is named, with what was left out", async () => {
    const database = await upgraded()
    database.exec(
      "CREATE TABLE session_v3 (id text); INSERT INTO session_v3 VALUES ('a'), ('b'); CREATE TABLE empty (id)",
    )
    const report = await importSource(await openMemoryStore(), database.name)
    expect(report.skipped).toEqual([
      { table: "session_v3", id: "", reason: expect.stringContaining("Its 2 rows were not imported.") },
    ])
  })
})

test("an export of OpenCode 2.x has the same messages and parts as its database", async () => {
  const database = await secondDatabase()
  addSecond(database, { id: "ses_two" }, everyType)
  const fromDatabase = await openMemoryStore()
  await importSource(fromDatabase, database.name, { project: "gadget" })
  const info = {
    ...{ id: "ses_two", projectID: "p2", title: "Of 2.x", location: { directory: "/srv/gadget/src" }, subpath: "src" },
    ...{ cost: 0, time: { created: 1780000000000, updated: 1780000001000 } },
  }
  const messages = everyType.map(({ id, type, data }) => ({ id, type, ...data }))
  const file = join(await temporaryFolder(), "s.json")
  await writeFile(file, JSON.stringify({ info, messages }))
  const store = await openMemoryStore()
  await importSource(store, file, { project: "gadget" })
  const plain = async (from: SessionStore) =>
    (await messagesOf(from, "ses_two")).map(({ role, agent, model, error, usage, createdAt, completedAt, parts }) => ({
      ...{ role, agent, model, error, usage, createdAt, completedAt },
      parts: parts.map(({ id, type, data }) => ({ id, type, data })),
    }))
  expect(await plain(store)).toEqual(await plain(fromDatabase))
  expect(await store.sessions.require("ses_two")).toMatchObject({ title: "Of 2.x", directory: "src" })
  // The other one has more to say of the same session, and loses nothing by the export.
  expect((await importSource(fromDatabase, file)).sessions).toMatchObject({ unchanged: 1 })
})
