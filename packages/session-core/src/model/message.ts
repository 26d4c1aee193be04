import type { Author } from "./author.ts"
import type { JsonObject, JsonValue } from "./json.ts"
import type { ModelReference } from "./model-reference.ts"
import type { Part } from "./part.ts"
import type { Damage } from "./session.ts"
import type { Usage } from "./usage.ts"

/** `user`, `assistant`, `system`, or whatever a source has. */
export type MessageRole = "user" | "assistant" | "system" | (string & {})

/** What a writer says of a message. */
export interface MessageFields {
  id: string
  role: MessageRole
  /** The message that this one answers. */
  parentId: string | null
  agent: string | null
  model: ModelReference | null
  usage: Usage | null
  /** Why it failed; null when it did not. */
  error: JsonValue
  author: Author | null
  metadata: JsonObject
  /** Epoch milliseconds. */
  createdAt: number
  updatedAt: number
  /** Null while it is being written, and for good when its writer died: such a message was interrupted. */
  completedAt: number | null
}

/** A message as it is read. */
export interface Message extends MessageFields {
  sessionId: string
  /** The revision of its first put: its place in the session, unique and for good. Lists order by it. */
  position: number
  /** The revision of its last put. */
  revision: number
  damaged?: Damage
}

/** A message with its parts, in the order in which the parts were first put. */
export interface MessageWithParts extends Message {
  parts: Part[]
}
