import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { chosenDriver, loadDriver, type SqliteDatabase } from "@opencode/session-sqlite-driver"
import type { ProviderSuite, RowKey } from "@opencode/session-testkit"
import { bundleProgram } from "session-test-support/bundle-program"
import { provider } from "../src/index.ts"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

const processModule = pathToFileURL(await bundleProgram(new URL("./open-in-process.ts", import.meta.url))).href

/** SQLite, as the kit and its command take it: each store is a file. */
export default {
  name: "sqlite",
  capabilities: { search: true, durable: true, shared: true },
  definition: { provider, options: () => [{ file: "team.db", synchronous: "full" }] },
  create: async () => storeIn(await mkdtemp(folders)),
  async createMigrated() {
    migrated ??= migratedFile()
    const folder = await mkdtemp(folders)
    await writeFile(fileIn(folder), await migrated, { mode: 0o600 })
    return storeIn(folder)
  },
} satisfies ProviderSuite

const chosen = chosenDriver(process.env)

const folders = join(tmpdir(), "session-sqlite-")
const fileIn = (folder: string) => join(folder, "opencode.db")

/** What a file has in it when it is migrated and empty: to write it costs a fraction of the migration. */
let migrated: Promise<Buffer> | undefined

async function migratedFile(): Promise<Buffer> {
  const store = await storeIn(await mkdtemp(folders))
  await store.provider.migrate()
  // The last to close writes everything into the one file.
  await store.provider.close()
  const content = await readFile(store.provider.location)
  await store.destroy()
  return content
}

async function storeIn(folder: string) {
  const file = fileIn(folder)
  const open = () => createSqliteProvider({ file, synchronous: "normal", driver: chosen })
  return {
    provider: await open(),
    reopen: open,
    openInProcess: {
      module: processModule,
      arguments: { file },
    },
    damage: async (row: RowKey, json?: string) => damage(file, row, json),
    occupy: (by: "another program" | "a newer version") => occupy(file, by),
    destroy: () => rm(folder, { recursive: true }),
  }
}

/** What others do to a file. */
const occupations = {
  "another program": "CREATE TABLE session (id integer PRIMARY KEY, words text)",
  "a newer version": "INSERT INTO schema_migration (name, done, total, checksum) VALUES ('9999_later', 1, 1, 'x')",
}

async function occupy(file: string, by: keyof typeof occupations): Promise<void> {
  const { driver } = await loadDriver(chosen)
  const database = driver.open(file, { timeout: 5_000 })
  try {
    database.exec(occupations[by])
  } finally {
    database.close()
  }
}

/** Cuts a row's JSON in the middle, or replaces it, behind the provider's back. */
async function damage(file: string, row: RowKey, json: string | undefined): Promise<void> {
  const { driver } = await loadDriver(chosen)
  const database = driver.open(file, { timeout: 5_000 })
  try {
    update(database, row, json ?? null)
    if (database.prepareValues("SELECT changes()").get() !== 1) {
      throw new Error(`There is no such row: ${JSON.stringify(row)}`)
    }
  } finally {
    database.close()
  }
}

function update(database: SqliteDatabase, row: RowKey, json: string | null): void {
  const damaged = (column: string) => `${column} = coalesce(?, substr(${column}, 1, length(${column}) - 2))`
  switch (row.kind) {
    case "session":
      return database.prepare(`UPDATE session SET ${damaged("metadata")} WHERE id = ?`).run([json, row.sessionId])
    case "message":
      return database
        .prepare(`UPDATE message SET ${damaged("metadata")} WHERE session_id = ? AND id = ?`)
        .run([json, row.sessionId, row.messageId])
    case "part":
      return database
        .prepare(`UPDATE part SET ${damaged("data")} WHERE session_id = ? AND message_id = ? AND id = ?`)
        .run([json, row.sessionId, row.messageId, row.partId])
  }
}
