import { execFile } from "node:child_process"
import { cpSync, readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import Database from "better-sqlite3"
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core"
import { describe, expect, it } from "vitest"
import { openStore } from "../test/open-store.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"
import { migrations } from "./migrations.ts"
import { schema } from "./schema.ts"

const run = promisify(execFile)
const root = fileURLToPath(new URL("..", import.meta.url))

describe("invariant 13: the migrations are the schema", () => {
  it("drizzle-kit finds nothing to generate", async () => {
    const folder = join(temporaryFolder(), "migrations")
    cpSync(join(root, "migrations"), folder, { recursive: true })
    const before = readdirSync(folder)
    const drizzleKit = join(root, "node_modules/.bin/drizzle-kit")
    const values = ["generate", "--dialect", "sqlite", "--schema", "./src/schema.ts", "--out", relative(root, folder)]
    const { stdout } = await run(drizzleKit, values, { cwd: root })
    expect(stdout).toMatch(/No schema changes/)
    expect(readdirSync(folder)).toEqual(before)
  })

  it("what is built into the package is what stands in migrations/*.sql", () => {
    const files = readdirSync(join(root, "migrations"))
      .filter((file) => file.endsWith(".sql"))
      .sort()
    const expected = files.map((file) => ({
      name: file.replace(/\.sql$/, ""),
      statements: readFileSync(join(root, "migrations", file), "utf8")
        .split("--> statement-breakpoint")
        .map((statement) => statement.trim())
        .filter((statement) => statement !== ""),
    }))
    expect(migrations).toEqual(expected)
    expect(migrations.map(({ name }) => name)).toEqual([...migrations.map(({ name }) => name)].sort())
  })

  it("a migrated file has the tables, columns and indexes of the schema, and no others but those of search", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    await openStore(file)
    const raw = new Database(file, { readonly: true })
    const names = (type: string) =>
      raw.prepare("SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'").pluck().all(type)
    const tables = Object.values(schema).map((table: SQLiteTable) => getTableConfig(table))
    const own = names("table").filter((name) => !/_search/.test(String(name)))
    expect(own.sort()).toEqual([...tables.map(({ name }) => name), "schema_migration"].sort())
    for (const { name, columns } of tables) {
      const found = raw.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(name)
      expect(found.sort()).toEqual(columns.map((column) => column.name).sort())
    }
    expect(names("index").sort()).toEqual(
      tables.flatMap(({ indexes }) => indexes.map(({ config }) => config.name)).sort(),
    )
    raw.close()
  })
})
