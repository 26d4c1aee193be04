import type { JsonObject, MessageFields, SessionFields } from "@opencode/session-core"
import type { RecordReference } from "../records/record-file.ts"

/** Where a part's content stands: a record, and within it the block of that number. */
export interface BlockReference {
  readonly record: RecordReference
  readonly block: number
}

/** A part that is still to be read. */
export interface PlannedPart extends BlockReference {
  readonly id: string
  /**
   * A `block` is content of the conversation. An `event` is a record that is none, and `unreadable` one that is no JSON object: they
   * are kept as they are.
   */
  readonly form: "block" | "event" | "unreadable"
  /** Epoch milliseconds. */
  readonly createdAt: number
  /** Epoch milliseconds; later than its creation where its result came later. */
  updatedAt: number
  /** The result of a tool call, where that stands in a record of its own. */
  result: BlockReference | null
}

/** A message that is still to be read: what is small is here already. */
export interface PlannedMessage extends Omit<MessageFields, "author" | "error" | "metadata"> {
  /** The record that it begins with. */
  readonly record: RecordReference
  readonly parts: PlannedPart[]
  /** Set on the one that only has the usage of the whole session: nobody said it. */
  readonly isUsageOfSession?: true
}

/** A session that was looked through once: a few hundred bytes for each of its parts. */
export interface PlannedSession {
  /** Its id in a store. */
  readonly id: string
  /** What a session's fields are made of, and what else its files say: it is kept in the session's metadata. */
  readonly facts: SessionFacts
  readonly todos: SessionFields["todos"] | null
  readonly createdAt: number
  readonly updatedAt: number
  readonly messages: readonly PlannedMessage[]
}

/** What is kept of a session itself, in JSON. A later import tells by it what has changed. */
export interface SessionFacts extends JsonObject {
  /** Epoch milliseconds. */
  time_updated: number
  title: string
  titleSource: SessionFields["titleSource"]
  /** The session that started this one. */
  parentId: string | null
  /** The folder that it ran in, absolute, on the machine that wrote the file. */
  folder: string | null
  agent: string | null
  model: SessionFields["model"]
  archivedAt: number | null
}
