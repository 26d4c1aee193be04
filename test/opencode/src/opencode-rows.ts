import { DatabaseSync } from "node:sqlite"
import type { JsonObject, JsonValue } from "@opencode/session-core"

/** A row by the names of its columns, without those that are null. Texts with JSON are values. */
export type OpenCodeRow = JsonObject

/** What OpenCode's database has of its sessions, in its own order. */
export interface OpenCodeRows {
  sessions: OpenCodeRow[]
  messages: OpenCodeRow[]
  parts: OpenCodeRow[]
  todos: OpenCodeRow[]
}

/** The columns that hold JSON. */
const jsonColumns = ["data", "summary_diffs", "metadata", "revert", "permission", "model"]

/** Reads OpenCode's database, which may be in use. Not by what the packages read it with: that is under test. */
export function readOpenCodeRows(file: string): OpenCodeRows {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 })
  const read = (statement: string) => database.prepare(statement).all().map(rowOf)
  try {
    database.exec("BEGIN")
    return {
      sessions: read("SELECT * FROM session ORDER BY id"),
      messages: read("SELECT * FROM message ORDER BY session_id, time_created, id"),
      parts: read("SELECT * FROM part ORDER BY session_id, message_id, id"),
      todos: read("SELECT * FROM todo ORDER BY session_id, position"),
    }
  } finally {
    database.close()
  }
}

function rowOf(columns: Record<string, unknown>): OpenCodeRow {
  const present = Object.entries(columns).filter(([, value]) => value !== null)
  return Object.fromEntries(present.map(([name, value]) => [name, columnValue(name, value)]))
}

// SQLite's values are texts and numbers here: OpenCode keeps no blobs in these tables.
const columnValue = (name: string, value: unknown): JsonValue =>
  jsonColumns.includes(name) ? JSON.parse(String(value)) : (value as string | number)
