import Database from "better-sqlite3"
import { openBare } from "./open-bare.ts"

const tables = ["session", "message", "part"]
const sessionsPerTransaction = 32

/**
 * The baseline of imports from other formats: reads what an import has stored, parses its JSON, and inserts the same rows into tables
 * without any index. Reading the other program's format is not in it.
 */
export function insertImported(imported: string, target: string): void {
  const from = new Database(imported, { readonly: true })
  const to = openBare(target)
  const statements = tables.map((table) => {
    const columns = from.prepare("SELECT name, type FROM pragma_table_info(?)").raw().all(table) as [string, string][]
    const names = columns.map(([name]) => name)
    to.exec(`CREATE TABLE ${table} (${names.join(", ")})`)
    return {
      jsonAt: names.flatMap((name, index) => (/^(data|metadata|todos|error|model)$/.test(name) ? [index] : [])),
      rows: from.prepare(`SELECT * FROM ${table} WHERE ${table === "session" ? "id" : "session_id"} = ?`).raw(),
      insert: to.prepare(`INSERT INTO ${table} VALUES (${names.map(() => "?").join(", ")})`),
    }
  })
  const insertSessions = to.transaction((ids: unknown[]) => {
    for (const id of ids) {
      for (const { jsonAt, rows, insert } of statements) {
        // Rows as arrays, since `raw` is set.
        for (const row of rows.all(id) as unknown[][]) {
          for (const index of jsonAt) if (typeof row[index] === "string") JSON.parse(row[index])
          insert.run(row)
        }
      }
    }
  })
  const ids = from.prepare("SELECT id FROM session ORDER BY id").pluck().all()
  for (let start = 0; start < ids.length; start += sessionsPerTransaction) {
    insertSessions.immediate(ids.slice(start, start + sessionsPerTransaction))
  }
  to.close()
  from.close()
}
