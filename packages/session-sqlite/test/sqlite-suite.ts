import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ProviderSuite, RowKey } from "@opencode/session-testkit"
import Database from "better-sqlite3"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/** SQLite, as the kit and its command take it: each store is a file. */
export default {
  name: "sqlite",
  capabilities: { search: true, durable: true, shared: true },
  async create() {
    const folder = await mkdtemp(join(tmpdir(), "session-sqlite-"))
    const file = join(folder, "opencode.db")
    const open = () => createSqliteProvider({ file, synchronous: "normal" })
    return {
      provider: await open(),
      reopen: open,
      openInProcess: {
        module: new URL("./open-in-process.ts", import.meta.url).href,
        arguments: { file },
      },
      damage: async (row, json) => damage(file, row, json),
      destroy: () => rm(folder, { recursive: true }),
    }
  },
} satisfies ProviderSuite

/** Cuts a row's JSON in the middle, or replaces it, behind the provider's back. */
function damage(file: string, row: RowKey, json: string | undefined): void {
  const database = new Database(file)
  try {
    const { changes } = run(database, row, json)
    if (changes !== 1) throw new Error(`There is no such row: ${JSON.stringify(row)}`)
  } finally {
    database.close()
  }
}

function run(database: Database.Database, row: RowKey, json: string | undefined): Database.RunResult {
  const damaged = (column: string) => `${column} = coalesce(?, substr(${column}, 1, length(${column}) - 2))`
  switch (row.kind) {
    case "session":
      return database.prepare(`UPDATE session SET ${damaged("metadata")} WHERE id = ?`).run(json, row.sessionId)
    case "message":
      return database
        .prepare(`UPDATE message SET ${damaged("metadata")} WHERE session_id = ? AND id = ?`)
        .run(json, row.sessionId, row.messageId)
    case "part":
      return database
        .prepare(`UPDATE part SET ${damaged("data")} WHERE session_id = ? AND message_id = ? AND id = ?`)
        .run(json, row.sessionId, row.messageId, row.partId)
  }
}
