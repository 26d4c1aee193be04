import { join } from "node:path"
import { loadDriver } from "@opencode/session-sqlite-driver"
import Database from "better-sqlite3"
import { describe, expect, it, vi } from "vitest"
import { openStore } from "../test/open-store.ts"
import { runScript } from "../test/run-script.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"
import { openDatabase } from "./open-database.ts"

const { driver } = await loadDriver("better-sqlite3")

describe("an open file", () => {
  it("is in write-ahead mode, checks references, and trusts no function in its schema", async () => {
    for (const [synchronous, value] of [
      ["normal", 1],
      ["full", 2],
    ] as const) {
      const database = await openDatabase(driver, { file: join(temporaryFolder(), "opencode.db"), synchronous })
      const pragmas = ["journal_mode", "foreign_keys", "trusted_schema", "synchronous"]
      expect(pragmas.map((pragma) => database.pragma(pragma))).toEqual(["wal", 1, 0, value])
      database.close()
    }
  })

  it("that is never closed lets the process end, and what it wrote is there", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    expect(await runScript("open-and-leave.ts", [file])).toEqual({ code: 0, signal: null, output: "written" })
    const { store } = await openStore(file)
    expect(await store.sessions.get("s")).not.toBeNull()
  })

  it("leaves no connection open when it is refused", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const other = new Database(file)
    other.exec("CREATE TABLE x (y)")
    other.close()
    const close = vi.spyOn(Database.prototype, "close")
    await expect(openDatabase(driver, { file, synchronous: "normal" })).rejects.toMatchObject({
      code: "foreign_database",
    })
    expect(close).toHaveBeenCalledOnce()
    close.mockRestore()
  })

  it("waits for a writer that holds the file, without blocking this process", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { store } = await openStore(file)
    const other = new Database(file)
    other.exec("BEGIN IMMEDIATE")
    let turns = 0
    const turning = setInterval(() => {
      turns += 1
      // It lets go once this process has shown that it goes on.
      if (turns === 10) other.exec("COMMIT")
    }, 5)
    await store.sessions.create({ id: "s" })
    clearInterval(turning)
    expect(turns).toBeGreaterThanOrEqual(10)
    other.close()
  })

  it("reads while another process writes", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { store } = await openStore(file)
    await store.sessions.create({ id: "s" })
    const other = new Database(file)
    other.exec("BEGIN IMMEDIATE; UPDATE session SET title = 'not yet'")
    expect(await store.sessions.get("s")).toMatchObject({ title: "New session" })
    other.exec("ROLLBACK")
    other.close()
  })
})

describe("invariant 1: a full disk", () => {
  it("is a typed error, writes nothing of the batch, and loses nothing that was stored", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const limited = vi.spyOn(Database.prototype, "prepare")
    const { provider, store } = await openStore(file)
    // The connection that the provider works with, told that the disk ends here.
    const connection = limited.mock.contexts[0] as Database.Database // `this` of a method of that class.
    limited.mockRestore()
    await store.sessions.create({ id: "s" })
    await store.messages.append("s", { role: "user", parts: [{ type: "text", text: "kept" }] })
    connection.pragma(`max_page_count = ${Number(connection.pragma("page_count", { simple: true })) + 2}`)
    const large = { type: "text" as const, text: "x".repeat(100_000) }
    const failure = store.messages.append("s", { role: "user", parts: [large] })
    await expect(failure).rejects.toMatchObject({
      code: "storage_full",
      message: expect.stringContaining(file),
      retryable: false,
    })
    expect(await store.sessions.get("s")).toMatchObject({ messageCount: 1, revision: 3 })
    connection.pragma("max_page_count = 1073741823")
    await store.messages.append("s", { role: "user", parts: [large] })
    const { checks } = await provider.check()
    expect(checks.filter(({ status }) => status === "error")).toEqual([])
    expect((await store.messages.list("s")).messages).toMatchObject([
      { parts: [{ data: { text: "kept" } }] },
      { revision: 4 },
    ])
  })
})
