import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { isPart, type MessageWithParts } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { describe, expect, onTestFinished, test } from "vitest"
import { stores, temporaryFolder } from "../../test/support/stores.ts"
import { crush } from "../formats/crush.ts"
import { findOnMachine } from "../formats/find-on-machine.ts"
import { recognizeSource } from "../formats/recognize-source.ts"
import { importSource } from "./import-source.ts"

const image = "iVBORw0KGgo="
const todos = [
  { content: "write a test", status: "in_progress", active_form: "Writing a test" },
  { content: "ship", status: "pending", active_form: "Shipping" },
]

/** A database as Crush keeps it in a project's folder `.crush`. */
async function crushDatabase(): Promise<{ top: string; database: Sqlite.Database }> {
  const top = await temporaryFolder()
  await mkdir(join(top, ".crush"))
  const database = new Sqlite(join(top, ".crush", "crush.db"))
  onTestFinished(() => void database.close())
  database.pragma("journal_mode = WAL")
  database.exec(`
    CREATE TABLE goose_db_version (id INTEGER PRIMARY KEY, version_id INTEGER NOT NULL, is_applied INTEGER NOT NULL, tstamp TIMESTAMP);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, parent_session_id TEXT, title TEXT NOT NULL, message_count INTEGER NOT NULL DEFAULT 0,
      prompt_tokens INTEGER NOT NULL DEFAULT 0, completion_tokens INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0.0,
      updated_at INTEGER NOT NULL, created_at INTEGER NOT NULL, summary_message_id TEXT, todos TEXT);
    CREATE TABLE messages (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, role TEXT NOT NULL, parts TEXT NOT NULL DEFAULT '[]', model TEXT,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, finished_at INTEGER, provider TEXT, is_summary_message INTEGER DEFAULT 0 NOT NULL);
    CREATE TABLE files (id TEXT PRIMARY KEY, session_id TEXT NOT NULL, path TEXT NOT NULL, content TEXT NOT NULL,
      version INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE(path, session_id, version));
    CREATE TABLE read_files (session_id TEXT NOT NULL, path TEXT NOT NULL, read_at INTEGER NOT NULL, PRIMARY KEY (path, session_id));
  `)
  const insert = (table: string, ...values: unknown[]) =>
    database.prepare(`INSERT INTO ${table} VALUES (${values.map(() => "?").join(", ")})`).run(...values)
  const at = 1770000000
  const list = JSON.stringify(todos)
  insert("sessions", "ses-1", null, "Fix the parser", 5, 1200, 340, 0.42, at + 60, at, "m5", list)
  insert("sessions", "m2$$call_1", "ses-1", "New Agent Session", 0, 10, 5, 0.1, at + 30, at + 20, null, null)
  let number = 0
  const message = (role: string, model: string | null, provider: string | null, ...parts: [string, object][]) => {
    number += 1
    const text = JSON.stringify(parts.map(([type, data]) => ({ type, data })))
    const time = at + number
    insert("messages", `m${number}`, "ses-1", role, text, model, time, time, time, provider, number === 5 ? 1 : 0)
  }
  const call = { id: "call_1", name: "bash", input: '{"command":"ls"}', provider_executed: false, finished: true }
  const result = { tool_call_id: "call_1", name: "bash", content: "a.go", metadata: '{"exit":0}', is_error: false }
  message("user", null, null, ["text", { text: "why does it fail?" }], ["finish", { reason: "stop", time: 0 }])
  message(
    ...(["assistant", "claude-x", "anthropic"] as const),
    ["reasoning", { thinking: "hm", signature: "sig", responses_data: null, started_at: at, finished_at: at }],
    ["tool_call", call],
  )
  message("tool", null, null, ["tool_result", { ...result, data: image, mime_type: "image/png" }])
  message(
    ...(["user", null, null] as const),
    ["shell_command", { command: "go test", output: "FAIL", exit_code: 1 }],
    ["binary", { Path: "docs/shot.png", MIMEType: "image/png", Data: image }],
  )
  const finish = { reason: "error", time: at, message: "Overloaded", details: "try later" }
  message("assistant", "claude-x", "anthropic", ["text", { text: "Summary so far" }], ["finish", finish])
  for (const version of [0, 1, 2])
    insert("files", `f${version}`, "ses-1", join(top, "src/a.go"), `v${version}`, version, at, at)
  return { top, database }
}

