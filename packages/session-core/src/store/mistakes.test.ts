import { expect, it } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import type { PartInput } from "../model/message-input.ts"
import { openSessionStore } from "../open/open-session-store.ts"
import { createSessionStore, type SessionStore } from "./session-store.ts"

async function open(): Promise<SessionStore> {
  const store = createSessionStore({ provider: createMemoryProvider(), scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  return store
}

/** What an application in JavaScript may say: no compiler looks at it. */
// biome-ignore lint/suspicious/noExplicitAny: that is what is tested.
const anything = (value: unknown): any => value

it.each<[string, (store: SessionStore) => unknown, string, string]>([
  ["append", (store) => store.messages.append("s", anything({ role: "user", pats: [] })), '"pats"', "parts"],
  ["append", (store) => store.messages.append("s", anything({ role: "user", author: null })), '"author"', "Known keys"],
  ["stream", (store) => store.messages.stream("s", anything({ role: "user", parts: [] })), '"parts"', "parentId"],
  ["update", (store) => store.sessions.update("s", anything({ titel: "T" })), '"titel"', "title"],
  ["create", (store) => store.sessions.create(anything({ name: "T" })), '"name"', "Known keys"],
  ["messages.update", (store) => store.messages.update("s", "m", anything({ modle: null })), '"modle"', "model"],
  ["complete", (store) => end(store, { useage: {} }), '"useage"', "usage"],
  ["open", () => openSessionStore(anything({ projectID: "p" })), '"projectID"', "projectId"],
  ["a store", () => createSessionStore(anything({ provder: null })), '"provder"', "provider"],
])("a key that %s does not know is an error that names what was meant", async (_, call, key, hint) => {
  await expect((async () => call(await open()))()).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(key),
    hint: expect.stringContaining(hint),
  })
})

const end = async (store: SessionStore, options: object) => {
  const reply = store.messages.stream("s", { role: "assistant" })
  await reply.complete(anything(options))
}

it.each([
  [{ usage: { inputTokens: 3 } }, "inputTokens"],
  [{ usage: { input: "3" } }, "usage.input"],
  [{ model: "claude" }, "model must be an object"],
  [{ model: { id: "claude", providerID: "anthropic" } }, "model must have providerId"],
])("the wrong shape %j is refused, and nothing is stored", async (fields, problem) => {
  const store = await open()
  await expect(store.messages.append("s", anything({ role: "user", ...fields }))).rejects.toMatchObject({
    code: "invalid_input",
    message: expect.stringContaining(problem),
  })
  expect((await store.messages.list("s")).messages).toEqual([])
})

it.each([
  [{ type: "text", txt: "hi" }, "A part of type text must have text, a string."],
  [{ type: "text", data: { text: "hi" } }, "A part of type text must have text, a string."],
  [{ type: "tool", tool: "bash", callID: "c", state: { status: "done" } }, "must have state"],
  [{ type: "file", mime: "text/plain" }, "must have url"],
  [{ text: "hi" }, "must have a type"],
])("the part %j is refused, since no reader could show it", async (part, problem) => {
  const store = await open()
  const parts: PartInput[] = [anything(part)]
  await expect(store.messages.append("s", { role: "user", parts })).rejects.toThrow(problem)
  const reply = store.messages.stream("s", { role: "assistant" })
  expect(() => reply.part(anything(part))).toThrow(problem)
  await reply.complete()
})
