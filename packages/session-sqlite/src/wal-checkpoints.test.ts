import { existsSync } from "node:fs"
import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { loadDriver } from "@opencode/session-sqlite-driver"
import Database from "better-sqlite3"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { openStore } from "../test/open-store.ts"
import { runScript } from "../test/run-script.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"
import { openDatabase } from "./open-database.ts"
import { dueSize, largestSize, logSize, WalCheckpoints } from "./wal-checkpoints.ts"

const kilobyte = 1000

/** Appends a message that takes so many bytes in the log. */
const append = (store: SessionStore, bytes: number) =>
  store.messages.append("s", { role: "user", parts: [{ type: "file", mime: "image/png", url: "x".repeat(bytes) }] })

/** Appends so many bytes by messages of 200 KB, without a pause, and gives the largest size of the log meanwhile. */
async function fill(store: SessionStore, file: string, bytes: number): Promise<number> {
  let largest = 0
  for (let written = 0; written < bytes; written += 200 * kilobyte) {
    await append(store, 200 * kilobyte)
    largest = Math.max(largest, logSize(file))
  }
  return largest
}

async function openWithSession() {
  const file = join(temporaryFolder(), "opencode.db")
  const { store, provider } = await openStore(file)
  await store.sessions.create({ id: "s" })
  return { file, store, provider }
}

describe("the write-ahead log", () => {
  it("does not fill the disk while writes follow each other without a pause", async () => {
    const { file, store } = await openWithSession()
    const written = 4 * largestSize
    expect(await fill(store, file, written)).toBeLessThan(written / 2)
  })

  it("is begun anew without a checkpoint that a writer waits for", async () => {
    const pragma = vi.spyOn(Database.prototype, "pragma")
    onTestFinished(() => pragma.mockRestore())
    const { file, store } = await openWithSession()
    // Otherwise SQLite makes one within a commit.
    expect(pragma.mock.calls).toContainEqual(["wal_autocheckpoint = 0", { simple: true }])
    await fill(store, file, dueSize + 100 * kilobyte)
    expect(logSize(file)).toBeGreaterThan(dueSize)
    // A checkpoint that is faster than the pauses finds nothing left to copy.
    await expect
      .poll(
        async () => {
          await append(store, 1)
          return logSize(file)
        },
        { interval: 500 },
      )
      .toBeLessThanOrEqual(dueSize)
    expect(pragma.mock.calls.filter(([statement]) => statement.startsWith("wal_checkpoint"))).toEqual([])
  })

  it("grows while a program reads an old state, which `check` says, and is used again when that ends", async () => {
    const { file, store, provider } = await openWithSession()
    const journal = async () => (await provider.check()).checks.find(({ name }) => name === "journal")
    expect(await journal()).toMatchObject({ status: "ok" })
    const reader = new Database(file)
    reader.exec("BEGIN; SELECT count(*) FROM message")
    await fill(store, file, 2 * largestSize + dueSize)
    expect(await journal()).toMatchObject({
      status: "warning",
      message: expect.stringMatching(/^write-ahead log of \d+\.\d MB: it cannot begin anew while/),
    })
    // Nothing was lost or hidden by it.
    expect(reader.prepare("SELECT count(*) FROM message").pluck().get()).toBe(0)
    reader.close()
    await expect.poll(() => fill(store, file, 1)).toBeLessThan(largestSize)
    expect(await journal()).toMatchObject({ status: "ok" })
  })

  it("is kept short by writers where no thread can be started", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { driver } = await loadDriver("better-sqlite3")
    const database = await openDatabase(driver, { file, synchronous: "normal" })
    database.exec("CREATE TABLE item (content BLOB)")
    const openInWorker = "() => { throw new Error('no thread here') }"
    const checkpoints = new WalCheckpoints(database, { ...driver, openInWorker }, file)
    await expect
      .poll(() => {
        database.exec(`INSERT INTO item VALUES (zeroblob(${dueSize / 2}))`)
        checkpoints.written(dueSize / 2)
        return Number(database.prepareValues("SELECT count(*) FROM item").get()) > 10 ? logSize(file) : undefined
      })
      .toBeLessThanOrEqual(dueSize)
    await checkpoints.close()
    database.close()
  })

  it("is emptied by closing, for those who go on", async () => {
    const { file, store } = await openWithSession()
    const other = new Database(file)
    expect(other.prepare("SELECT count(*) FROM message").pluck().get()).toBe(0)
    await fill(store, file, 2 * dueSize)
    await store.close()
    expect(logSize(file)).toBe(0)
    other.close()
  })

  it("is gone when the last one closes, also when its thread is at work", async () => {
    const { file, store } = await openWithSession()
    await fill(store, file, dueSize + 100 * kilobyte)
    await store.close()
    expect([file, `${file}-wal`, `${file}-shm`].map((each) => existsSync(each))).toEqual([true, false, false])
  })

  it("keeps no process alive that leaves without closing", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { code, output } = await runScript("write-much.ts", [file, "100", "leave"])
    expect({ code, end: output.split("\n").at(-2) }).toEqual({ code: 0, end: "left" })
  })
})
