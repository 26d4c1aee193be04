import { SessionStorageError } from "@opencode/session-core/provider"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"

/** Marks a file as ours, in the field that SQLite has for that: "OCSS". */
export const applicationId = 0x4f435353

/** The tables by which other programs' databases are known. */
const others = [
  { name: "OpenCode", tables: ["session", "message", "part", "project"] },
  { name: "an older OpenCode (written in Go)", tables: ["sessions", "messages", "files"] },
]

/** Whether a database is ours; false for an empty one. Fails with `foreign_database` for another program's, and writes nothing. */
export function isOurs(database: SqliteDatabase, file: string): boolean {
  // The tables first: another process that migrates meanwhile brings tables and mark at once, and must not be seen without it.
  const tables = database.prepareValues("SELECT name FROM sqlite_master WHERE type = 'table'").all()
  if (database.pragma("application_id") === applicationId) return true
  if (tables.length === 0) return false
  const owner = others.find((other) => other.tables.every((table) => tables.includes(table)))
  throw new SessionStorageError(
    "foreign_database",
    `${file} is the database of ${owner?.name ?? "another program"}: it is left as it is.`,
    {
      hint: `Set sessionProvider.sqlite.file to another name, such as "sessions.db"${owner === undefined ? "." : `, then read it in with: opencode-session import ${file}`}`,
    },
  )
}
