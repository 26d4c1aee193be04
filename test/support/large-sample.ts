import { copyFileSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { onTestFinished } from "vitest"
import { root } from "../../scripts/packs.mjs"

/** A history that a real OpenCode wrote: its database. */
export const sampleFile = join(root, "apps/demo/sample/opencode.db")

/** How many sessions there are in it. */
export const sampleSessions = 7

const references = ["id", "session_id", "message_id"]

/** The sample with each of its sessions `repeats` times more, in a file that goes when the test is done. */
export function largeSample(repeats: number): string {
  const folder = mkdtempSync(join(tmpdir(), "large-sample-"))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, "opencode.db")
  copyFileSync(sampleFile, file)
  const database = new DatabaseSync(file)
  database.exec("BEGIN")
  for (const table of ["session", "message", "part"]) {
    const columns = database
      .prepare(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => String(name))
    database.exec(`CREATE TEMP TABLE original_${table} AS SELECT * FROM ${table}`)
    for (let copy = 1; copy <= repeats; copy += 1) {
      const values = columns.map((column) => (references.includes(column) ? `${column} || '_${copy}'` : column))
      database.exec(`INSERT INTO ${table} SELECT ${values.join(", ")} FROM original_${table}`)
    }
  }
  database.exec("COMMIT")
  database.close()
  return file
}
