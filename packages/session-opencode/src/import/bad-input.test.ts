import { chmod, copyFile, mkdir, readFile, stat, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import { exportLines } from "@opencode/session-core/transfer"
import Sqlite from "better-sqlite3"
import { describe, expect, test } from "vitest"
import { openMemoryStore, openSqliteStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "./import-source.ts"

const sample = join(import.meta.dirname, "../../../../apps/demo/sample")
const database = join(sample, "opencode.db")
const isRoot = process.getuid?.() === 0

const load = (file: string, store: SessionStore) => importSource(store, file, { directory: sample, project: "widget" })

/** What an import fails with: one of our errors, that names the file and says what to do. */
async function failureOf(file: string, store?: SessionStore): Promise<SessionStorageError> {
  const error = await load(file, store ?? (await openMemoryStore())).then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!SessionStorageError.isInstance(error)) throw new Error(`${file}: ${error === null ? "no error" : error}`)
  expect(error.message).toContain(file)
  expect(error.hint).toBeTruthy()
  return error
}

async function copyOfSample(): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  await copyFile(database, file)
  await chmod(file, 0o644)
  return file
}

async function contentOf(store: SessionStore) {
  const found = new Map<string, unknown>()
  for (const state of ["active", "archived"] as const) {
    for await (const session of store.sessions.all({ state })) {
      const { metadata, ...rest } = session
      const messages = []
      for await (const message of store.messages.all(session.id)) messages.push(message)
      found.set(session.id, { ...rest, metadata: metadata.opencode, messages })
    }
  }
  return found
}

describe("a file that is not what it should be", () => {
  test("a missing file, a folder and an empty file are told apart, and nothing is created in their place", async () => {
    const folder = await temporaryFolder()
    expect((await failureOf(join(folder, "none.db"))).code).toBe("not_found")
    await expect(stat(join(folder, "none.db"))).rejects.toMatchObject({ code: "ENOENT" })
    expect(await failureOf(folder)).toMatchObject({ code: "invalid_input", message: expect.stringContaining("folder") })
    await writeFile(join(folder, "empty.db"), "")
    expect(await failureOf(join(folder, "empty.db"))).toMatchObject({
      code: "invalid_input",
      message: expect.stringContaining("empty"),
    })
  })

  test("something else is refused with what can be imported, whatever it is called", async () => {
    const folder = await temporaryFolder()
    const contents = [
      "hello",
      "\0\x01\x02",
      "[1,2]",
      '{"a":1}',
      '{"info":{},"messages":[]}',
      '{"info":{"id":"x"},"messages":5}',
    ]
    for (const content of contents) {
      const file = join(folder, "opencode.db")
      await writeFile(file, content)
      expect(await failureOf(file)).toMatchObject({
        code: "invalid_input",
        hint: expect.stringContaining("an OpenCode database"),
      })
    }
  })

  test("another program's database and our own are each told what they are", async () => {
    const folder = await temporaryFolder()
    const other = new Sqlite(join(folder, "other.db"))
    other.exec("CREATE TABLE places (id)")
    other.close()
    expect((await failureOf(join(folder, "other.db"))).code).toBe("foreign_database")
    await openSqliteStore(folder)
    expect(await failureOf(join(folder, "opencode.db"))).toMatchObject({ hint: expect.stringContaining("copy") })
  })

  test("a version that lacks a table or a column is refused by its name instead of being read in part", async () => {
    for (const [statement, missing] of [
      ["DROP TABLE part", "the table part"],
      ["PRAGMA foreign_keys = OFF; DROP TABLE project", "the table project"],
      ["ALTER TABLE part RENAME COLUMN data TO content", "the column part.data"],
      ["ALTER TABLE session DROP COLUMN directory", "the column session.directory"],
    ] as const) {
      const file = await copyOfSample()
      const changed = new Sqlite(file)
      changed.exec(statement)
      changed.close()
      expect(await failureOf(file)).toMatchObject({
        code: "foreign_database",
        message: expect.stringContaining(missing),
      })
    }
  })

  test("columns and part types of a newer version are kept", async () => {
    const file = await copyOfSample()
    const changed = new Sqlite(file)
    for (const table of ["session", "message", "part"])
      changed.exec(`ALTER TABLE ${table} ADD COLUMN mood TEXT; UPDATE ${table} SET mood = 'calm'`)
    changed.exec(
      `UPDATE part SET data = json_set(data, '$.type', 'hologram') WHERE id = 'prt_202387f020014q8AwrbAVdREbv'`,
    )
    changed.close()
    const store = await openMemoryStore()
    expect(await load(file, store)).toMatchObject({
      sessions: { created: 7 },
      messages: 28,
      parts: 69,
      skippedCount: 0,
    })
    const session = await store.sessions.require("ses_dfdc781d6ffe6QefCAN16c2L61")
    expect(session.metadata.opencode).toMatchObject({ mood: "calm" })
    const [message] = (await store.messages.list(session.id)).messages
    expect(message?.metadata.opencode).toMatchObject({ columns: { mood: "calm" } })
    expect(message?.parts[0]).toMatchObject({
      type: "hologram",
      data: { text: "please edit the notes", opencodeColumns: { mood: "calm" } },
    })
    expect((await load(file, store)).sessions).toMatchObject({ unchanged: 7 })
  })

  test("an integer that no number holds is kept with all its digits", async () => {
    const file = await copyOfSample()
    const changed = new Sqlite(file)
    for (const table of ["session", "message", "part"])
      changed.exec(`ALTER TABLE ${table} ADD COLUMN serial INTEGER; UPDATE ${table} SET serial = 9007199254740993`)
    changed.close()
    const store = await openMemoryStore()
    expect(await load(file, store)).toMatchObject({ sessions: { created: 7 }, skippedCount: 0 })
    const session = await store.sessions.require("ses_dfdc781d6ffe6QefCAN16c2L61")
    expect(session.metadata.opencode).toMatchObject({ serial: "9007199254740993" })
    const [message] = (await store.messages.list(session.id)).messages
    expect(message?.metadata.opencode).toMatchObject({ columns: { serial: "9007199254740993" } })
    expect(message?.parts[0]?.data).toMatchObject({ opencodeColumns: { serial: "9007199254740993" } })
  })

  test.skipIf(isRoot)("a file that may not be read says so", async () => {
    const file = await copyOfSample()
    await chmod(file, 0o000)
    expect((await failureOf(file)).code).toBe("access_denied")
  })

  test.skipIf(isRoot)(
    "a database in a folder that is read-only is imported, and nothing is left beside it",
    async () => {
      const folder = join(await temporaryFolder(), "frozen")
      await mkdir(folder)
      const file = join(folder, "opencode.db")
      await copyFile(database, file)
      const opened = new Sqlite(file)
      opened.pragma("journal_mode = WAL")
      opened.close()
      await chmod(folder, 0o555)
      expect((await load(file, await openMemoryStore())).sessions.created).toBe(7)
      await chmod(folder, 0o755)
    },
  )
})

