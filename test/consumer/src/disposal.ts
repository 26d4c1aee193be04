import { type MessageWriter, openSessionStore, type SessionStore, type Watch } from "@opencode/session-core"

/** A store, a writer and a watch end with their block. */
export async function ends(): Promise<void> {
  await using store: SessionStore & AsyncDisposable = await openSessionStore()
  const { id } = await store.sessions.create()
  await using reply: MessageWriter & AsyncDisposable = store.messages.stream(id, { role: "assistant" })
  await using changes: Watch<{ sessionId: string }> & AsyncDisposable = store.watch()
  await using ofOne: AsyncDisposable = store.sessions.watch(id)
  await using resumed: AsyncDisposable = await store.messages.resume(id, "m")
  reply.text("Hello")
  for await (const { sessionId } of changes) console.log(sessionId, ofOne, resumed)
}
