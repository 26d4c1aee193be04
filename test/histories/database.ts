import { DatabaseSync } from "node:sqlite"

/** A row to be written, by the names of its columns. Objects become JSON. */
export type Row = Record<string, string | number | boolean | null | object>

/** Writes a SQLite file in one transaction, in WAL mode, as all of these programs keep theirs. */
export function writeDatabase(
  file: string,
  schema: string,
  fill: (insert: (table: string, row: Row) => void) => void,
): void {
  using database = new DatabaseSync(file)
  database.exec("PRAGMA journal_mode = WAL")
  database.exec(schema)
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>()
  const insert = (table: string, row: Row) => {
    const names = Object.keys(row)
    const text = `INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`
    const statement = statements.get(text) ?? database.prepare(text)
    statements.set(text, statement)
    const values = Object.values(row).map((value) =>
      typeof value === "object" && value !== null
        ? JSON.stringify(value)
        : value === true
          ? 1
          : value === false
            ? 0
            : value,
    )
    statement.run(...values)
  }
  database.exec("BEGIN")
  fill(insert)
  database.exec("COMMIT")
}
