import { SessionStorageError } from "@opencode/session-core"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"

/**
 * The stored columns of each stored table by its name. Views, virtual tables and generated columns are left out: they are
 * computed while they are read, and a file of a few kilobytes can make them as large as it likes.
 */
export function readTables(database: SqliteDatabase): Map<string, string[]> {
  const names = database.prepareValues("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").all()
  const columns = database.prepareValues("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0")
  const tables = new Map<string, string[]>()
  // Both are texts in SQLite's own tables.
  for (const name of names as string[]) tables.set(name, columns.all([name]) as string[])
  return tables
}

/** Fails with `foreign_database`, naming what is missing, unless every column that is read is there. */
export function requireColumns(
  tables: ReadonlyMap<string, readonly string[]>,
  required: Record<string, readonly string[]>,
  path: string,
  program: string,
): void {
  const missing = Object.entries(required).flatMap(([table, columns]) => {
    const present = tables.get(table)
    if (present === undefined) return [`the table ${table}`]
    return columns.filter((column) => !present.includes(column)).map((column) => `the column ${table}.${column}`)
  })
  if (missing.length === 0) return
  throw new SessionStorageError(
    "foreign_database",
    `${path} was written by a version of ${program} that is not known: it lacks ${missing.join(", ")}.`,
    { hint: "Nothing was imported from it. Update @opencode/session-cli; a newer version may know it." },
  )
}

/** The columns of a table that are none of the known ones: a newer version has them. */
export const otherColumns = (columns: readonly string[], known: readonly string[]): string[] =>
  columns.filter((column) => !known.includes(column))

/** A column's name within a statement. */
export const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