describe("a damaged file", () => {
  test("a database that is cut off anywhere fails by name, keeps what was right, and the whole one completes it", async () => {
    const whole = await openMemoryStore()
    await load(database, whole)
    const expected = await contentOf(whole)
    const { size } = await stat(database)
    for (const kept of [50, 100, 512, 4096, size / 4, size / 2, (size * 3) / 4, size - 4096, size - 1]) {
      const file = await copyOfSample()
      await truncate(file, Math.floor(kept))
      const store = await openMemoryStore()
      expect((await failureOf(file, store)).code).toBe("corrupt")
      await load(database, store)
      expect((await contentOf(store)).size).toBe(7)
      for (const [id, session] of await contentOf(store)) {
        const { messages } = session as { messages: { id: string; parts: unknown[] }[] }
        const right = expected.get(id) as { messages: { id: string; parts: unknown[] }[] }
        expect(messages.map((message) => message.id).sort()).toEqual(right.messages.map((message) => message.id).sort())
        expect(messages.flatMap((message) => message.parts)).toHaveLength(
          right.messages.flatMap((each) => each.parts).length,
        )
      }
    }
  })

  test("a page of garbage anywhere never crashes, and what is imported without an error or a note is right", async () => {
    const bytes = await readFile(database)
    const pageSize = bytes.readUInt16BE(16)
    const whole = await openMemoryStore()
    await load(database, whole)
    const expected = await contentOf(whole)
    for (let page = 0; page < bytes.length / pageSize; page += 7) {
      const damaged = Buffer.from(bytes)
      damaged.fill(0xa5, page * pageSize, (page + 1) * pageSize)
      const file = join(await temporaryFolder(), "opencode.db")
      await writeFile(file, damaged)
      const store = await openMemoryStore()
      const outcome = await load(file, store).then(
        (report) => report,
        (error: unknown) => error,
      )
      if (outcome instanceof Error) {
        expect(SessionStorageError.isInstance(outcome), String(outcome)).toBe(true)
        continue
      }
      const { damagedCount, skippedCount } = outcome as { damagedCount: number; skippedCount: number }
      if (damagedCount + skippedCount > 0) continue
      const found = await contentOf(store)
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
    }
  })

  test("rows whose JSON is broken keep their text, are named, and stop nothing else", async () => {
    const file = await copyOfSample()
    const changed = new Sqlite(file)
    const session = "ses_dfdc781d6ffe6QefCAN16c2L61"
    changed.prepare("UPDATE part SET data = '{\"type\":\"te' WHERE id = 'prt_202387f020014q8AwrbAVdREbv'").run()
    changed.prepare("UPDATE message SET data = '[1]' WHERE id = 'msg_20238829c0016tVvHNAGB4Vf9e'").run()
    changed
      .prepare("UPDATE session SET revert = '{', time_updated = 'soon', title = ? WHERE id = ?")
      .run("t".repeat(70_000), session)
    changed.close()
    const store = await openMemoryStore()
    const report = await load(file, store)
    expect(report).toMatchObject({ sessions: { created: 7 }, messages: 28, parts: 69, damagedCount: 3 })
    expect(report.damaged.map(({ table }) => table).sort()).toEqual(["message", "part", "session"])
    const { messages } = await store.messages.list(session)
    expect(messages[0]?.parts[0]).toMatchObject({ type: "unreadable", data: { raw: '{"type":"te' } })
    expect(messages[1]).toMatchObject({ role: "unknown", metadata: { opencode: { unreadable: "[1]" } } })
    const imported = await store.sessions.require(session)
    expect(imported.metadata.opencode).toMatchObject({
      unreadable: { revert: "{" },
      title: "t".repeat(70_000),
      time_updated: "soon",
    })
    expect(imported.title.endsWith("…")).toBe(true)
  })

  test("what is over the store's limits, or has an impossible id, is named with its size, and the rest is imported", async () => {
    const file = await copyOfSample()
    const changed = new Sqlite(file)
    changed.pragma("foreign_keys = OFF")
    const large = JSON.stringify({ type: "text", text: "x".repeat(17 * 1024 * 1024) })
    changed.prepare("UPDATE part SET data = ? WHERE id = 'prt_202387f020014q8AwrbAVdREbv'").run(large)
    changed.prepare("UPDATE part SET id = ? WHERE id = 'prt_202388855001qT3SbzJ654CAm0'").run("bad\nid")
    const diffs = { summary: { diffs: [{ patch: "y".repeat(17 * 1024 * 1024) }] }, role: "user" }
    changed
      .prepare("UPDATE message SET data = ? WHERE id = 'msg_202388c42001cwMxQiBbO70oGB'")
      .run(JSON.stringify(diffs))
    const huge = { summary: { diffs: [{ patch: "z".repeat(70 * 1024 * 1024) }] }, role: "user", agent: "plan" }
    changed.prepare("UPDATE message SET data = ? WHERE id = 'msg_202388e30001Sq9OUPOoWhZ9ou'").run(JSON.stringify(huge))
    let deep = '{"type":"text","a":'
    deep += `${"[".repeat(600)}${"]".repeat(600)}}`
    changed.prepare("UPDATE part SET data = ? WHERE id = 'prt_202388859001C7pVNU00WYMgnW'").run(deep)
    changed.prepare("INSERT INTO part VALUES ('prt_orphan', 'msg_none', 'ses_none', 1, 1, '{}')").run()
    changed.close()
    const store = await openMemoryStore()
    const report = await load(file, store)
    expect(report).toMatchObject({ sessions: { created: 7, skipped: 0 }, messages: 28, parts: 68, skippedCount: 5 })
    expect(report.damaged).toMatchObject([{ table: "part", id: "prt_202388859001C7pVNU00WYMgnW" }])
    expect(report.skipped.map(({ table, id }) => `${table} ${id}`).sort()).toEqual([
      "message msg_202388c42001cwMxQiBbO70oGB",
      "message msg_202388e30001Sq9OUPOoWhZ9ou",
      "part bad\nid",
      "part prt_202387f020014q8AwrbAVdREbv",
      "part prt_orphan",
    ])
    const { messages } = await store.messages.list("ses_dfdc781d6ffe6QefCAN16c2L61")
    expect(messages.find((message) => message.id === "msg_202388e30001Sq9OUPOoWhZ9ou")).toMatchObject({
      ...{ role: "user", agent: "plan" },
      metadata: { opencode: { omitted: { summary: expect.any(Number) } } },
    })
    const before = await store.sessionChanges({ limit: 100 })
    expect((await load(file, store)).sessions).toMatchObject({ unchanged: 7 })
    expect(await store.sessionChanges({ limit: 100 })).toEqual(before)
  })

  test("an export that breaks off names the place, and the whole one is imported afterwards", async () => {
    const text = await readFile(join(sample, "export-main.json"), "utf8")
    const file = join(await temporaryFolder(), "export.json")
    for (const kept of [2, 10, 1000, text.length / 2, text.length - 3]) {
      await writeFile(file, text.slice(0, kept))
      const store = await openMemoryStore()
      expect(await failureOf(file, store)).toMatchObject({
        code: "corrupt",
        message: expect.stringMatching(/line \d+, column \d+/),
      })
      await writeFile(file, text)
      expect((await load(file, store)).sessions.created).toBe(1)
    }
  })

  test("JSON Lines that are broken in the middle name file and line, and the whole file completes them", async () => {
    const source = await openMemoryStore()
    await load(database, source)
    const lines: string[] = []
    for await (const line of exportLines(source)) lines.push(line)
    const file = join(await temporaryFolder(), "sessions.jsonl")
    const middle = Math.floor(lines.length / 2)
    for (const damaged of [
      lines.with(middle, "{\n"),
      lines.slice(0, middle),
      lines.with(middle, lines[middle]?.replace("20238", "20239") ?? ""),
    ]) {
      const store = await openMemoryStore()
      await writeFile(file, damaged.join(""))
      expect(await failureOf(file, store)).toMatchObject({
        code: "corrupt",
        message: expect.stringMatching(/Line \d+/),
      })
      await writeFile(file, lines.join(""))
      expect(await load(file, store)).toMatchObject({ format: "json-lines", skippedCount: 0 })
      expect(await contentOf(store)).toEqual(await contentOf(source))
    }
  })
})

