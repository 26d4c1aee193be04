import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { describe, expect, test, vi } from "vitest"
import { openMemoryStore, openSqliteStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "./import-source.ts"

const sample = join(import.meta.dirname, "../../../../apps/demo/sample")

const tables = {
  project: "id text primary key, worktree text",
  session:
    "id text primary key, project_id text, parent_id text, directory text, title text, time_created integer, time_updated integer, revert text",
  message: "id text primary key, session_id text, time_created integer, time_updated integer, data text",
  part: "id text primary key, message_id text, session_id text, time_created integer, time_updated integer, data text",
  todo: "session_id text, content text, status text, priority text, position integer, time_created integer, time_updated integer",
}

const goTables = {
  sessions:
    "id text primary key, parent_session_id text, title text, prompt_tokens integer, completion_tokens integer, cost real, updated_at integer, created_at integer",
  messages: "id text primary key, session_id text, role text, parts text, created_at integer, updated_at integer",
}

/** A database with these tables, filled by SQL. */
async function databaseOf(definitions: Record<string, string>, sql: string): Promise<string> {
  const file = join(await temporaryFolder(), "hostile.db")
  const database = new Sqlite(file)
  for (const [name, columns] of Object.entries(definitions)) database.exec(`create table ${name} (${columns})`)
  database.exec(sql)
  database.close()
  return file
}

const load = async (file: string, store: Awaited<ReturnType<typeof openMemoryStore>>) =>
  importSource(store, file, { directory: sample, project: "widget" })

const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels)

const rows = `
  insert into project (id, worktree) values ('p', '/x');
  insert into session (id, project_id, directory, title, time_created, time_updated) values ('s1', 'p', '/x', 'well', 1, 2);
  insert into message (id, session_id, time_created, time_updated, data) values ('m1', 's1', 1, 2, '{"role":"user"}');
  insert into part (id, message_id, session_id, time_created, time_updated, data)
    values ('p1', 'm1', 's1', 1, 2, '{"type":"text","text":"hello"}');`

