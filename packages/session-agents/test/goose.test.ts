import { cp, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { JsonObject } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { expect, onTestFinished, test } from "vitest"
import { fixture, linesOf } from "./support/fixtures.ts"
import { expectGrowth, expectNothingNew } from "./support/growth.ts"
import { lostValues } from "./support/lost-values.ts"
import { type Counts, countsOf, printMatrix } from "./support/matrix.ts"
import { historyOf, importInto, openStore, type StoredHistory, temporaryFolder } from "./support/stores.ts"

const oldName = "20250623_130102"
const oldFile = fixture("goose", `${oldName}.jsonl`)

/** A folder as Goose has it, with a database and a file of an older version. */
async function gooseFolder(): Promise<{ folder: string; database: Sqlite.Database }> {
  const folder = await temporaryFolder()
  await cp(oldFile, join(folder, `${oldName}.jsonl`))
  const database = new Sqlite(join(folder, "sessions.db"))
  onTestFinished(() => void database.close())
  database.pragma("journal_mode = WAL")
  database.exec(await readFile(fixture("goose", "sessions.sql"), "utf8"))
  return { folder, database }
}

type Row = { [column: string]: string | number | null }

/** What the database has, with its JSON as values. */
const rowsOf = (database: Sqlite.Database, table: string): JsonObject[] =>
  (database.prepare(`SELECT * FROM ${table}`).all() as Row[]).map((row) => {
    const entries = Object.entries(row).map(([key, value]): [string, JsonObject[string]] => [
      key.replace(/_json$/, ""),
      key === "content_json" || key === "metadata_json" ? JSON.parse(String(value)) : value,
    ])
    return Object.fromEntries(entries)
  })

const named = (history: Map<string, StoredHistory>, name: string): StoredHistory =>
  [...history].find(([id]) => id.startsWith(`goose-${name}-`))?.[1] ?? expect.fail(name)

const hasUsage = ({ accumulated_input_tokens: tokens }: JsonObject): boolean => Number(tokens ?? 0) > 0

/** Counts by other means than the reader's. */
function countAll(sessions: readonly JsonObject[], messages: readonly JsonObject[]): Counts {
  const blocks = messages.flatMap(({ content }) => content as JsonObject[])
  const answers = blocks.filter(({ type }) => type === "toolResponse").length
  const failed = blocks.filter(({ toolCall }) => (toolCall as JsonObject | undefined)?.status === "error").length
  const onlyAnswers = messages.filter(({ content }) =>
    (content as JsonObject[]).every(({ type }) => type === "toolResponse"),
  )
  const sum = (key: string) => sessions.reduce((total, session) => total + Number(session[key] ?? 0), 0)
  return {
    // What a session took is a message of its own.
    ...{ sessions: sessions.length, messages: messages.length - onlyAnswers.length + sessions.filter(hasUsage).length },
    parts: blocks.length - answers,
    ...{
      toolResults: answers + failed,
      input: sum("accumulated_input_tokens"),
      output: sum("accumulated_output_tokens"),
    },
    ...{ reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  }
}

test("loses no session, message, part, tool result, token or value of Goose", async () => {
  const store = openStore()
  const { folder, database } = await gooseFolder()
  const report = await importInto(store, folder)
  expect(report).toMatchObject({ format: "goose", damaged: [], skipped: [], sessions: { created: 3 } })
  const history = await historyOf(store)
  const [header = {}, ...lines] = linesOf(oldFile)
  const used = rowsOf(database, "sessions").filter(({ name }) => name !== "Never used")
  const sessions = [...used, header]
  const messages = [...rowsOf(database, "messages"), ...lines]
  const inFiles = countAll(sessions, messages)
  const values = [...sessions, ...messages.map(({ id: _number, ...message }) => message)]
  // A call or an answer without an error is one that went well.
  const lost = lostValues(values, history.values()).filter((value) => value !== "status: success")
  printMatrix("Goose", inFiles, countsOf(history.values()), lost)
  expect(lost).toEqual([])
  expect(countsOf(history.values())).toEqual(inFiles)
})

test("finds each part of a conversation where people look for it", async () => {
  const store = openStore()
  await importInto(store, (await gooseFolder()).folder)
  const history = await historyOf(store)
  const { session, messages } = named(history, "20251106_1")
  expect(session).toMatchObject({
    ...{ title: "Find the needle", titleSource: "user", createdAt: Date.parse("2025-11-06T10:00:00Z") },
    ...{ usage: { input: 1400, output: 120 }, metadata: { goose: { folder: "/srv/widget" } } },
    model: { providerId: "anthropic", modelId: "claude-sonnet-4-5" },
  })
  expect(messages.map(({ role, createdAt }) => [role, createdAt])).toEqual([
    ["system", session.updatedAt],
    ["user", 1762423201000],
    ["assistant", 1762423205000],
    ["assistant", 1762423209000],
    ["user", 1762423300000],
  ])
  // No reply took all of it.
  expect(messages.slice(1).map(({ usage }) => usage)).toEqual([null, null, null, null])
  expect(messages[0]).toMatchObject({
    usage: { input: 1400, output: 120 },
    metadata: { goose: { usageOf: "session" } },
  })
  expect(messages[2]?.parts.map(({ type, data }) => data.text ?? [type, data.tool, data.state])).toMatchObject([
    "I should search.",
    [
      ...["tool", "developer__shell"],
      { status: "completed", input: { command: "grep -n needle haystack.txt" }, output: "7:the needle is here" },
    ],
    ["tool", "developer__shell", { status: "error", error: "-32603: it's no use" }],
  ])
  expect(messages[3]?.parts.map(({ type }) => type)).toEqual(["text", "systemNotification"])
  const old = named(history, oldName)
  expect(old.session).toMatchObject({ title: "Guide greeting", usage: { input: 1600, output: 130 } })
  expect(old.messages[2]?.parts.map(({ data }) => data.state)).toMatchObject([
    ...[undefined, undefined, { status: "completed", output: "guide.md", attachments: [{ mime: "image/png" }] }],
    { status: "error", error: "Tool not found: sing" },
  ])
  expect(old.messages[4]?.parts.map(({ type }) => type)).toEqual(["text", "file"])
})

test("writes nothing when nothing is new, and only what is new when sessions went on while Goose is at work", async () => {
  const store = openStore()
  const { folder, database } = await gooseFolder()
  await importInto(store, folder)
  const before = named(await historyOf(store), "20251106_1")
  const mine = await store.messages.append(before.session.id, { role: "user", parts: [{ type: "text", text: "Mine" }] })
  database.exec("BEGIN IMMEDIATE")
  database
    .prepare("INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES (?, ?, ?, ?)")
    .run("20251106_1", "assistant", '[{"type":"text","text":"More"}]', 1762423400)
  // What is not committed yet is not there.
  expect((await importInto(store, folder)).sessions).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
  database.exec("COMMIT")
  expect(await importInto(store, folder)).toMatchObject({
    removed: 0,
    sessions: { created: 0, updated: 1, unchanged: 2 },
  })
  const after = named(await historyOf(store), "20251106_1")
  expect(after.messages.map(({ id }) => id)).toEqual([
    ...[...before.messages.map(({ id }) => id), mine.id, after.messages.at(-1)?.id],
  ])
  // Goose counts for the session.
  expect(after.messages.map(({ usage }) => usage?.input ?? 0).reduce((sum, count) => sum + count)).toBe(1400)
  await expectNothingNew(store, folder)
  // A conversation that was shortened is written anew, with other numbers.
  database.exec("CREATE TABLE copied AS SELECT * FROM messages; DELETE FROM messages")
  database.exec(
    "INSERT INTO messages SELECT id + 100, NULL, session_id, role, content_json, created_timestamp, timestamp, tokens, metadata_json FROM copied WHERE id <> 1",
  )
  expect((await importInto(store, folder)).removed).toBe(0)
  expect(named(await historyOf(store), "20251106_1").messages.length).toBe(after.messages.length)
})

test("comes out whole of a file that grows, wherever it is cut off meanwhile", async () => {
  const folder = await temporaryFolder()
  await cp(oldFile, join(folder, `${oldName}.jsonl`))
  await expectGrowth(folder, [join(folder, `${oldName}.jsonl`)])
})

test("reads a session once, where its file was taken over into the database", async () => {
  const store = openStore()
  const { folder, database } = await gooseFolder()
  const [, ...lines] = linesOf(oldFile)
  database
    .prepare("INSERT INTO sessions (id, description, working_dir) VALUES (?, ?, ?)")
    .run(oldName, "Guide greeting", "/srv/widget/docs")
  const insert = database.prepare(
    "INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES (?, ?, ?, ?)",
  )
  await importInto(store, join(folder, `${oldName}.jsonl`))
  const before = named(await historyOf(store), oldName).messages.map(({ id }) => id)
  for (const { role, created, content } of lines) insert.run(oldName, role, JSON.stringify(content), created)
  expect((await importInto(store, folder)).sessions).toMatchObject({ created: 2 })
  expect(named(await historyOf(store), oldName).messages.map(({ id }) => id)).toEqual(before)
})

test("imports what is good of a damaged history, and names the rest with program and reason", async () => {
  const store = openStore()
  const { folder, database } = await gooseFolder()
  const insert = database.prepare(
    "INSERT INTO messages (session_id, role, content_json, created_timestamp) VALUES (?, ?, ?, ?)",
  )
  insert.run("20251106_2", "user", "not json", 1762423330)
  insert.run("20251106_2", "user", `${"[".repeat(9000)}${"]".repeat(9000)}`, 1762423331)
  insert.run("20251106_2", "\u0000", '[7,{"type":"text","text":"still here"}]', "soon")
  await writeFile(join(folder, "other.jsonl"), '{"hello":"world"}\n')
  const report = await importInto(store, folder)
  expect(report.sessions).toMatchObject({ created: 3, skipped: 0 })
  expect(report.damaged).toHaveLength(2)
  expect(report.skipped).toEqual([
    { table: "file", id: join(folder, "other.jsonl"), reason: expect.stringMatching(/^Goose keeps/) },
  ])
  const texts = named(await historyOf(store), "20251106_2").messages.flatMap(({ parts }) =>
    parts.map(({ data }) => data.text ?? data.raw),
  )
  expect(texts).toEqual(expect.arrayContaining(["Checked.", "not json", "still here"]))
  await writeFile(join(folder, "sessions.db-wal"), "")
  await writeFile(join(folder, "sessions.db"), "SQLite format 3\0 but no more")
  const broken = await importInto(openStore(), folder)
  expect(broken.sessions.created).toBe(1)
  expect(broken.skipped[0]).toMatchObject({
    id: join(folder, "sessions.db"),
    reason: expect.stringMatching(/^A database of Goose/),
  })
})
