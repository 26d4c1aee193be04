import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describeProvider, type RowKey, type StoreUnderTest } from "@opencode/session-testkit"
import { EmbeddedDatabase } from "../../src/connection/embedded-database.ts"
import { createPostgresProvider } from "../../src/postgres-provider.ts"
import { damaging } from "../support/damage.ts"
import { emptying } from "../support/emptying.ts"

/** A folder that stays open from one case to the next: to open it again takes a second. */
interface Folder {
  directory: string
  database: EmbeddedDatabase
  migrated: boolean
}

const free: Folder[] = []

async function take(migrated: boolean): Promise<Folder> {
  const index = free.findIndex((folder) => folder.migrated === migrated)
  const found = free.splice(Math.max(0, index), 1)[0] ?? (await make())
  if (found.migrated && !migrated) await run(found, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
  else if (found.migrated) await run(found, emptying)
  else if (migrated) {
    const provider = createPostgresProvider({ directory: found.directory })
    await provider.migrate()
    await provider.close()
  }
  return { ...found, migrated }
}

async function make(): Promise<Folder> {
  const directory = await mkdtemp(join(tmpdir(), "session-pglite-"))
  return { directory, database: new EmbeddedDatabase({ directory }), migrated: false }
}

const run = ({ database }: Folder, ...statements: string[]) =>
  database.inTransaction(async (statement) => {
    for (const each of statements) await statement(each)
  })

async function storeIn(folder: Folder): Promise<StoreUnderTest> {
  // The folder stays open.
  await run(folder)
  const open = async () => createPostgresProvider({ directory: folder.directory })
  return {
    provider: await open(),
    reopen: open,
    damage: (row: RowKey, json?: string) => run(folder, damaging(row, json)),
    async destroy() {
      // The case may have migrated it.
      free.push({ ...folder, migrated: folder.migrated })
    },
  }
}

describeProvider({
  name: "postgres, embedded",
  capabilities: { search: true, durable: true, shared: false },
  sequences: 10,
  create: async () => storeIn({ ...(await take(false)), migrated: true }),
  createMigrated: async () => storeIn(await take(true)),
  async teardown() {
    for (const { database, directory } of free.splice(0)) {
      await database.close()
      await rm(directory, { recursive: true })
    }
  },
})
