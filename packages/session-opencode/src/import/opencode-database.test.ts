import { copyFile, readFile } from "node:fs/promises"
import { join } from "node:path"
import type { JsonObject, SessionStore } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { describe, expect, test } from "vitest"
import { stores, temporaryFolder } from "../../test/support/stores.ts"
import { exportToOpenCode } from "../export/export-to-opencode.ts"
import { messageDataOf } from "../mapping/message-data.ts"
import { partDataOf } from "../mapping/part-data.ts"
import { importSource } from "./import-source.ts"

const sample = join(import.meta.dirname, "../../../../apps/demo/sample")
const database = join(sample, "opencode.db")
const jsonColumns = ["summary_diffs", "metadata", "revert", "permission", "model"]

type Row = Record<string, unknown>

const rowsOf = (file: string, table: string): Row[] => {
  const opened = new Sqlite(file, { readonly: true })
  try {
    return opened.prepare(`SELECT * FROM ${table} ORDER BY 1`).all() as Row[]
  } finally {
    opened.close()
  }
}

const withoutNulls = (row: Row): Row => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

const parsed = (row: Row, columns: string[]): Row =>
  Object.fromEntries(
    Object.entries(withoutNulls(row)).map(([key, value]) => [
      key,
      columns.includes(key) ? JSON.parse(String(value)) : value,
    ]),
  )

const revisions = async (store: SessionStore) =>
  (await store.sessionChanges({ limit: 1000 })).changes.map((change) => [change.sessionId, change.revision])