describe.each(stores)("importing a database of Crush into $name", ({ open }) => {
  const imported = async () => {
    const { top, database } = await crushDatabase()
    const store = await open()
    const load = () => importSource(store, database.name, { directory: top })
    const messages = async () => {
      const all: MessageWithParts[] = []
      for await (const message of store.messages.all("ses-1")) all.push(message)
      return all
    }
    return { top, database, store, load, messages, report: await load() }
  }

  test("brings its images as files, its to-dos, and who ran the model", async () => {
    const { store, report, messages } = await imported()
    expect(report).toMatchObject({ format: "crush-database", label: "a database of Crush", messages: 7, files: 3 })
    expect([report.damagedCount, report.skippedCount]).toEqual([0, 0])
    const session = await store.sessions.require("ses-1")
    expect(session).toMatchObject({ todos, title: "Fix the parser", metadata: { crush: { prompt_tokens: 1200 } } })
    const all = await messages()
    expect(all[2]?.model).toEqual({ providerId: "anthropic", modelId: "claude-x" })
    expect(all[5]).toMatchObject({ error: { name: "error", message: "Overloaded: try later" } })
    expect(all.flatMap(({ parts }) => parts.filter((part) => isPart(part, "file")).map(({ data }) => data))).toEqual([
      { path: "docs/shot.png", filename: "shot.png", mime: "image/png", url: `data:image/png;base64,${image}` },
    ])
    expect(
      all.flatMap(({ parts }) => parts.filter((part) => isPart(part, "tool")).map(({ data }) => data)),
    ).toMatchObject([
      { tool: "bash", callID: "call_1", state: { status: "completed", input: { command: "ls" } } },
      {
        ...{ tool: "bash", callID: "call_1" },
        state: {
          output: "a.go",
          attachments: [{ type: "file", mime: "image/png", url: `data:image/png;base64,${image}` }],
        },
      },
      { tool: "shell", state: { input: { command: "go test" }, output: "FAIL", metadata: { exit: 1 } } },
    ])
    const versions = []
    for await (const { path, version, content } of store.files.all("ses-1")) versions.push([path, version, content])
    expect(versions).toEqual([
      ["src/a.go", 1, "v0"],
      ["src/a.go", 2, "v1"],
      ["src/a.go", 3, "v2"],
    ])
  })

  test("counts what each session cost once, though Crush adds a sub-agent's cost to the session that started it", async () => {
    const { store, database, load } = await imported()
    expect((await store.sessions.require("ses-1")).usage.cost).toBe(0.32)
    expect((await store.sessions.require("m2$$call_1")).usage.cost).toBe(0.1)
    database.exec("UPDATE sessions SET cost = 0.52, todos = NULL, updated_at = 1770000090 WHERE id = 'ses-1'")
    expect(await load()).toMatchObject({ sessions: { updated: 1, unchanged: 1 }, messages: 1, parts: 0, removed: 0 })
    expect(await store.sessions.require("ses-1")).toMatchObject({ usage: { cost: 0.42 }, todos: [] })
    expect((await load()).sessions).toMatchObject({ updated: 0, unchanged: 2 })
  })

  test("puts its sessions into the project that its folder is in, whatever the current folder is", async () => {
    const { top, database } = await crushDatabase()
    const store = await open()
    const { projects } = await importSource(store, database.name, { directory: await temporaryFolder() })
    expect(projects).toEqual([{ id: top.split("/").at(-1), source: "worktree", sessions: 2 }])
  })
})

test("a database of Crush is found in the current folder, and in the projects that Crush lists", async () => {
  const [one, other] = [await crushDatabase(), await crushDatabase()]
  const home = await temporaryFolder()
  await mkdir(join(home, ".local/share/crush"), { recursive: true })
  const list = { projects: [{ path: other.top, data_dir: join(other.top, ".crush") }, { data_dir: 7 }, null] }
  await writeFile(join(home, ".local/share/crush/projects.json"), JSON.stringify(list))
  const machine = { home, environment: {}, platform: "linux", directory: one.top } as const
  expect((await findOnMachine(machine, [crush])).map(({ path, program }) => [program, path])).toEqual([
    ["Crush", one.database.name],
    ["Crush", other.database.name],
  ])
})

test("a database of another program that calls its tables the same is not taken for one of the lineage", async () => {
  const database = new Sqlite(join(await temporaryFolder(), "other.db"))
  database.exec("CREATE TABLE sessions (id, title); CREATE TABLE messages (id, session_id, content)")
  database.close()
  await expect(recognizeSource(database.name)).rejects.toMatchObject({ code: "foreign_database" })
})
