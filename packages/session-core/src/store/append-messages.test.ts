import { describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import { createSessionStore } from "./session-store.ts"

async function open() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  const applied = provider.apply.bind(provider)
  return { store, applied, apply: vi.spyOn(provider, "apply") }
}

const inputs = (count: number, text = "word") =>
  Array.from({ length: count }, (_, index) => ({
    role: "user",
    parts: [{ type: "text" as const, text: `${text} ${index}` }],
  }))

describe("appendMany", () => {
  it("writes a thousand messages in one batch, in their order", async () => {
    const { store, apply } = await open()
    const appended = await store.messages.appendMany("s", inputs(1000))
    expect(apply).toHaveBeenCalledTimes(1)
    const stored = []
    for await (const message of store.messages.all("s")) stored.push(message)
    expect(stored.map(({ parts }) => parts[0]?.data.text)).toEqual(inputs(1000).map(({ parts }) => parts[0]?.text))
    expect(stored.map(({ id, parts }) => [id, parts.map((part) => part.id)])).toEqual(
      appended.map(({ id, partIds }) => [id, partIds]),
    )
    expect(appended.at(-1)?.revision).toBe((await store.sessions.require("s")).revision)
    expect(appended[0]?.revision).toBe(3)
  })

  it("may be sent again under its batch's id: what is stored already is not stored twice, whatever the first sending came to", async () => {
    const { store, apply, applied } = await open()
    const many = inputs(2500)
    // The second of three batches does not come through.
    let sent = 0
    apply.mockImplementation((batch) => {
      sent += 1
      if (sent === 2) throw new SessionStorageError("unavailable", "The test broke the network.")
      return applied(batch)
    })
    const failed = store.messages.appendMany("s", many, { batchId: "b" })
    await expect(failed).rejects.toMatchObject({ code: "unavailable", outcome: "unknown" })
    expect((await store.sessions.require("s")).messageCount).toBe(1000)
    const first = await store.messages.appendMany("s", many, { batchId: "b" })
    const again = await store.messages.appendMany("s", many, { batchId: "b" })
    expect(again.map(({ id }) => id)).toEqual(first.map(({ id }) => id))
    expect((await store.sessions.require("s")).messageCount).toBe(2500)
  })

  it("takes as many bytes into a batch as a server's packet takes, and stops between two batches when its signal aborts", async () => {
    const { store, apply, applied } = await open()
    const abort = new AbortController()
    apply.mockImplementation((batch) => {
      abort.abort(new Error("no more time"))
      return applied(batch)
    })
    const large = inputs(3, "x".repeat(3 * 1024 * 1024))
    await expect(store.messages.appendMany("s", large, { signal: abort.signal })).rejects.toThrow("no more time")
    expect(apply).toHaveBeenCalledTimes(1)
    expect((await store.sessions.require("s")).messageCount).toBe(1)
  })
})

describe("messages.update", () => {
  it("changes what is given and nothing else, however many write to the session meanwhile", async () => {
    const { store } = await open()
    const input = { role: "assistant", usage: { output: 2 }, parts: [{ type: "text" as const, text: "words" }] }
    const { id } = await store.messages.append("s", input)
    const model = { providerId: "acme", modelId: "a-1" }
    await Promise.all([
      store.messages.update("s", id, { metadata: { rating: 5 } }),
      store.messages.update("s", id, { model }),
      store.messages.update("s", id, { usage: { output: 7 }, role: undefined }),
      store.messages.append("s", { role: "user" }),
    ])
    const message = await store.messages.get("s", id)
    expect(message).toMatchObject({ role: "assistant", metadata: { rating: 5 }, model, usage: { output: 7, input: 0 } })
    expect(message?.parts.map(({ data }) => data)).toEqual([{ text: "words" }])
    expect((await store.sessions.require("s")).usage.output).toBe(7)
    const updated = await store.messages.update("s", id, { error: "late" })
    expect(updated).toEqual({
      ...message,
      error: "late",
      updatedAt: updated.updatedAt,
      revision: updated.revision,
      parts: undefined,
    })
    expect(updated.revision).toBe((await store.sessions.require("s")).revision)
  })

  it("says when the message, the session or the revision is not there", async () => {
    const { store } = await open()
    const { id } = await store.messages.append("s", { role: "user" })
    await expect(store.messages.update("s", "none", {})).rejects.toMatchObject({ code: "not_found" })
    await expect(store.messages.update("none", id, {})).rejects.toMatchObject({ code: "not_found" })
    await expect(store.messages.update("s", id, {}, { expectedRevision: 1 })).rejects.toMatchObject({
      code: "conflict",
    })
  })
})

it("sessions are counted by their state", async () => {
  const { store } = await open()
  for (const id of ["a", "b", "c"]) await store.sessions.create({ id })
  await store.sessions.archive("a")
  await store.sessions.delete("b")
  expect(await store.sessions.count()).toBe(2)
  expect(await store.sessions.count({ state: "archived" })).toBe(1)
  expect(await store.sessions.count({ state: "deleted" })).toBe(1)
})
