import { type MessageWithParts, SessionStorageError, type SessionStore } from "@opencode/session-core"

/** How many messages the model reads at most. */
const contextMessages = 60

/** The last messages of a session, oldest first: as many as fit into a page, and without parts that fit into none. */
export async function recentMessages(
  store: SessionStore,
  sessionId: string,
  limit = contextMessages,
): Promise<MessageWithParts[]> {
  const { messages } = await store.messages.list(sessionId, { order: "newest-first", limit, partial: true })
  return messages.reverse()
}

/** The messages up to and with the last one that fits; fails with `conflict` when none does. */
export function upToLast(
  messages: MessageWithParts[],
  fits: (message: MessageWithParts) => boolean,
  otherwise: string,
): { before: MessageWithParts[]; last: MessageWithParts } {
  const index = messages.findLastIndex(fits)
  const last = messages[index]
  if (last === undefined) throw new SessionStorageError("conflict", otherwise)
  return { before: messages.slice(0, index + 1), last }
}
