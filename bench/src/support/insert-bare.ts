import Database from "better-sqlite3"
import { historyTables } from "../content/repeat-sample.ts"
import { openBare } from "./open-bare.ts"

/**
 * The baseline of the import: reads every row, parses its JSON, and inserts it into tables without any index, so many
 * sessions in a transaction.
 */
export function insertBare(source: string, target: string, sessionsPerTransaction: number): void {
  const from = new Database(source, { readonly: true })
  const to = openBare(target)
  const tables = historyTables.map((table) => {
    const columns = columnsOf(from, table)
    to.exec(`CREATE TABLE ${table} (${columns.join(", ")})`)
    return {
      isJson: columns.map((name) => jsonColumns.has(name)),
      ofSession: from.prepare(`SELECT * FROM ${table} WHERE ${table === "session" ? "id" : "session_id"} = ?`).raw(),
      insert: to.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => "?").join(", ")})`),
    }
  })
  const insertSession = (id: unknown) => {
    for (const { isJson, ofSession, insert } of tables) {
      // Rows as arrays, since `raw` is set.
      for (const row of ofSession.all(id) as unknown[][]) {
        row.forEach((value, index) => {
          if (isJson[index] && typeof value === "string") JSON.parse(value)
        })
        insert.run(row)
      }
    }
  }
  const insertSessions = to.transaction((ids: unknown[]) => ids.forEach(insertSession))
  const ids = from.prepare("SELECT id FROM session ORDER BY id").pluck().all()
  for (let start = 0; start < ids.length; start += sessionsPerTransaction) {
    insertSessions.immediate(ids.slice(start, start + sessionsPerTransaction))
  }
  to.close()
  from.close()
}

/** Those of OpenCode's columns that hold JSON. */
const jsonColumns = new Set(["data", "summary_diffs", "metadata", "revert", "permission", "model"])

const columnsOf = (database: Database.Database, table: string): string[] =>
  database.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table).map(String)
