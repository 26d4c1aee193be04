import { afterEach, describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import type { Batch } from "../provider/batch.ts"
import { createSessionStore } from "../store/session-store.ts"

/** A store whose database is away for so long that a writer gives up for now: half a minute passes with each try. */
async function openBroken() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  vi.useFakeTimers({ toFake: ["Date"] })
  const batches: Batch[] = []
  const network = { isBroken: true }
  const { apply } = provider
  vi.spyOn(provider, "apply").mockImplementation(async (batch) => {
    batches.push(structuredClone(batch))
    if (!network.isBroken) return apply.call(provider, batch)
    vi.setSystemTime(Date.now() + 31_000)
    throw new SessionStorageError("unavailable", "The test broke the network.")
  })
  return { store, batches, network }
}

afterEach(() => {
  vi.useRealTimers()
})

describe("MessageWriter", () => {
  it("that gave up for now keeps what it has, and sends the same batch again when the database is back", async () => {
    const { store, batches, network } = await openBroken()
    const reply = store.messages.stream("s", { role: "assistant" })
    reply.text("said ")
    await expect(reply.flush()).rejects.toMatchObject({ code: "unavailable" })
    expect(reply.failure).toBeUndefined()
    network.isBroken = false
    reply.text("and said")
    await reply.complete()
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
    await expect(reply.complete({ usage: { output: 2 } })).rejects.toMatchObject({ code: "unavailable" })
    network.isBroken = false
    await reply.complete()
    const { messages } = await store.messages.list("s")
    expect(messages).toMatchObject([{ usage: { output: 2 }, parts: [{ data: { text: "words" } }] }])
  })
})
