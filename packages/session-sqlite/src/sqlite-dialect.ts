import type { ConstraintViolation, SqlDialect, SqlSearch } from "@opencode/session-core/drizzle"
import { getTableColumns, sql } from "drizzle-orm"
import {
  BaseSQLiteDatabase,
  type SQLiteColumn,
  type SQLiteSession,
  SQLiteSyncDialect,
  type SQLiteTable,
} from "drizzle-orm/sqlite-core"
import { sqliteCode } from "./translate-error.ts"

const violations: Readonly<Record<string, ConstraintViolation>> = {
  SQLITE_CONSTRAINT_NOTNULL: "not-null",
  SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
  SQLITE_CONSTRAINT_UNIQUE: "unique",
  SQLITE_CONSTRAINT_ROWID: "unique",
  SQLITE_CONSTRAINT_FOREIGNKEY: "foreign-key",
}

/** What SQLite adds to the shared queries. */
export function sqliteDialect(search: SqlSearch): SqlDialect {
  const builder = new BaseSQLiteDatabase("sync", new SQLiteSyncDialect(), noSession, undefined)
  return {
    builder,
    // SQLite has one writer at a time: one counter costs nobody anything.
    shards: 1,
    forUpdate: sql``,
    now: sql`cast(unixepoch('subsec') * 1000 as integer)`,
    upsert(table, values, key, update) {
      const insert = builder.insert(table).values(values)
      if (update.length === 0) return insert.onConflictDoNothing({ target: key })
      const set = Object.fromEntries(
        update.map((column) => [nameOf(table, column), sql`excluded.${sql.identifier(column.name)}`]),
      )
      return insert.onConflictDoUpdate({ target: key, set })
    },
    // No register: SQLite has no variables, and for RETURNING it sets a savepoint, at which FTS5 writes out what it has collected.
    looksAhead: false,
    constraintViolation: (error) => violations[sqliteCode(error) ?? ""],
    search,
  }
}

/** Builds statements without a connection. Drizzle's own ways to say so each import a driver. */
const noSession = undefined as unknown as SQLiteSession<"sync", unknown, Record<string, never>, Record<string, never>>

/** The name of a column in the schema. */
function nameOf(table: SQLiteTable, column: SQLiteColumn): string {
  const [name] = Object.entries(getTableColumns(table)).find(([, each]) => each === column) ?? []
  if (name === undefined) throw new TypeError(`${column.name} is no column of this table.`)
  return name
}
