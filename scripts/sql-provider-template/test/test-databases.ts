import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Database, openDatabase, type RunStatement } from "../src/database.ts"
import { createExampleProvider } from "../src/example-provider.ts"

/**
 * Databases that the cases use one after the other: to make one takes longer than most cases. With a server, each is a database
 * of its own. Make them with a linguistic collation, if the server has one: what sorts by bytes only by chance then fails.
 */
export class TestDatabases {
  readonly #all = new Map<string, Database>()
  readonly #free: string[] = []
  /** Those that a case got migrated. What others were left with, nobody knows. */
  readonly #migrated = new Set<string>()
  #original: Promise<string> | undefined

  /** The folder of a database that no other case uses. */
  async take(state: "empty" | "migrated"): Promise<string> {
    const folder = this.#free.pop() ?? (await this.#make())
    if (state === "migrated" && this.#migrated.has(folder)) await this.administrate(folder, removeRows)
    else await this.administrate(folder, removeTables)
    this.#migrated.delete(folder)
    if (state === "migrated") {
      const provider = await createExampleProvider({ folder })
      await provider.migrate()
      await provider.close()
      this.#migrated.add(folder)
    }
    return folder
  }

  /** Takes a database back. */
  give(folder: string): void {
    this.#free.push(folder)
  }

  /** Runs statements with all rights. */
  administrate<Result>(folder: string, work: (run: RunStatement) => Promise<Result>): Promise<Result> {
    const database = this.#all.get(folder)
    if (database === undefined) throw new Error(`${folder} is no test database.`)
    return database.transaction("write", work)
  }

  async close(): Promise<void> {
    for (const [folder, database] of this.#all) {
      await database.close()
      await rm(folder, { recursive: true })
    }
    if (this.#original !== undefined) await rm(await this.#original, { recursive: true })
  }

  async #make(): Promise<string> {
    this.#original ??= makeOriginal()
    const folder = await mkdtemp(folders)
    await cp(await this.#original, folder, { recursive: true })
    this.#all.set(folder, await openDatabase(folder))
    return folder
  }
}

const folders = join(tmpdir(), "session-example-")

/** A database that others are copied from: to copy one takes a fifth of the time. */
async function makeOriginal(): Promise<string> {
  const folder = await mkdtemp(folders)
  const database = await openDatabase(folder)
  await database.close()
  return folder
}

async function removeTables(run: RunStatement): Promise<void> {
  await run("drop schema public cascade")
  await run("create schema public")
}

async function removeRows(run: RunStatement): Promise<void> {
  const tables = await run(
    "select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migration'",
  )
  await run(`truncate ${tables.map(({ name }) => String(name)).join(", ")} restart identity`)
}
