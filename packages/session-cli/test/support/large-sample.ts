import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import Sqlite from "better-sqlite3"
import { temporaryFolder } from "./stores.ts"

/** A history that a real OpenCode wrote: its database. */
export const sampleFile = fileURLToPath(new URL("../../../../apps/demo/sample/opencode.db", import.meta.url))

/** How many sessions there are in it. */
export const sampleSessions = 7

/** The sample with each of its sessions `repeats` times more. */
export async function largeSample(repeats: number): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  await copyFile(sampleFile, file)
  const database = new Sqlite(file)
  const rowsOf = (table: string) => database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
  const tables = ["session", "message", "part"].map((name) => ({ name, rows: rowsOf(name) }))
  const references = ["id", "session_id", "message_id"]
  database.transaction(() => {
    for (let copy = 1; copy <= repeats; copy += 1) {
      for (const { name, rows } of tables) {
        for (const row of rows) {
          const values = Object.entries(row).map(([key, value]) =>
            references.includes(key) ? `${value}_${copy}` : value,
          )
          database.prepare(`INSERT INTO ${name} VALUES (${values.map(() => "?").join(", ")})`).run(...values)
        }
      }
    }
  })()
  database.close()
  return file
}
