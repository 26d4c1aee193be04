import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { describe, expect, test } from "vitest"
import { stores, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "./import-source.ts"

/** A database as the Go lineage makes it: its first columns, and those that later versions added. */
function createGoDatabase(file: string, later: boolean): Sqlite.Database {
  const database = new Sqlite(file)
  database.exec(`
    CREATE TABLE sessions (id TEXT PRIMARY KEY, parent_session_id TEXT, title TEXT NOT NULL, message_count INTEGER NOT NULL DEFAULT 0,
      prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0.0,
      updated_at INTEGER NOT NULL, created_at INTEGER NOT NULL, summary_message_id TEXT ${later ? ", project_id TEXT, root_session_id TEXT, total_prompt_tokens INTEGER, user_set_title INTEGER" : ""});
    CREATE TABLE messages (id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, role TEXT NOT NULL,
      parts TEXT NOT NULL DEFAULT '[]', model TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, finished_at INTEGER
      ${later ? ", seq INTEGER, synthetic INTEGER" : ""});
    CREATE TABLE files (id TEXT PRIMARY KEY, session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, path TEXT NOT NULL,
      content TEXT NOT NULL, version TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE(path, session_id, version));
  `)
  return database
}

const parts = [
  { type: "reasoning", data: { thinking: "hm", signature: "s" } },
  { type: "text", data: { text: "I will look." } },
  {
    type: "tool_call",
    data: { id: "call_1", name: "bash", input: '{"command":"ls"}', type: "function", finished: true },
  },
  { type: "image_url", data: { url: "https://example.org/a.png", detail: "low" } },
  // Go writes members without a name for JSON as they are called in the program.
  { type: "binary", data: { Path: "/top/a.pdf", MIMEType: "application/pdf", Data: "JVBERg==" } },
  { type: "hologram", data: { depth: 3 } },
  { type: "finish", data: { reason: "end_turn", time: 1750000003 } },
]

function fill(database: Sqlite.Database, folder: string): void {
  const insert = (table: string, row: Record<string, unknown>) =>
    database
      .prepare(
        `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.keys(row)
          .map(() => "?")
          .join(", ")})`,
      )
      .run(...Object.values(row))
  const times = { created_at: 1750000000, updated_at: 1750000009 }
  const totals = { message_count: 3, prompt_tokens: 100, completion_tokens: 20, cost: 0.5, summary_message_id: "m2" }
  insert("sessions", { id: "s1", title: "Old times", ...totals, ...times })
  insert("sessions", { id: "s2", title: "Sub", parent_session_id: "s1", ...times })
  insert("messages", {
    id: "m1",
    session_id: "s1",
    role: "user",
    parts: '[{"type":"text","data":{"text":"look"}}]',
    ...times,
  })
  insert("messages", {
    id: "m2",
    session_id: "s1",
    role: "assistant",
    parts: JSON.stringify(parts),
    model: "claude-4",
    finished_at: 1750000003,
    ...times,
  })
  const result = [
    {
      type: "tool_result",
      data: { tool_call_id: "call_1", name: "bash", content: "a b", is_error: false, metadata: "{}" },
    },
  ]
  insert("messages", { id: "m3", session_id: "s1", role: "tool", parts: JSON.stringify(result), ...times })
  for (const [index, version] of ["initial", "v1", "v2"].entries()) {
    const path = join(folder, "src/main.go")
    insert("files", { id: `f${index}`, session_id: "s1", path, content: `version ${version}`, version, ...times })
  }
  insert("files", { id: "f9", session_id: "s1", path: "/elsewhere/x.txt", content: "", version: "initial", ...times })
}

const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

describe.each(stores)("importing a database of OpenCode in Go into $name", ({ open }) => {
  const prepare = async (later: boolean) => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    const database = createGoDatabase(file, later)
    fill(database, folder)
    const store = await open()
    const load = (into: SessionStore = store) => importSource(into, file, { directory: folder, project: "old" })
    return { database, store, load }
  }

  test.each([false, true])("loses no session, message, part or file version (later columns: %s)", async (later) => {
    const { database, store, load } = await prepare(later)
    const report = await load()
    expect(report).toMatchObject({ format: "go-database", sessions: { created: 2 }, messages: 4, parts: 9, files: 4 })
    expect([report.damagedCount, report.skippedCount]).toEqual([0, 0])
    const session = await store.sessions.require("s1")
    expect(session).toMatchObject({
      title: "Old times",
      createdAt: 1750000000000,
      updatedAt: 1750000009000,
      projectId: "old",
    })
    expect(session.metadata.opencodeGo).toMatchObject({
      prompt_tokens: 100,
      completion_tokens: 20,
      cost: 0.5,
      summary_message_id: "m2",
    })
    expect((await store.sessions.require("s2")).parentId).toBe("s1")
    const messages = await collect(store.messages.all("s1"))
    expect(messages.map((message) => [message.id, message.role])).toEqual([
      // What the session took: of its messages it is not known.
      [expect.stringMatching(/^msg_/), "system"],
      ["m1", "user"],
      ["m2", "assistant"],
      ["m3", "tool"],
    ])
    expect(messages[0]).toMatchObject({ usage: { cost: 0.5, input: 0 }, parts: [] })
    expect(session.usage).toMatchObject({ cost: 0.5, input: 0, output: 0 })
    expect(messages[2]).toMatchObject({
      model: { modelId: "claude-4" },
      completedAt: 1750000003000,
      createdAt: 1750000000000,
    })
    expect(messages[2]?.parts.map(({ type, data }) => ({ type, data }))).toEqual([
      { type: "reasoning", data: { text: "hm", signature: "s" } },
      { type: "text", data: { text: "I will look." } },
      {
        type: "tool",
        data: {
          tool: "bash",
          callID: "call_1",
          type: "function",
          state: { status: "completed", input: { command: "ls" } },
        },
      },
      { type: "file", data: { mime: "image/*", url: "https://example.org/a.png", detail: "low" } },
      {
        type: "file",
        data: {
          path: "/top/a.pdf",
          filename: "a.pdf",
          mime: "application/pdf",
          url: "data:application/pdf;base64,JVBERg==",
        },
      },
      { type: "hologram", data: { depth: 3 } },
      { type: "step-finish", data: { reason: "end_turn", time: 1750000003 } },
    ])
    expect(messages[3]?.parts[0]?.data).toEqual({
      tool: "bash",
      callID: "call_1",
      metadata: "{}",
      state: { status: "completed", output: "a b" },
    })
    const files = await collect(store.files.all("s1"))
    expect(files.map(({ path, version, content }) => [path, version, content])).toEqual([
      ["/elsewhere/x.txt", 1, ""],
      ["src/main.go", 1, "version initial"],
      ["src/main.go", 2, "version v1"],
      ["src/main.go", 3, "version v2"],
    ])
    database.close()
  })

  test("a second run writes nothing, and one after more was written only the difference", async () => {
    const { database, store, load } = await prepare(true)
    await load()
    const before = await store.sessionChanges({ limit: 100 })
    expect((await load()).sessions).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(await store.sessionChanges({ limit: 100 })).toEqual(before)
    database
      .prepare(
        "INSERT INTO messages (id, session_id, role, parts, created_at, updated_at) VALUES ('m4', 's1', 'user', ?, 1750000010, 1750000010)",
      )
      .run('[{"type":"text","data":{"text":"more"}}]')
    database.prepare("UPDATE messages SET parts = '[]', updated_at = 1750000011 WHERE id = 'm3'").run()
    expect(await load()).toMatchObject({
      sessions: { updated: 1, unchanged: 1 },
      messages: 2,
      parts: 1,
      files: 0,
      removed: 1,
    })
    database.close()
  })

  test("a project id is taken over, and the token that may stand in it is not", async () => {
    const { database, store } = await prepare(true)
    const folder = await temporaryFolder()
    database.prepare("UPDATE sessions SET project_id = ? WHERE id = 's1'").run("me:SECRET@github.com/o/r")
    database.prepare("UPDATE sessions SET project_id = 'github.com/o/other' WHERE id = 's2'").run()
    await importSource(store, database.name, { directory: folder })
    expect((await store.sessions.require("s1")).projectId).toBe("github.com/o/r")
    expect((await store.sessions.require("s2")).projectId).toBe("github.com/o/other")
    expect(JSON.stringify(await store.sessionChanges({ limit: 100 }))).not.toContain("SECRET")
    database.close()
  })

  test("parts that are no JSON, unknown versions and strange times keep what they hold and stop nothing else", async () => {
    const { database, store, load } = await prepare(true)
    database.prepare("UPDATE messages SET parts = '[{' WHERE id = 'm1'").run()
    database.prepare("UPDATE messages SET created_at = 1750000001234 WHERE id = 'm3'").run()
    database.prepare("UPDATE files SET version = 'final' WHERE id = 'f2'").run()
    const report = await load()
    expect(report).toMatchObject({ sessions: { created: 2 }, messages: 4, files: 4, damagedCount: 1 })
    const messages = await collect(store.messages.all("s1"))
    expect(messages.find((message) => message.id === "m1")?.parts[0]).toMatchObject({
      type: "unreadable",
      data: { raw: "[{" },
    })
    expect(messages.find((message) => message.id === "m3")?.createdAt).toBe(1750000001234)
    database.close()
  })
})
