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
  /** Unique within the session, at most 191 bytes. */
  id: string
  /** Who speaks. */
  role: MessageRole
  /** The message that this one answers. */
  parentId: string | null
  /** The agent that wrote it; null when nobody says. */
  agent: string | null
  /** The model that answered; null when none did. */
  model: ModelReference | null
  /** What it took; null when nothing is known. It counts for the session's totals. */
  usage: Usage | null
  /** Why it failed, at most 16 MiB as JSON; null when it did not. */
  error: JsonValue
  /** Who ran the program that wrote it; null when nobody is named. */
  author: Author | null
  /** Whatever a source has and there is no field for. At most 16 MiB as JSON. */
  metadata: JsonObject
  /** By its writer's clock, epoch milliseconds. No order depends on it. */
  createdAt: number
  /** When it was last written, by its writer's clock, epoch milliseconds. */
  updatedAt: number
  /** Null while it is being written, and for good when its writer died: such a message was interrupted. */
  completedAt: number | null
}

/** A message as it is read. */
export interface Message extends MessageFields {
  /** The session that it belongs to. */
  sessionId: string
  /** The revision of its first put: unique in the session, and its own for good. Lists order by it. */
  position: number
  /** The revision of its last put. */
  revision: number
  /** Set when a field could not be read from the database; the field then has its empty value. */
  damaged?: Damage
}

/** A message with its parts, in the order in which the parts were first put. */
export interface MessageWithParts extends Message {
  /** Its parts, all of them unless there is a `partsCursor`. Those that were too large for the page have no data: see `Part.unloaded`. */
  parts: Part[]
  /** Set where the message has more parts than its page lists. The store's `messages.parts` goes on with them. */
  partsCursor?: string
}

/** The fields of a message that its writer set, to write it again: without its parts, and without what the store added. */
export function messageFieldsOf(message: Message): MessageFields {
  const { id, role, parentId, agent, model, usage, error, author, metadata } = message
  const { createdAt, updatedAt, completedAt } = message
  return { id, role, parentId, agent, model, usage, error, author, metadata, createdAt, updatedAt, completedAt }
}
