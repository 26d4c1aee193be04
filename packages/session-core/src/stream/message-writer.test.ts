import { setImmediate as nextTurn } from "node:timers/promises"
import { soon } from "session-test-support/soon"
import { afterEach, describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import type { Batch } from "../provider/batch.ts"
import { createSessionStore } from "../store/session-store.ts"

/** A store whose database is away for so long that a writer gives up for now: five minutes pass with each try. */
async function openBroken() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  vi.useFakeTimers({ toFake: ["performance"] })
  const batches: Batch[] = []
  const network = { isBroken: true, lasts: 5 * 60_000 }
  const { apply } = provider
  vi.spyOn(provider, "apply").mockImplementation(async (batch) => {
    batches.push(structuredClone(batch))
    if (!network.isBroken) return apply.call(provider, batch)
    vi.advanceTimersByTime(network.lasts)
    throw new SessionStorageError("unavailable", "The test broke the network.")
  })
  return { store, batches, network }
}

/** A store in which no timer comes to its end by itself. */
async function openTimeless() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  const apply = vi.spyOn(provider, "apply")
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
  return { store, batches: apply.mock.calls }
}

afterEach(() => {
  vi.useRealTimers()
})

describe("MessageWriter", () => {
  it("that gave up for now keeps what it has, and sends the same batch again when the database is back", async () => {
    const { store, batches, network } = await openBroken()
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("said ")
    await expect(soon("the writer gives up for now", reply.flush())).rejects.toMatchObject({ code: "unavailable" })
    expect(reply.failure).toBeUndefined()
    network.isBroken = false
    reply.text("and said")
    await soon("the reply is stored once the database is back", reply.complete())
    const [first, second] = batches
    // It is not known whether the first one is in: only the same batch has no second effect.
    expect(second).toEqual(first)
    const { messages } = await store.messages.list("s")
    expect(messages).toMatchObject([{ completedAt: expect.any(Number), parts: [{ data: { text: "said and said" } }] }])
  })

  it("may be completed again after a completion that could not be stored", async () => {
    const { store, network } = await openBroken()
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("words")
    const given = soon("the writer gives up for now", reply.complete({ usage: { output: 2 } }))
    await expect(given).rejects.toMatchObject({ code: "unavailable" })
    network.isBroken = false
    await soon("the reply is stored once the database is back", reply.complete())
    const { messages } = await store.messages.list("s")
    expect(messages).toMatchObject([{ usage: { output: 2 }, parts: [{ data: { text: "words" } }] }])
  })

  it("makes nobody who waits for what was said wait for the time of the next write as well", async () => {
    const { store, batches } = await openTimeless()
    const reply = store.messages.stream("s", { role: "assistant" })
    // The first write has no other before it. The second one's time comes when the clock goes on, which it does not.
    await soon("the first words are stored", reply.flush())
    const before = batches.length
    reply.text("more")
    await nextTurn()
    expect(batches).toHaveLength(before)
    await soon("a flush while the writer rests", reply.flush())
    reply.text(" and more")
    await nextTurn()
    await soon("a completion while the writer rests", reply.complete())
  })

  it("writes what it was given when its time comes, though nobody waits for it", async () => {
    const { store, batches } = await openTimeless()
    const reply = store.messages.stream("s", { role: "assistant" })
    await soon("the first words are stored", reply.flush())
    const before = batches.length
    reply.text("more")
    await nextTurn()
    vi.runOnlyPendingTimers()
    await nextTurn()
    expect(batches).toHaveLength(before + 1)
    await soon("the reply ends", reply.complete())
  })

  it("waits for a database that is away for a moment, unless its caller does not", async () => {
    const { store, network } = await openBroken()
    network.lasts = 0
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("words")
    const impatient = new AbortController()
    const waiting = reply.flush({ signal: impatient.signal })
    impatient.abort(new Error("no more time"))
    await expect(soon("the abort ends the wait", waiting)).rejects.toThrow("no more time")
    await expect(reply.complete({ signal: AbortSignal.abort() })).rejects.toThrow(/aborted/)
    network.isBroken = false
    await soon("the reply is stored once the database is back", reply.complete())
    const { messages } = await store.messages.list("s")
    expect(messages).toMatchObject([{ completedAt: expect.any(Number), parts: [{ data: { text: "words" } }] }])
  })

  it("has all that it was given stored when the store is closed, though nobody flushed or completed it", async () => {
    const { store, batches } = await openTimeless()
    const reply = store.messages.stream("s", { role: "assistant" })
    await soon("the first write", reply.flush())
    reply.text("the last ")
    reply.text("words")
    await soon("closing stores what is left", store.close())
    const [last] = batches.at(-1) ?? []
    expect(last?.changes.at(-1)).toMatchObject({ type: "part.put", part: { data: { text: "the last words" } } })
  })

  it("lets closing the store say that something could not be stored, unless its own caller knows", async () => {
    const open = async () => {
      const provider = createMemoryProvider()
      const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
      const reply = store.messages.stream("not there", { role: "assistant" })
      reply.text("words")
      return { provider, store, reply }
    }
    const silent = await open()
    const close = vi.spyOn(silent.provider, "close")
    await expect(silent.store.close()).rejects.toMatchObject({ code: "not_found" })
    expect(close).toHaveBeenCalled()
    const told = await open()
    await expect(told.reply.flush()).rejects.toMatchObject({ code: "not_found" })
    await told.store.close()
  })

  it("keeps name and message of what was thrown, and not its stack", async () => {
    const provider = createMemoryProvider()
    const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
    await store.sessions.create({ id: "s" })
    await store.messages.stream("s", { role: "assistant", id: "m" }).fail(new TypeError("The model is overloaded"))
    expect((await store.messages.get("s", "m"))?.error).toEqual({
      name: "TypeError",
      message: "The model is overloaded",
    })
  })

  it("ends with the store that is closed without more patience, instead of holding the process", async () => {
    const { store, network, batches } = await openBroken()
    network.lasts = 0
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("words")
    const waiting = reply.complete()
    await vi.waitFor(() => expect(batches, "the writer tries").not.toEqual([]), { timeout: 60_000 })
    const impatient = new AbortController()
    const closing = store.close({ signal: impatient.signal })
    impatient.abort(new Error("no more time"))
    await expect(soon("the abort ends the wait for the writer", closing)).rejects.toThrow("no more time")
    await expect(soon("closing the store ends the wait", waiting)).rejects.toMatchObject({ code: "closed" })
  })

  it("does not fill the memory during an outage: over 64 Mi characters it fails, and says why", async () => {
    const { store, network, batches } = await openBroken()
    network.lasts = 0
    const reply = store.messages.stream("s", { role: "assistant" })
    await vi.waitFor(() => expect(batches, "the writer tries").not.toEqual([]), { timeout: 60_000 })
    const output = "x".repeat(1024 * 1024)
    const tool = (text: string) => ({
      ...{ type: "tool" as const, tool: "bash", callID: "c", state: { status: "completed" as const, output: text } },
    })
    // The same tool call, however often it is given, is kept once.
    for (let index = 0; index < 100; index += 1) reply.part({ id: "call", ...tool(output) })
    expect(reply.failure).toBeUndefined()
    for (let index = 0; index < 70; index += 1) reply.part(tool(output))
    expect(reply.failure).toMatchObject({ code: "too_large" })
    await expect(soon("the writer has failed", reply.complete())).rejects.toMatchObject({ code: "too_large" })
    network.isBroken = false
  })
})
