import type { JsonValue } from "./json.ts"
import type { Message } from "./message.ts"
import type { Session } from "./session.ts"

/** From where on OpenCode hides a session's messages, since its user went back. */
export interface Revert {
  /** The first message that is hidden, or of which a part is. */
  messageId: string
  /** Within that message only the parts from this one on; all of it when null. */
  partId: string | null
}

/** The point that a session was taken back to; null when it was not. */
export function revertOf({ metadata }: Pick<Session, "metadata">): Revert | null {
  const opencode = metadata.opencode
  const revert = isObject(opencode) ? opencode.revert : undefined
  if (!isObject(revert) || typeof revert.messageID !== "string") return null
  return { messageId: revert.messageID, partId: typeof revert.partID === "string" ? revert.partID : null }
}

/** Whether a message belongs to what is hidden. OpenCode goes by the ids too, which ascend in time. */
export function isReverted(message: Pick<Message, "id">, revert: Revert | null): boolean {
  if (revert === null) return false
  return revert.partId === null ? message.id >= revert.messageId : message.id > revert.messageId
}

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value)
