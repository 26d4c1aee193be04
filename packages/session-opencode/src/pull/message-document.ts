import type { JsonObject, MessageWithParts, Session, SessionStore } from "@opencode/session-core"
import type { LeftOutMessage } from "../export/document-format.ts"
import { firstGeneration } from "../export/first-generation.ts"
import { messageContext } from "../export/message-context.ts"

/** Something of a session as OpenCode has it, with the times of its row, epoch milliseconds. */
export interface TimedDocument {
  /** With all its ids. */
  content: JsonObject & { id: string }
  createdAt: number
  updatedAt: number
}

/** A message as OpenCode 1.x has it, with its parts. */
export interface MessageDocument extends TimedDocument {
  parts: TimedDocument[]
}

/** What OpenCode's own row of a session would say. */
export const sessionInfo = (store: SessionStore, session: Session): JsonObject =>
  firstGeneration.infoOf(session, messageContext(store, session, { begin: () => "", onLeftOut: () => {} }))

/** The messages of a session, as an export for OpenCode 1.x has them. Memory holds a page of messages, or one that is larger. */
export async function* messageDocuments(
  store: SessionStore,
  session: Session,
  onLeftOut: (message: LeftOutMessage) => void,
  signal: AbortSignal | undefined,
): AsyncGenerator<MessageDocument> {
  const context = messageContext(store, session, { begin: () => "", onLeftOut })
  for await (const message of store.messages.all(session.id, { partial: true, signal })) {
    let text = ""
    for await (const piece of firstGeneration.writeMessage(message, context)) text += piece
    if (message.role === "user") context.lastPromptId = message.id
    if (text !== "") yield await timed(store, message, text)
  }
}

async function timed(store: SessionStore, message: MessageWithParts, text: string): Promise<MessageDocument> {
  // What `writeMessage` writes.
  const { info, parts } = JSON.parse(text) as Record<"info", TimedDocument["content"]> & {
    parts: TimedDocument["content"][]
  }
  const times: Pick<TimedDocument, "createdAt" | "updatedAt">[] = []
  for await (const { createdAt, updatedAt } of store.messages.parts(message)) times.push({ createdAt, updatedAt })
  const { createdAt, updatedAt } = message
  return {
    ...{ content: info, createdAt, updatedAt },
    // In the same order, each once.
    parts: parts.map((content, index) => ({ content, ...(times[index] ?? { createdAt, updatedAt }) })),
  }
}
