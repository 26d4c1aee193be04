import type { Author, SessionStore } from "@opencode/session-core"

/** Appends a text of somebody on another machine. Returns the message's id. */
export async function writeAs(store: SessionStore, sessionId: string, author: Author, text: string): Promise<string> {
  const { id } = await store.messages.append(sessionId, { role: "user", parts: [{ type: "text", text }] })
  const { messages } = await store.messages.list(sessionId, { order: "newest-first", limit: 10 })
  const written = messages.find((message) => message.id === id)
  if (written === undefined) throw new Error(`Message ${id} was written and is not there.`)
  const { parts: _parts, sessionId: _session, position: _position, revision: _revision, ...message } = written
  await store.apply(sessionId, [{ type: "message.put", message: { ...message, author } }])
  return id
}
