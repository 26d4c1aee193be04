// The baseline of `opencode-session list`: opens the file with the driver and prints the same rows.
import Database from "better-sqlite3"

const [, , file, project] = process.argv
const database = new Database(file)
database.pragma("journal_mode = WAL")
const rows = database
  .prepare(
    "SELECT id, title, message_count, updated_at FROM session WHERE project_id = ? AND state = 'active' ORDER BY updated_at DESC, id DESC LIMIT 50",
  )
  .all(project)
for (const row of rows) {
  console.log([row.id, row.title, row.message_count, new Date(row.updated_at).toLocaleString()].join("  "))
}
database.close()
