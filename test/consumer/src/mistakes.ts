import { customPart, isPart, openSessionStore, type PartInput, type SessionStore } from "@opencode/session-core"

// Each mistake is one that a compiler must find: an unused `@ts-expect-error` is an error itself.

/** The types of parts that we know are offered, and their fields are checked. */
export const parts: PartInput[] = [
  { type: "text", text: "Hello" },
  { type: "reasoning", text: "Hm", time: { start: 1 } },
  { type: "tool", tool: "bash", callID: "c", state: { status: "completed", output: "", attachments: [] } },
  { type: "file", mime: "text/plain", url: "data:,x", filename: "x.txt" },
  { type: "step-finish" },
  // Any other type, and other fields, are made on purpose.
  customPart("poll", { question: "Tabs?" }),
  customPart("text", { text: "Hello", colour: "red" }),
  // @ts-expect-error: there is no such type.
  { type: "txt", text: "Hello" },
  // @ts-expect-error: a text part has a text.
  { type: "text", txt: "Hello" },
  // @ts-expect-error: nor has it a field of this name.
  { type: "text", text: "Hello", synthetik: true },
  // @ts-expect-error: fields stand beside the type.
  { type: "text", data: { text: "Hello" } },
  // @ts-expect-error: no call is "done".
  { type: "tool", tool: "bash", callID: "c", state: { status: "done" } },
  // @ts-expect-error: the title is misspelt.
  { type: "tool", tool: "bash", callID: "c", state: { status: "running", titel: "x" } },
]

/** What a message, a session and a store can be given. */
export async function mistakes(store: SessionStore): Promise<void> {
  // @ts-expect-error: `parts` is misspelt.
  await store.messages.append("s", { role: "user", pats: [] })
  // @ts-expect-error: counts have other names.
  await store.messages.append("s", { role: "user", usage: { inputTokens: 3 } })
  // @ts-expect-error: a model has a provider.
  await store.messages.append("s", { role: "user", model: { modelId: "m" } })
  // @ts-expect-error: a model is not a name.
  await store.messages.append("s", { role: "user", model: "m" })
  // @ts-expect-error: `title` is misspelt.
  await store.sessions.update("s", { titel: "T" })
  // @ts-expect-error: a message has no title.
  await store.messages.update("s", "m", { title: "T" })
  // @ts-expect-error: `projectId` is misspelt.
  await openSessionStore({ projectID: "p" })
  // @ts-expect-error: a state is one of three.
  await store.sessions.count({ state: "open" })
}

/** What a writer ends with: what was thrown, or what the application says. */
export async function ends(store: SessionStore): Promise<void> {
  await store.messages.stream("s", { role: "assistant" }).fail(new Error("overloaded"))
  await store.messages.stream("s", { role: "assistant" }).fail({ name: "APIError", message: "overloaded" })
  const [first] = await store.messages.appendMany("s", [{ role: "user", parts }, { role: "assistant" }], {
    batchId: "b",
  })
  const id: string | undefined = first?.id
  await store.messages.update("s", id ?? "", { metadata: { rating: 5 }, usage: { output: 3 } })
  const count: number = await store.sessions.count({ state: "archived", signal: AbortSignal.timeout(1000) })
  await store.close({ signal: AbortSignal.timeout(count) })
}

/** The data of a part by its type. */
export async function texts(store: SessionStore): Promise<string[]> {
  const found: string[] = []
  for await (const message of store.messages.all("s")) {
    for (const part of message.parts) if (isPart(part, "text")) found.push(part.data.text)
  }
  return found
}
