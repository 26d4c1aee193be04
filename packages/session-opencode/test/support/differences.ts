import type { JsonObject, SessionStore } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { messageDataOf } from "../../src/mapping/message-data.ts"
import { partDataOf } from "../../src/mapping/part-data.ts"

type Row = Record<string, unknown>

const sessionJson = ["summary_diffs", "metadata", "revert", "permission", "model"]

/**
 * What differs between OpenCode's rows of 1.x and what a store has of them: sessions, messages, parts and to-dos with all their columns,
 * and what the store shows that OpenCode no longer has. Empty where nothing does.
 */
export async function differences(file: string, store: SessionStore): Promise<string[]> {
  const database = new Sqlite(file, { readonly: true })
  const rowsOf = (table: string, columns: readonly string[]) =>
    (database.prepare(`SELECT * FROM ${table}`).all() as Row[]).map((row) => parsed(row, columns))
  const expected = new Map<string, string>()
  const found = new Map<string, string>()
  for (const row of rowsOf("session", sessionJson)) expected.set(`session ${row.id}`, canonical(row))
  for (const row of rowsOf("message", ["data"])) expected.set(`message ${row.id}`, canonical(row))
  for (const row of rowsOf("part", ["data"])) expected.set(`part ${row.id}`, canonical(row))
  for (const row of rowsOf("todo", [])) expected.set(`todo ${row.session_id} ${row.position}`, canonical(row))
  database.close()
  for (const state of ["active", "archived"] as const) {
    for await (const session of store.sessions.all({ state })) {
      const { project: _project, ...row } = session.metadata.opencode as JsonObject
      found.set(`session ${session.id}`, canonical(row))
      for (const todo of session.todos)
        found.set(`todo ${session.id} ${todo.position}`, canonical({ ...todo, session_id: session.id }))
      for await (const message of store.messages.all(session.id)) {
        const { id, createdAt, updatedAt } = message
        const own = { id, session_id: session.id, time_created: createdAt, time_updated: updatedAt }
        found.set(`message ${id}`, canonical({ ...own, data: messageDataOf(message) }))
        for (const part of message.parts) {
          const times = { time_created: part.createdAt, time_updated: part.updatedAt }
          const keys = { id: part.id, message_id: id, session_id: session.id }
          found.set(`part ${part.id}`, canonical({ ...keys, ...times, data: partDataOf(part) }))
        }
      }
    }
  }
  const names = new Set([...expected.keys(), ...found.keys()])
  return [...names]
    .filter((name) => expected.get(name) !== found.get(name))
    .map((name) => `${name}: OpenCode ${expected.get(name) ?? "has none"}, here ${found.get(name) ?? "none"}`)
}

function parsed(row: Row, columns: readonly string[]): Row {
  const entries = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(
    entries.map(([key, value]) => [key, columns.includes(key) ? JSON.parse(String(value)) : value]),
  )
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  )
