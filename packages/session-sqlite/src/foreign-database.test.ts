import { copyFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import Database from "better-sqlite3"
import { describe, expect, it } from "vitest"
import { openStore } from "../test/open-store.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"
import { applicationId } from "./identify-database.ts"
import { migrations } from "./migrations.ts"

const sample = fileURLToPath(new URL("../../../apps/demo/sample/opencode.db", import.meta.url))

function makeDatabase(file: string, ...statements: string[]): void {
  const database = new Database(file)
  for (const statement of statements) database.exec(statement)
  database.close()
}

/** Opens a file that is not ours: it must be refused, and be the same byte by byte, with no file beside it. */
async function expectRefused(file: string, code: string, message: RegExp | string): Promise<void> {
  const before = readFileSync(file)
  const beside = readdirSync(dirname(file))
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await expect(openStore(file)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  }
  await expect(openStore(file)).rejects.toMatchObject({ message: expect.stringContaining(file) })
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(dirname(file))).toEqual(beside)
}

describe("another program's database is refused and left as it is", () => {
  it("a real OpenCode's, with the command that imports it", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    copyFileSync(sample, file)
    await expectRefused(file, "foreign_database", /database of OpenCode/)
    await expect(openStore(file)).rejects.toMatchObject({
      hint: expect.stringContaining(`opencode-session import ${file}`),
    })
  })

  it("one of OpenCode's tables in write-ahead mode", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const tables = ["session", "message", "part", "project"].map((name) => `CREATE TABLE ${name} (id text)`)
    makeDatabase(file, "PRAGMA journal_mode = WAL", ...tables)
    await expectRefused(file, "foreign_database", /database of OpenCode/)
  })

  it("one of the older OpenCode that was written in Go", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const tables = ["sessions", "messages", "files", "goose_db_version"].map((name) => `CREATE TABLE ${name} (id text)`)
    makeDatabase(file, ...tables)
    await expectRefused(file, "foreign_database", /older OpenCode/)
  })

  it("any other's", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    makeDatabase(file, "CREATE TABLE places (url text)", "INSERT INTO places VALUES ('x')")
    await expectRefused(file, "foreign_database", /another program/)
  })

  it("an empty file and an empty database are nobody's, and may be used", async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, "empty.db"), "")
    makeDatabase(join(folder, "bare.db"), "CREATE TABLE x (y)", "DROP TABLE x")
    for (const name of ["empty.db", "bare.db"]) {
      const { store } = await openStore(join(folder, name))
      expect(await store.sessions.create()).toMatchObject({ revision: 1 })
    }
  })
})

describe("invariant 13: a database of a newer version", () => {
  it("is refused with the advice to update, and not written to", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { provider, store } = await openStore(file)
    await store.sessions.create({ id: "s" })
    await provider.close()
    makeDatabase(
      file,
      "INSERT INTO schema_migration VALUES ('9999_future', 1, 1, 'x')",
      "ALTER TABLE session ADD COLUMN hologram text",
    )
    await expect(openStore(file)).rejects.toMatchObject({
      code: "newer_schema",
      hint: expect.stringMatching(/update/i),
    })
    const raw = new Database(file)
    // Ours, and that of the newer version.
    expect(raw.prepare("SELECT count(*) FROM schema_migration").pluck().get()).toBe(migrations.length + 1)
    raw.close()
  })

  it("one that a version before the first release made is refused, with the way to keep its sessions", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { provider } = await openStore(file)
    await provider.close()
    makeDatabase(file, "UPDATE schema_migration SET checksum = 'other' WHERE name = '0000_first'")
    const before = readFileSync(file)
    await expect(openStore(file)).rejects.toMatchObject({
      code: "migration_failed",
      message: expect.stringContaining("0000_first"),
      hint: expect.stringContaining("export its sessions"),
    })
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it("a database that is ours is known by its mark", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    await openStore(file)
    const raw = new Database(file, { readonly: true })
    expect(raw.pragma("application_id", { simple: true })).toBe(applicationId)
    raw.close()
  })
})

describe("a file that is damaged", () => {
  async function filled(): Promise<string> {
    const file = join(temporaryFolder(), "opencode.db")
    const { provider, store } = await openStore(file)
    for (let index = 0; index < 50; index += 1) {
      const { id } = await store.sessions.create({ title: `Session ${index}` })
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "x".repeat(2_000) }] })
    }
    await provider.close()
    return file
  }

  it("that is no database is refused as corrupt, and left as it is", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    writeFileSync(file, "This is a text file, longer than a header. ".repeat(100))
    await expectRefused(file, "corrupt", /The file is not a SQLite database/)
  })

  it("that was cut to a piece of a header is refused as corrupt", async () => {
    const file = await filled()
    truncateSync(file, 50)
    await expect(openStore(file)).rejects.toMatchObject({ code: "corrupt", message: expect.stringContaining(file) })
  })

  it("that was cut in the middle says so at the first read that meets it, by an error that names the file", async () => {
    const file = await filled()
    truncateSync(file, 4096 * 8)
    const read = async () => {
      const { provider, store } = await openStore(file)
      for await (const session of store.sessions.all()) for await (const _ of store.messages.all(session.id));
      await provider.close()
    }
    await expect(read()).rejects.toMatchObject({ code: "corrupt", message: expect.stringContaining(file) })
  })

  it("with overwritten pages gives typed errors only, and its health check reports it", async () => {
    const file = await filled()
    const bytes = readFileSync(file)
    // In the middle, where the rows are; the schema is at the beginning.
    const middle = 4096 * Math.floor(bytes.length / 4096 / 2)
    bytes.fill(0xa5, middle, middle + 20 * 4096)
    writeFileSync(file, bytes)
    const { provider, store } = await openStore(file)
    const outcome = await (async () => {
      for await (const session of store.sessions.all()) for await (const _ of store.messages.all(session.id));
    })().catch((error: unknown) => error)
    expect(outcome).toMatchObject({ code: "corrupt", message: expect.stringContaining(file) })
    const { checks } = await provider.check()
    expect(checks.find(({ name }) => name === "integrity")).toMatchObject({ status: "error" })
  })
})

describe("invariant 12: a row of ours with JSON of another kind", () => {
  it.each(["null", "5", '"text"', "[1]", "", "{", "\u0000"])(
    "a part whose data is %j harms only itself",
    async (json) => {
      const file = join(temporaryFolder(), "opencode.db")
      const { provider, store } = await openStore(file)
      await store.sessions.create({ id: "s" })
      const parts = [
        { type: "text" as const, text: "needle one" },
        { type: "text" as const, text: "needle two" },
      ]
      const { partIds } = await store.messages.append("s", { role: "user", parts })
      const raw = new Database(file)
      raw.prepare("UPDATE part SET data = ? WHERE id = ?").run(json, partIds[0])
      raw.close()
      const { messages } = await store.messages.list("s")
      expect(messages[0]?.parts).toMatchObject([{ data: {}, damaged: { raw: json } }, { data: { text: "needle two" } }])
      const { hits } = await provider.search({ scope: { projectId: "app" }, text: "needle", limit: 10 })
      expect(hits.map(({ partId }) => partId)).toEqual([partIds[1]])
    },
  )

  it("a session whose to-dos are no list and whose model is no object is listed", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { store } = await openStore(file)
    await store.sessions.create({ id: "s" })
    const raw = new Database(file)
    raw.prepare("UPDATE session SET todos = '{}', model = '[]', metadata = 'null'").run()
    raw.close()
    expect(await store.sessions.get("s")).toMatchObject({
      todos: [],
      model: null,
      metadata: {},
      damaged: { raw: expect.any(String) },
    })
  })
})
