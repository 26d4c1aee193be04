import { expect, it, vi } from "vitest"
import { TooLargeError } from "../errors/too-large-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import { limits } from "../provider/limits.ts"
import { createSessionStore } from "./session-store.ts"

const mebibyte = 1024 * 1024

/** A session whose message `m` has five parts of which a provider says that they have 15 MiB each: no test must write them. */
async function storeOfLargeMessage() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  const parts = Array.from({ length: 5 }, (_, index) => ({
    ...{ id: `p${index}`, type: "text" as const, text: `${index}` },
  }))
  await store.messages.append("s", { id: "m", role: "assistant", parts })
  const listMessages = provider.listMessages.bind(provider)
  vi.spyOn(provider, "listMessages").mockImplementation(async (query) => {
    const page = await listMessages(query)
    for (const message of page.messages) {
      message.parts = message.parts.map((part) => ({ ...part, data: {}, unloaded: { bytes: 15 * mebibyte } }))
    }
    return page
  })
  return { store, getPart: vi.spyOn(provider, "getPart") }
}

it("a message that would fill the memory is refused as a whole, with the way to read it, and read part by part", async () => {
  const { store, getPart } = await storeOfLargeMessage()
  for (const read of [() => store.messages.get("s", "m"), () => store.messages.list("s")]) {
    getPart.mockClear()
    const failure: unknown = await read().catch((error) => error)
    if (!TooLargeError.isInstance(failure)) throw failure
    expect(failure.message).toContain("Message m of session s")
    expect(failure.hint).toContain("`partial: true`")
    expect(failure.limit).toBe(limits.wholeMessageBytes)
    expect(failure.size).toBeGreaterThan(limits.wholeMessageBytes)
    expect(getPart, "what fits was read, and nothing after it").toHaveBeenCalledTimes(4)
  }
  const texts: unknown[] = []
  for await (const message of store.messages.all("s", { partial: true })) {
    for await (const { data } of store.messages.parts(message)) texts.push(data.text)
  }
  expect(texts).toEqual(["0", "1", "2", "3", "4"])
})

it("a reply that is too large to be loaded goes on after its last part, of which alone the content is read", async () => {
  const { store, getPart } = await storeOfLargeMessage()
  await using writer = await store.messages.resume("s", "m")
  writer.text(" and more")
  await writer.complete()
  expect(getPart).toHaveBeenCalledTimes(1)
  expect(await store.messages.part("s", "m", "p4")).toMatchObject({ data: { text: "4 and more" } })
})