describe.each(stores)("importing an OpenCode database into $name", ({ open }) => {
  const load = async (file = database, store?: SessionStore) => {
    const target = store ?? (await open())
    const report = await importSource(target, file, { directory: sample, project: "widget" })
    return { store: target, report }
  }

  test("loses no session, message, part or to-do: each row comes out as it went in", async () => {
    const { store, report } = await load()
    expect(report).toMatchObject({
      ...{ format: "opencode-database", sessions: { created: 7, updated: 0, unchanged: 0, skipped: 0 } },
      ...{ messages: 28, parts: 69, removed: 0, damagedCount: 0, skippedCount: 0 },
    })
    const todos: Row[] = []
    const messages: Row[] = []
    const parts: Row[] = []
    for (const row of rowsOf(database, "session")) {
      const session = await store.sessions.require(String(row.id))
      const { project: _project, ...kept } = session.metadata.opencode as JsonObject
      expect(kept).toEqual(parsed(row, jsonColumns))
      expect(session).toMatchObject({ createdAt: row.time_created, updatedAt: row.time_updated, title: row.title })
      expect([session.parentId, session.archivedAt]).toEqual([row.parent_id, row.time_archived])
      expect([session.directory, session.projectId]).toEqual(["", "widget"])
      for (const todo of session.todos) todos.push({ ...todo, session_id: session.id })
      for await (const message of store.messages.all(session.id)) {
        const { id, sessionId, createdAt, updatedAt } = message
        const times = { time_created: createdAt, time_updated: updatedAt }
        messages.push({ id, session_id: sessionId, ...times, data: messageDataOf(message) })
        for (const part of message.parts) {
          const partTimes = { time_created: part.createdAt, time_updated: part.updatedAt }
          parts.push({ id: part.id, message_id: id, session_id: sessionId, ...partTimes, data: partDataOf(part) })
        }
      }
    }
    const byId = (left: Row, right: Row) => (String(left.id) < String(right.id) ? -1 : 1)
    expect(messages.sort(byId)).toEqual(rowsOf(database, "message").map((row) => parsed(row, ["data"])))
    expect(parts.sort(byId)).toEqual(rowsOf(database, "part").map((row) => parsed(row, ["data"])))
    expect(todos).toEqual(rowsOf(database, "todo"))
  })

  test("keeps messages and parts in the order in which OpenCode shows them", async () => {
    const { store } = await load()
    const source = new Sqlite(database, { readonly: true })
    for (const row of rowsOf(database, "session")) {
      const ids: string[] = []
      const order = source.prepare("SELECT id FROM message WHERE session_id = ? ORDER BY time_created, id").pluck()
      const partOrder = source.prepare("SELECT id FROM part WHERE message_id = ? ORDER BY id").pluck()
      for await (const message of store.messages.all(String(row.id))) {
        ids.push(message.id)
        expect(message.parts.map((part) => part.id)).toEqual(partOrder.all(message.id))
      }
      expect(ids).toEqual(order.all(row.id))
    }
    source.close()
  })

  test("totals of tokens and cost follow from the messages", async () => {
    const { store } = await load()
    const session = await store.sessions.require("ses_dfdc781d6ffe6QefCAN16c2L61")
    expect(session.usage).toEqual({
      input: 334,
      output: 132,
      reasoning: 28,
      cacheRead: 80,
      cacheWrite: 0,
      cost: 0.000662,
    })
  })

  test.each(["export-main.json", "export-fork.json"])("comes out as OpenCode itself exports it: %s", async (name) => {
    const { store } = await load()
    const expected = JSON.parse(await readFile(join(sample, name), "utf8"))
    const pieces = []
    for await (const piece of exportToOpenCode(store, expected.info.id)) pieces.push(piece)
    expect(JSON.parse(pieces.join(""))).toEqual(expected)
    // Written as OpenCode writes it.
    expect(pieces.join("")).toBe(`${JSON.stringify(JSON.parse(pieces.join("")), null, 2)}\n`)
  })

  test.each(["export-main.json", "export-fork.json"])(
    "an export of what is there already changes nothing: %s",
    async (name) => {
      const { store } = await load()
      const before = await revisions(store)
      const report = await importSource(store, join(sample, name), { directory: sample })
      expect(report).toMatchObject({ format: "opencode-export", sessions: { created: 0, updated: 0, unchanged: 1 } })
      expect(await revisions(store)).toEqual(before)
    },
  )

  test("an export alone gives back the same export, and the database adds what an export lacks", async () => {
    const store = await open()
    await importSource(store, join(sample, "export-main.json"), { directory: sample, project: "widget" })
    const expected = JSON.parse(await readFile(join(sample, "export-main.json"), "utf8"))
    let written = ""
    for await (const piece of exportToOpenCode(store, expected.info.id)) written += piece
    expect(JSON.parse(written)).toEqual(expected)
    await load(database, store)
    expect((await store.sessions.require(expected.info.id)).todos).toHaveLength(2)
    const before = await revisions(store)
    expect((await load(database, store)).report.sessions).toMatchObject({ unchanged: 7 })
    expect(await revisions(store)).toEqual(before)
  })

  test("a second run over an unchanged file writes nothing", async () => {
    const { store } = await load()
    const before = await revisions(store)
    const { report } = await load(database, store)
    expect(report).toMatchObject({
      sessions: { created: 0, updated: 0, unchanged: 7 },
      messages: 0,
      parts: 0,
      removed: 0,
    })
    expect(await revisions(store)).toEqual(before)
  })

  test("only what OpenCode wrote, changed or took back since is applied, and what others wrote stays", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    await copyFile(database, file)
    const id = "ses_dfdc76b7dffest6Xy3uZiwLlw5"
    const { store } = await load(file)
    await store.messages.append(id, { id: "msg_others", role: "user", parts: [{ type: "text", text: "from here" }] })
    const [first, second] = (await store.messages.list(id)).messages
    const part = {
      id: "prt_others",
      messageId: first?.id ?? "",
      type: "text",
      data: { text: "note" },
      createdAt: 1,
      updatedAt: 1,
    }
    await store.messages.putPart(id, part)
    await store.sessions.rename(id, "My own title")
    const source = new Sqlite(file)
    const removed = source
      .prepare("SELECT id FROM message WHERE session_id = ? ORDER BY time_created DESC, id DESC")
      .pluck()
      .get(id)
    source.prepare("DELETE FROM part WHERE message_id = ?").run(removed)
    source.prepare("DELETE FROM message WHERE id = ?").run(removed)
    source
      .prepare("UPDATE part SET data = json_set(data, '$.text', 'changed'), time_updated = 1900000000000 WHERE id = ?")
      .run(first?.parts[0]?.id)
    source
      .prepare("INSERT INTO message VALUES ('msg_new', ?, 1900000000000, 1900000000000, ?)")
      .run(id, '{"role":"user"}')
    source
      .prepare("INSERT INTO part VALUES ('prt_new', 'msg_new', ?, 1900000000000, 1900000000000, ?)")
      .run(id, '{"type":"text","text":"new"}')
    source
      .prepare("UPDATE session SET title = 'OpenCode''s', agent = 'plan', time_updated = 1900000000000 WHERE id = ?")
      .run(id)
    source.close()
    const { report } = await load(file, store)
    expect(report).toMatchObject({ sessions: { updated: 1, unchanged: 6 }, messages: 1, parts: 2, removed: 1 })
    const session = await store.sessions.require(id)
    expect(session).toMatchObject({ title: "My own title", agent: "plan" })
    const { messages } = await store.messages.list(id)
    const ids = messages.map((message) => message.id)
    expect(ids).toContain("msg_others")
    expect(ids).toContain("msg_new")
    expect(ids).toContain(second?.id)
    expect(ids).not.toContain(removed)
    expect(messages[0]?.parts.map((each) => each.data.text)).toEqual(["changed", "note"])
    // And what others wrote is still not the import's when it comes a third and a fourth time.
    const before = await revisions(store)
    await load(file, store)
    expect(await revisions(store)).toEqual(before)
    const again = new Sqlite(file)
    again.prepare("UPDATE session SET time_updated = 1900000000001 WHERE id = ?").run(id)
    again.close()
    await load(file, store)
    expect((await store.messages.list(id)).messages[0]?.parts).toHaveLength(2)
  })

  test("an older copy of the database takes nothing back", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    await copyFile(database, file)
    const id = "ses_dfdc76b7dffest6Xy3uZiwLlw5"
    const source = new Sqlite(file)
    source
      .prepare("INSERT INTO message VALUES ('msg_new', ?, 1900000000000, 1900000000000, ?)")
      .run(id, '{"role":"user"}')
    source.prepare("UPDATE session SET title = 'Newer', time_updated = 1900000000000 WHERE id = ?").run(id)
    source.close()
    const { store } = await load(file)
    const before = await revisions(store)
    await load(database, store)
    expect(await revisions(store)).toEqual(before)
    expect((await store.sessions.require(id)).title).toBe("Newer")
  })

  test("a session that was deleted here stays deleted", async () => {
    const { store } = await load()
    await store.sessions.delete("ses_dfdc64c5cffec3VZTiARp2B62q")
    const { report } = await load(database, store)
    expect(report.sessions).toMatchObject({ unchanged: 6, skipped: 1 })
    expect(await store.sessions.get("ses_dfdc64c5cffec3VZTiARp2B62q")).toBeNull()
  })

  test("a session that somebody archived here stays archived until OpenCode says otherwise", async () => {
    const { store } = await load()
    await store.sessions.archive("ses_dfdc76b7dffest6Xy3uZiwLlw5")
    await load(database, store)
    expect((await store.sessions.require("ses_dfdc76b7dffest6Xy3uZiwLlw5")).archivedAt).not.toBeNull()
  })

  test("credentials that stand in the same file are not brought in", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    await copyFile(database, file)
    const source = new Sqlite(file)
    const columns = source.prepare("SELECT name, type, \"notnull\" FROM pragma_table_info('account')").all() as Row[]
    const values = columns.map((column) => (column.type === "integer" ? 1 : "SECRET-TOKEN"))
    source.prepare(`INSERT INTO account VALUES (${columns.map(() => "?").join(",")})`).run(...values)
    source.close()
    const { store } = await load(file)
    for await (const session of store.sessions.all()) {
      for await (const change of store.allChanges(session.id))
        expect(JSON.stringify(change)).not.toContain("SECRET-TOKEN")
    }
  })

  test("an interrupted import stops at once, keeps what it did and is completed by the next", async () => {
    const store = await open()
    const abort = new AbortController()
    const options = { directory: sample, project: "widget", signal: abort.signal }
    const onProgress = ({ sessions }: { sessions: number }) => sessions === 3 && abort.abort()
    await expect(importSource(store, database, { ...options, onProgress })).rejects.toMatchObject({
      name: "AbortError",
    })
    const { sessions } = await store.statistics()
    expect(sessions).toBe(3)
    const { report } = await load(database, store)
    expect(report.sessions).toMatchObject({ created: 4, unchanged: 3 })
  })

  test("a long session that was interrupted in its middle is completed, and nothing of it is written twice", async () => {
    const file = join(await temporaryFolder(), "opencode.db")
    await copyFile(database, file)
    const source = new Sqlite(file)
    const id = "ses_dfdc75ff6ffeX9VVeuF7i2OVUb"
    source.prepare("DELETE FROM session WHERE id <> ?").run(id)
    const insert = source.prepare("INSERT INTO message VALUES (?, ?, 1900000000000, 1900000000000, ?)")
    source.transaction(() => {
      for (let index = 1000; index < 3000; index += 1) insert.run(`msg_${index}`, id, '{"role":"user"}')
    })()
    source.close()
    const store = await open()
    const abort = new AbortController()
    const options = {
      directory: sample,
      project: "widget",
      signal: abort.signal,
      onProgress: () => abort.abort(),
    }
    await expect(importSource(store, file, options)).rejects.toMatchObject({ name: "AbortError" })
    const before = (await store.sessions.require(id)).messageCount
    expect(before).toBeGreaterThan(400)
    expect(before).toBeLessThan(600)
    const { report } = await load(file, store)
    const { messageCount, updatedAt } = await store.sessions.require(id)
    expect(report).toMatchObject({ sessions: { updated: 1 }, messages: messageCount - before, removed: 0 })
    expect(messageCount).toBeGreaterThan(2000)
    expect(updatedAt).toBe(1795333595594)
    const after = await revisions(store)
    expect((await load(file, store)).report.sessions).toMatchObject({ unchanged: 1 })
    expect(await revisions(store)).toEqual(after)
  })

  test("a message that is missing here is brought back, though the file has not changed", async () => {
    const { store } = await load()
    const id = "ses_dfdc76b7dffest6Xy3uZiwLlw5"
    const { messages } = await store.messages.list(id)
    await store.messages.remove(id, messages[0]?.id ?? "")
    const { report } = await load(database, store)
    expect(report).toMatchObject({ sessions: { updated: 1, unchanged: 6 }, messages: 1, parts: 1 })
    expect((await store.sessions.require(id)).messageCount).toBe(messages.length)
  })
})