test("a store that is full ends the import at once, with what it says", async () => {
  const store = await openMemoryStore()
  let calls = 0
  store.apply = async () => {
    calls += 1
    throw new SessionStorageError("storage_full", "The disk is full.")
  }
  await expect(load(database, store)).rejects.toMatchObject({ code: "storage_full" })
  // Each of the sessions that were sent together, once.
  expect(calls).toBeLessThanOrEqual(7)
})

describe("a database that is in use", () => {
  test("what OpenCode has committed to its log is imported while it goes on writing, and then the rest", async () => {
    const file = await copyOfSample()
    const writer = new Sqlite(file)
    writer.pragma("journal_mode = WAL")
    writer.pragma("wal_autocheckpoint = 0")
    const session = "ses_dfdc781d6ffe6QefCAN16c2L61"
    const insert = writer.prepare('INSERT INTO message VALUES (?, ?, ?, ?, \'{"role":"user"}\')')
    insert.run("msg_live_1", session, 1900000000001, 1900000000001)
    const store = await openMemoryStore()
    let written = 1
    await importSource(store, file, {
      ...{ directory: sample, project: "widget" },
      onProgress: () => {
        written += 1
        insert.run(`msg_live_${written}`, session, 1900000000000 + written, 1900000000000 + written)
      },
    })
    await load(file, store)
    const imported = []
    for await (const message of store.messages.all(session)) imported.push(message.id)
    expect(imported.filter((id) => id.startsWith("msg_live"))).toHaveLength(written)
    // The writer was never in the way, and is none the worse for the reader.
    expect(writer.pragma("integrity_check", { simple: true })).toBe("ok")
    writer.close()
  })

  test("a file that another program has locked says so", async () => {
    const file = await copyOfSample()
    const writer = new Sqlite(file)
    writer.exec("BEGIN EXCLUSIVE")
    expect((await failureOf(file)).code).toBe("busy")
    writer.close()
  })
})
