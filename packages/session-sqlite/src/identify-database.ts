import { SessionStorageError } from "@opencode/session-core"
import type { Database } from "better-sqlite3"

/** Marks a file as ours, in the field that SQLite has for that: "OCSS". */
export const applicationId = 0x4f435353

/** The tables by which other programs' databases are known. */
const others = [
  { name: "OpenCode", tables: ["session", "message", "part", "project"] },
  { name: "an older OpenCode (written in Go)", tables: ["sessions", "messages", "files"] },
]

/** Whether a database is ours; false for an empty one. Fails with `foreign_database` for another program's, and writes nothing. */
export function isOurs(database: Database, file: string): boolean {
  // The tables first: another process that migrates meanwhile brings tables and mark at once, and must not be seen without it.
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all()
  if (database.pragma("application_id", { simple: true }) === applicationId) return true
  if (tables.length === 0) return false
  const owner = others.find((other) => other.tables.every((table) => tables.includes(table)))
  throw new SessionStorageError(
    "foreign_database",
    `${file} is the database of ${owner?.name ?? "another program"}: it is left as it is.`,
    {
      hint:
        owner === undefined
          ? "Choose another data.directory."
          : `Choose another data.directory, then read it in with: opencode-session import ${file}`,
    },
  )
}