describe("a database that somebody prepared", () => {
  test("columns that are computed while they are read fill no memory: only what is stored is history", async () => {
    // 24 KB on the disk; each value is 200 MB for whoever asks for it.
    const bomb = Array.from(
      { length: 8 },
      (_, index) => `b${index} blob generated always as (zeroblob(200000000)) virtual`,
    )
    const withBombs = (columns: string) => [columns, ...bomb].join(", ")
    const definitions = Object.fromEntries(Object.entries(tables).map(([name, columns]) => [name, withBombs(columns)]))
    const store = await openMemoryStore()
    const before = process.memoryUsage.rss()
    const report = await load(await databaseOf(definitions, rows), store)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
    expect(report).toMatchObject({ sessions: { created: 1 }, messages: 1, parts: 1, skippedCount: 0, damagedCount: 0 })
    const { metadata } = await store.sessions.require("s1")
    expect(metadata.opencode).not.toHaveProperty("b0")
    const goDefinitions = {
      ...goTables,
      sessions: withBombs(goTables.sessions),
      messages: withBombs(goTables.messages),
    }
    const go = await databaseOf(
      goDefinitions,
      "insert into sessions (id, title) values ('g1', 'go'); insert into messages (id, session_id, parts) values ('m', 'g1', '[]')",
    )
    expect(await load(go, store)).toMatchObject({ sessions: { created: 1 }, messages: 1, skippedCount: 0 })
  })

  test("views and virtual tables in place of tables are not read", async () => {
    const endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select"
    const { project: _project, ...others } = tables
    const view = await databaseOf(others, `create view project as ${endless} i as id, zeroblob(i) as worktree from n`)
    await expect(load(view, await openMemoryStore())).rejects.toMatchObject({
      code: "foreign_database",
      message: expect.stringContaining("lacks the table project"),
    })
    const { part: _part, ...withoutPart } = tables
    const virtual = await databaseOf(
      withoutPart,
      "create virtual table part using fts5 (id, message_id, session_id, time_created, time_updated, data)",
    )
    await expect(load(virtual, await openMemoryStore())).rejects.toMatchObject({ code: "foreign_database" })
  })

  test("triggers of the file change nothing, in it or elsewhere", async () => {
    const file = await databaseOf(
      tables,
      `${rows} create trigger t after insert on message begin delete from part; end;`,
    )
    const bytes = await readFile(file)
    const store = await openSqliteStore()
    expect(await load(file, store)).toMatchObject({ parts: 1 })
    expect(Buffer.compare(await readFile(file), bytes)).toBe(0)
  })

  test.each([1000, 3000, 200_000])(
    "JSON %i levels deep is kept as text, and the other sessions are imported",
    async (levels) => {
      const store = await openSqliteStore()
      const deep = nested(levels)
      const report = await load(
        await databaseOf(
          tables,
          `${rows}
        insert into session (id, project_id, directory, title, time_created, time_updated, revert) values ('s2', 'p', '/x', 'deep', 1, 2, '${deep}');
        insert into message (id, session_id, time_created, time_updated, data) values ('m2', 's2', 1, 2, '{"role":"user","error":${deep}}');
        insert into part (id, message_id, session_id, time_created, time_updated, data) values ('p2', 'm1', 's1', 1, 2, '{"type":"tool","state":{"input":${deep}}}');`,
        ),
        store,
      )
      expect(report).toMatchObject({ sessions: { created: 2, skipped: 0 }, messages: 2, parts: 2, skippedCount: 0 })
      expect(report.damaged.map(({ table, id }) => `${table} ${id}`).sort()).toEqual([
        "message m2",
        "part p2",
        "session s2",
      ])
      const session = await store.sessions.require("s2")
      expect(session.metadata.opencode).toMatchObject({ unreadable: { revert: deep } })
      const { messages } = await store.messages.list("s1")
      expect(messages[0]?.parts[1]?.data).toEqual({ raw: `{"type":"tool","state":{"input":${deep}}}` })
    },
  )

  test("parts of the older version that are nested deeply are kept as text, and a tool's input as it was written", async () => {
    const store = await openMemoryStore()
    const deep = nested(3000)
    const call = JSON.stringify([{ type: "tool_call", data: { id: "c", name: "run", input: deep, finished: true } }])
    const report = await load(
      await databaseOf(
        goTables,
        `insert into sessions (id, title) values ('g1', 'go');
        insert into messages (id, session_id, role, parts, created_at) values ('m1', 'g1', 'assistant', '[{"type":"x","data":{"a":${deep}}}]', 1);
        insert into messages (id, session_id, role, parts, created_at) values ('m2', 'g1', 'assistant', '${call}', 2);`,
      ),
      store,
    )
    expect(report).toMatchObject({ messages: 2, parts: 2, damaged: [{ table: "messages", id: "m1" }], skippedCount: 0 })
    const { messages } = await store.messages.list("g1")
    expect(messages[1]?.parts[0]?.data).toMatchObject({ state: { input: deep } })
  })

  test("an export with values that are nested deeply loses only those, and names each", async () => {
    const file = join(await temporaryFolder(), "export.json")
    const deep = nested(3000)
    await writeFile(
      file,
      `{"info":{"id":"s1","projectID":"p","title":"t","directory":"/x","time":{"created":1,"updated":2},"revert":${deep}},
      "messages":[{"info":{"id":"m1","role":"user","time":{"created":1},"error":${deep}},"parts":[
        {"id":"p1","type":"text","text":"hello"},{"id":"p2","type":"tool","state":{"input":${deep}}}]}]}`,
    )
    const store = await openSqliteStore()
    const report = await load(file, store)
    expect(report).toMatchObject({ sessions: { created: 1 }, messages: 1, parts: 1, skippedCount: 3 })
    expect(report.skipped.map(({ table, id }) => `${table} ${id}`).sort()).toEqual([
      "message m1",
      "part p2",
      "session s1",
    ])
    const { messages } = await store.messages.list("s1")
    expect(messages[0]?.parts.map(({ data }) => data)).toEqual([{ text: "hello" }])
  })

  test("ids of a wrong type or without end are named, and none of them is loaded or stops the rest", async () => {
    const untyped = Object.fromEntries(
      Object.entries(tables).map(([name, columns]) => [name, columns.replaceAll(/ (text|integer)/g, "")]),
    )
    const store = await openMemoryStore()
    const report = await load(
      await databaseOf(
        untyped,
        `${rows}
        insert into session (id, project_id, title) values (null, 'p', 'null'), (5, 'p', 'number'), (x'00ff', 'p', 'blob'), ('', 'p', 'empty'),
          (replace(hex(zeroblob(1000000)), '0', 'x'), 'p', 'long');
        insert into message (id, session_id, time_created, data) values (x'00', 's1', 0, '{}'), (7, 's1', 'soon', '{}');
        insert into part (id, message_id, session_id, data) values ('lost', x'00', 's1', '{}'), (x'01', 'm1', 's1', '{}');`,
      ),
      store,
    )
    expect(report).toMatchObject({ sessions: { created: 1, skipped: 5 }, messages: 1, parts: 1 })
    const named = report.skipped.map(({ table, id }) => `${table} ${id}`)
    expect(named.filter((each) => each.startsWith("session"))).toHaveLength(5)
    expect(named).toContain("session (2000000 bytes)")
    expect(named.filter((each) => each.startsWith("message"))).toHaveLength(2)
    expect(named.filter((each) => each.startsWith("part"))).toHaveLength(1)
    const { messages } = await store.messages.list("s1")
    expect(messages[0]?.parts.map(({ id }) => id)).toEqual(["p1"])
  })

  test("values that are too large are named with their size, wherever they stand, and not loaded", async () => {
    const definitions = { ...tables, part: `${tables.part}, extra text`, session: `${tables.session}, extra text` }
    const store = await openMemoryStore()
    const large = 80_000_000
    const file = await databaseOf(
      definitions,
      `${rows}
      update session set extra = zeroblob(${large}); update part set extra = zeroblob(${large}); update project set worktree = zeroblob(${large});
      insert into todo (session_id, content, position) values ('s1', zeroblob(${large}), 1);`,
    )
    const before = process.memoryUsage.rss()
    const report = await load(file, store)
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
    expect(report).toMatchObject({ sessions: { created: 1 }, messages: 1, parts: 1 })
    expect(report.skipped.map(({ table, reason }) => `${table}: ${reason}`).sort()).toEqual([
      "part: Its extra is too large; the rest is imported.",
      "session: Its extra is too large; the rest is imported.",
      "session: Its project's worktree is too large; the rest is imported.",
      "todo: The session's to-do list is too large.",
    ])
    for (const { size } of report.skipped) expect(size).toBeGreaterThanOrEqual(large)
  })

  test("a file with a project for each session costs no more than its sessions", async () => {
    const count = 600
    const values = Array.from({ length: count }, (_, index) => index)
    const file = await databaseOf(
      tables,
      `insert into project (id, worktree) values ${values.map((index) => `('p${index}', '/none/${index}')`).join(",")};
      insert into session (id, project_id, title) values ${values.map((index) => `('s${index}', 'p${index}', '')`).join(",")};`,
    )
    for (const project of [undefined, "widget"]) {
      const store = await openMemoryStore()
      const list = vi.spyOn(store.projects, "list")
      const put = vi.spyOn(store.projects, "put")
      const options = { directory: sample, ...(project === undefined ? {} : { project }) }
      expect((await importSource(store, file, options)).sessions).toMatchObject({ created: count })
      const written = put.mock.calls.reduce((sum, [{ aliases }]) => sum + aliases.length, 0)
      // Read again, and written whole, for each of them it was the square.
      expect(list.mock.calls.length).toBeLessThan(5)
      expect(written).toBeLessThan(10 * count)
      const aliases = (await store.projects.list()).flatMap((each) => each.aliases)
      expect(aliases).toHaveLength(count)
      expect((await importSource(store, file, options)).sessions).toMatchObject({ unchanged: count })
    }
  })
})
