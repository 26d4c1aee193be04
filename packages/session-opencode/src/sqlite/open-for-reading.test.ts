import { spawn } from "node:child_process"
import { once } from "node:events"
import { chmodSync, readdirSync } from "node:fs"
import { copyFile, mkdir, rm, symlink, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { soon } from "session-test-support/soon"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"

const require = createRequire(import.meta.url)

const tables = `
  CREATE TABLE project (id TEXT PRIMARY KEY, worktree TEXT);
  CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT, parent_id TEXT, directory TEXT, title TEXT, time_created INTEGER, time_updated INTEGER);
  CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
  CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);`

const insert = "INSERT INTO session VALUES (?, 'p', NULL, '/srv/w', ?, 1, ?)"

/** Runs statements in a process of its own and kills it: what it had under way stays as it is. */
async function leftBehind(file: string, statements: string): Promise<void> {
  const program = `
    const Sqlite = require(${JSON.stringify(require.resolve("better-sqlite3"))})
    const database = new Sqlite(${JSON.stringify(file)})
    ${statements}
    process.kill(process.pid, "SIGKILL")`
  const child = spawn(process.execPath, ["--eval", program], { stdio: "inherit" })
  await soon("the end of the process", once(child, "exit"))
}

async function titlesOf(file: string) {
  const copies = await temporaryFolder()
  vi.stubEnv("TMPDIR", copies)
  onTestFinished(() => void vi.unstubAllEnvs())
  const store = await openMemoryStore()
  const report = await importSource(store, file)
  expect(readdirSync(copies)).toEqual([])
  const { sessions } = await store.sessions.list({ limit: 1000 })
  return { titles: new Set(sessions.map(({ title }) => title)), count: sessions.length, notes: report.notes }
}

const withoutCheckpoint = `database.pragma("journal_mode = WAL"); database.pragma("wal_autocheckpoint = 0"); database.exec(${JSON.stringify(tables)})`

describe("what stands beside a database", () => {
  test("is rolled back where its program died within a transaction, and the file is not changed", async () => {
    const file = join(await temporaryFolder(), "opencode.db")
    await leftBehind(
      file,
      `database.pragma("journal_mode = DELETE"); database.pragma("cache_size = 2"); database.exec(${JSON.stringify(`${tables} BEGIN`)})
       const insert = database.prepare(${JSON.stringify(insert)})
       for (let n = 0; n < 400; n += 1) insert.run("ses_" + n + "x".repeat(50), "kept", n)
       database.exec("COMMIT; BEGIN; UPDATE session SET title = 'lost'")`,
    )
    expect(readdirSync(join(file, ".."))).toContain("opencode.db-journal")
    expect(await titlesOf(file)).toMatchObject({ titles: new Set(["kept"]), count: 400 })
    expect(readdirSync(join(file, ".."))).toContain("opencode.db-journal")
  })

  test("is read through a link, too", async () => {
    const file = join(await temporaryFolder(), "opencode.db")
    await leftBehind(
      file,
      `${withoutCheckpoint}; database.prepare(${JSON.stringify(insert)}).run("ses_1", "in the log", 1)`,
    )
    const link = join(await temporaryFolder(), "link.db")
    await symlink(file, link)
    expect(await titlesOf(link)).toMatchObject({ titles: new Set(["in the log"]), notes: [] })
  })

  test.skipIf(process.getuid?.() === 0)("is read in a folder that is read-only", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    await leftBehind(
      file,
      `${withoutCheckpoint}; database.prepare(${JSON.stringify(insert)}).run("ses_1", "in the log", 1)`,
    )
    await rm(`${file}-shm`)
    chmodSync(folder, 0o500)
    onTestFinished(() => chmodSync(folder, 0o700))
    expect(await titlesOf(file)).toMatchObject({ titles: new Set(["in the log"]) })
  })

  test("is missed where a database in WAL mode was copied without it", async () => {
    const file = join(await temporaryFolder(), "opencode.db")
    await leftBehind(
      file,
      `${withoutCheckpoint}; database.pragma("wal_checkpoint"); database.prepare(${JSON.stringify(insert)}).run("ses_1", "in the log", 1)`,
    )
    const copy = join(await temporaryFolder(), "copy.db")
    await copyFile(file, copy)
    expect(await titlesOf(copy)).toMatchObject({ count: 0, notes: [expect.stringContaining("has no -wal file")] })
    // With nothing but a header, it is not even a database of OpenCode.
    const empty = join(await temporaryFolder(), "opencode.db")
    await leftBehind(empty, withoutCheckpoint)
    await copyFile(empty, copy)
    await expect(importSource(await openMemoryStore(), copy)).rejects.toMatchObject({
      code: "foreign_database",
      hint: expect.stringContaining("-wal"),
    })
  })

  test("is refused where it would remove another file", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    await leftBehind(
      file,
      `database.pragma("journal_mode = DELETE"); database.pragma("cache_size = 2"); database.exec(${JSON.stringify(`${tables} BEGIN`)})
       const insert = database.prepare(${JSON.stringify(insert)})
       for (let n = 0; n < 400; n += 1) insert.run("ses_" + n + "x".repeat(50), "kept", n)
       database.exec("COMMIT; BEGIN; UPDATE session SET title = 'lost'")`,
    )
    await writeFile(`${file}-journal`, Buffer.from("d9d505f920a163d7", "hex"), { flag: "a" })
    await expect(importSource(await openMemoryStore(), file)).rejects.toMatchObject({
      code: "corrupt",
      message: expect.stringContaining("-journal"),
    })
  })
})

test("an import of a database in rollback mode keeps no writer out while it writes to the store", async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, "data"))
  const file = join(folder, "data/opencode.db")
  const writer = new Sqlite(file, { timeout: 0 })
  onTestFinished(() => void writer.close())
  writer.pragma("journal_mode = DELETE")
  writer.exec(tables)
  for (let number = 0; number < 50; number += 1) writer.prepare(insert).run(`ses_${number}`, "S", number)
  const store = await openMemoryStore()
  let writes = 0
  await importSource(store, file, {
    onProgress: () => {
      // Without waiting for a lock: it would fail where one is held.
      writer.exec("UPDATE session SET time_updated = time_updated + 1")
      writes += 1
    },
  })
  expect(writes).toBeGreaterThan(0)
  expect((await store.sessions.list()).sessions).toHaveLength(50)
})
