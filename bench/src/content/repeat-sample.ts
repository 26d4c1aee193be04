import { fileURLToPath } from "node:url"
import Database from "better-sqlite3"

/** What a real OpenCode wrote (apps/demo/sample). */
const sample = fileURLToPath(new URL("../../../apps/demo/sample/opencode.db", import.meta.url))

/** The tables that hold history, in the order in which their rows may be inserted. */
export const historyTables = ["session", "message", "part", "todo"] as const

/** OpenCode's ids, wherever they stand: in columns and within JSON. */
const identifiers = /\b(ses|msg|prt)_[0-9A-Za-z]{20,}/g
const suffixLength = 6

/**
 * Writes an OpenCode database of at least so many bytes: the history of the sample again and again, each time with ids of its
 * own. Nothing else of the sample is in it, so that all of the file has to be imported.
 */
export function repeatSample(file: string, bytes: number): void {
  const database = new Database(file)
  database.pragma("journal_mode = OFF")
  database.prepare("ATTACH ? AS sample").run(sample)
  copyProject(database)
  const tables = historyTables.map((table) => copyTable(database, table))
  const size = database.prepare("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").pluck()
  const repeat = database.transaction((copy: number) => {
    for (const { rows, insert } of tables) {
      for (const row of rows) insert.run(row.map((value) => withOwnIds(value, copy)))
    }
  })
  for (let copy = 0; Number(size.get()) < bytes; copy += 1) repeat(copy)
  database.exec("DETACH sample")
  database.pragma("journal_mode = WAL")
  database.close()
}

/** Makes the table, and gives what is to be repeated. */
function copyTable(database: Database.Database, table: string) {
  createTable(database, table)
  // Rows as arrays, since `raw` is set.
  const rows = database.prepare(`SELECT * FROM sample.${table}`).raw().all() as unknown[][]
  const values = (rows[0] ?? []).map(() => "?").join(", ")
  return { rows, insert: database.prepare(`INSERT INTO main.${table} VALUES (${values})`) }
}

/** One for all copies. */
function copyProject(database: Database.Database): void {
  createTable(database, "project")
  database.exec("INSERT INTO main.project SELECT * FROM sample.project")
}

/** With its indexes, as OpenCode has it. */
function createTable(database: Database.Database, table: string): void {
  const statements = database
    .prepare("SELECT sql FROM sample.sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL ORDER BY type DESC")
    .pluck()
    .all(table)
  for (const statement of statements) database.exec(String(statement))
}

function withOwnIds(value: unknown, copy: number): unknown {
  if (typeof value !== "string") return value
  const suffix = copy.toString(36).padStart(suffixLength, "0")
  return value.replace(identifiers, (id) => id.slice(0, -suffixLength) + suffix)
}
