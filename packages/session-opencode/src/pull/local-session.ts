import type { JsonObject } from "@opencode/session-core"

/** A row of a message or a part, in short. */
export interface LocalRow {
  /** Of its content. */
  digest: string
  /** When it was last written, epoch milliseconds. */
  updatedAt: number
}

/** A message with its parts, by their ids. */
export interface LocalMessage extends LocalRow {
  parts: ReadonlyMap<string, LocalRow>
}

/** What this machine's OpenCode has of a session: its row, and of its content a few hundred bytes a row. */
export interface LocalSession {
  /** Columns by their names, JSON as values, without those that are null. */
  row: JsonObject
  /** By their ids. */
  messages: ReadonlyMap<string, LocalMessage>
  /** The ids of messages and parts that were removed here, as far as OpenCode's log has them. */
  removed: ReadonlySet<string>
  todos: JsonObject[]
}
