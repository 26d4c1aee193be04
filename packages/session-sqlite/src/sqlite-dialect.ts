import { type ConstraintViolation, onConflict, type SqlDialect } from "@opencode/session-core/drizzle"
import { sql } from "drizzle-orm"
import { SQLiteSyncDialect } from "drizzle-orm/sqlite-core"
import { sqliteCode } from "./translate-error.ts"

const violations: Readonly<Record<string, ConstraintViolation>> = {
  SQLITE_CONSTRAINT_NOTNULL: "not-null",
  SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
  SQLITE_CONSTRAINT_UNIQUE: "unique",
  SQLITE_CONSTRAINT_ROWID: "unique",
  SQLITE_CONSTRAINT_FOREIGNKEY: "foreign-key",
}

/** What SQLite adds to the shared statements. It has no variables: a batch reads its revision again. */
export const sqliteDialect: SqlDialect = {
  renderer: new SQLiteSyncDialect(),
  // SQLite looks at what a bare `?` is bound to, behind LIMIT or compared with the column of an index, and compiles the statement anew
  // each time it is bound. That took longer than running it, and no plan of ours depends on a value.
  parameter: (placeholder, kind) => (kind === "integer" ? sql`cast(${placeholder} as integer)` : sql`+${placeholder}`),
  // BEGIN IMMEDIATE keeps other writers waiting.
  oneWriter: true,
  shards: 1,
  hotSessions: 32,
  rewritesIndexes: true,
  partialIndexes: true,
  forUpdate: sql``,
  now: sql`cast(unixepoch('subsec') * 1000 as integer)`,
  onConflict,
  looksAhead: false,
  // Each driver does (session-sqlite-driver): a page of sessions is read a tenth faster than when it is looked at.
  givesNumbers: true,
  constraintViolation: (error) => violations[sqliteCode(error) ?? ""],
}
