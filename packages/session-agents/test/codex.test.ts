import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as zlib from "node:zlib"
import type { JsonObject } from "@opencode/session-core"
import { expect, test } from "vitest"
import { copyOf, filesBelow, fixture, linesOf } from "./support/fixtures.ts"
import { expectGrowth, expectNothingNew } from "./support/growth.ts"
import { lostValues } from "./support/lost-values.ts"
import { type Counts, countsOf, printMatrix } from "./support/matrix.ts"
import { historyOf, importInto, openStore } from "./support/stores.ts"

const folder = fixture("codex")
const sessionId = "019f5c5a-eb02-7ff0-90af-653b66eba9f4"
const helperId = "019f5c5b-1111-7ff0-90af-000000000001"
const archivedId = "0199a213-81c0-7800-8aa1-bbab2a035a53"
const oldId = "c3c4b301-27c8-4c70-b6e4-46b99fdf0236"
const rollouts = filesBelow(folder, ".jsonl").filter((file) => !file.endsWith("session_index.jsonl"))

/** Counts by other means than the reader's: a reply ends with a question, or with a count that is not the one before. */
function countRollout(lines: readonly JsonObject[]): Counts {
  const counts: Counts = {
    ...{ sessions: 1, messages: 0, parts: 0, toolResults: 0 },
    ...{ input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  }
  let inReply = false
  let total: { [name: string]: number } = {}
  for (const [index, line] of lines.entries()) {
    const item = (line.payload ?? line) as JsonObject
    const type = String(item.type)
    if (type === "message" && item.role !== "assistant") inReply = false
    const isAnswer = type.endsWith("_output")
    const isOfReply = item.role === "assistant" || type === "reasoning" || type.endsWith("_call")
    if (isOfReply && !inReply) counts.messages += 1
    inReply ||= isOfReply
    const isMessage = (type === "message" && item.role !== "assistant") || line.type === "compacted"
    if (isMessage || index === 0) counts.messages += 1
    if (line.type === "compacted") inReply = false
    if (!isAnswer) counts.parts += type === "message" ? (item.content as unknown[]).length : 1
    if (isAnswer || type === "web_search_call") counts.toolResults += 1
    const info = item.info as { total_token_usage: typeof total } | null | undefined
    if (type === "token_count" && info != null && info.total_token_usage.total_tokens !== total.total_tokens) {
      total = info.total_token_usage
      inReply = false
    }
  }
  counts.cacheRead = total.cached_input_tokens ?? 0
  counts.input = (total.input_tokens ?? 0) - counts.cacheRead
  counts.reasoning = total.reasoning_output_tokens ?? 0
  counts.output = (total.output_tokens ?? 0) - counts.reasoning
  return counts
}

test("loses no session, message, part, tool result, token or value of Codex CLI", async () => {
  const store = openStore()
  const report = await importInto(store, folder)
  expect(report).toMatchObject({ format: "codex", damaged: [], skipped: [], sessions: { created: 4 } })
  const history = await historyOf(store)
  const inFiles = rollouts.map((file) => countRollout(linesOf(file))).reduce(sum)
  const lost = lostValues(rollouts.flatMap(linesOf), history.values())
  printMatrix("Codex CLI", inFiles, countsOf(history.values()), lost)
  expect(lost).toEqual([])
  expect(countsOf(history.values())).toEqual(inFiles)
})

const sum = (one: Counts, other: Counts): Counts => {
  const result = { ...one }
  for (const key of Object.keys(one) as (keyof Counts)[]) result[key] += other[key]
  return result
}

test("finds each part of a conversation where people look for it", async () => {
  const store = openStore()
  await importInto(store, folder)
  const history = await historyOf(store)
  const { session, messages } = history.get(sessionId) ?? expect.fail("no session")
  expect(session).toMatchObject({
    ...{ title: "The needle", titleSource: "user", parentId: null, archivedAt: null },
    createdAt: Date.parse("2026-07-13T16:41:30.107Z"),
    model: { providerId: "openai", modelId: "gpt-5.6-sol", variant: "high" },
    metadata: { codex: { version: "0.144.3", git: { branch: "main", repository: "git.example/me/widget" } } },
  })
  const replies = messages.filter(({ role }) => role === "assistant")
  expect(replies[0]?.usage).toEqual({ input: 1776, output: 44, reasoning: 96, cacheRead: 9000, cacheWrite: 0, cost: 0 })
  expect(replies[0]?.parts.filter(({ type }) => type !== "event").map(({ type }) => type)).toEqual([
    ...["reasoning", "text", "tool"],
  ])
  const calls = messages.flatMap(({ parts }) => parts).filter(({ type }) => type === "tool")
  expect(calls.map(({ data }) => [data.tool, (data.state as JsonObject).status])).toEqual([
    ["exec_command", "completed"],
    ["apply_patch", "completed"],
    ["view_image", "completed"],
    ["web_search", "completed"],
    ["update_plan", "error"],
    ["exec_command", "pending"],
  ])
  expect(calls[0]?.data).toMatchObject({ state: { input: { cmd: "grep -n needle haystack.txt" } } })
  expect(calls[1]?.data).toMatchObject({ state: { output: expect.stringMatching(/^Success\./) } })
  expect(calls[2]?.data).toMatchObject({ state: { attachments: [{ mime: "image/png" }] } })
  const texts = messages.flatMap(({ parts }) => parts.filter(({ type }) => type === "text"))
  expect(texts.filter(({ data }) => data.synthetic !== true).map(({ data }) => data.text)).toEqual([
    ...["Where is the needle? Look at the picture 世界.", "I search for it.", "It is on line 7.", "Thanks"],
  ])
  expect(history.get(helperId)?.session).toMatchObject({
    parentId: sessionId,
    agent: "explorer",
    title: "Check line 7",
  })
})

test("reads the rollouts of each generation, with the folder that they tell in different places", async () => {
  const store = openStore()
  await importInto(store, folder)
  const history = await historyOf(store)
  const archived = history.get(archivedId)
  expect(archived?.session).toMatchObject({
    ...{ title: "Write the guide", archivedAt: Date.parse("2025-10-03T10:00:09.000Z") },
    metadata: { codex: { version: "0.42.0", folder: "/srv/widget/docs" } },
  })
  // The same count came twice, and counts once.
  expect(archived?.session.usage).toMatchObject({ input: 800, cacheRead: 100, output: 60, reasoning: 10 })
  const old = history.get(oldId)
  expect(old?.session).toMatchObject({ title: "continue", metadata: { codex: { folder: "/srv/gadget" } } })
  const said = old?.messages.filter(({ role, parts }) => role === "user" && parts[0]?.data.text === "continue")
  // Two lines that are the same are two messages.
  expect(new Set(said?.map(({ id }) => id)).size).toBe(2)
})

test("a fork does not count again what the session that it was made of has counted", async () => {
  const store = openStore()
  const history = await copyOf("codex")
  const source = rollouts.find((file) => file.includes(sessionId)) ?? expect.fail("no rollout")
  const forkId = "019f5c5c-2222-7ff0-90af-000000000002"
  const copied = linesOf(source)
  const total = copied.flatMap(({ payload }) => (payload as JsonObject).info ?? []).at(-1) as JsonObject
  const before = total.total_token_usage as { [name: string]: number }
  const spent = {
    input_tokens: 70,
    cached_input_tokens: 20,
    output_tokens: 9,
    reasoning_output_tokens: 4,
    total_tokens: 79,
  }
  const after = Object.fromEntries(Object.entries(spent).map(([name, count]) => [name, (before[name] ?? 0) + count]))
  const at = Date.parse("2026-07-14T09:00:00Z")
  const line = (milliseconds: number, type: string, payload: object) =>
    JSON.stringify({ timestamp: new Date(at + milliseconds).toISOString(), type, payload })
  const message = (role: string, type: string, text: string) => ({ type: "message", role, content: [{ type, text }] })
  const written = (times: "of the copy" | "as they were") => [
    line(0, "session_meta", {
      id: forkId,
      forked_from_id: sessionId,
      timestamp: new Date(at).toISOString(),
      cwd: "/srv/widget",
    }),
    ...copied.map((each, index) =>
      times === "as they were" ? JSON.stringify(each) : line(index, String(each.type), each.payload as JsonObject),
    ),
    line(30_000, "response_item", message("user", "input_text", "Another way, please")),
    line(34_000, "response_item", message("assistant", "output_text", "Another way.")),
    line(34_100, "event_msg", { type: "token_count", info: { total_token_usage: after, last_token_usage: spent } }),
  ]
  for (const times of ["of the copy", "as they were"] as const) {
    const file = join(history, "sessions/2026/07/13", `rollout-2026-07-14T11-00-00-${forkId}.jsonl`)
    await writeFile(file, written(times).join("\n"))
    await importInto(store, history)
    const fork = (await historyOf(store)).get(forkId)
    expect(fork?.session.usage, times).toEqual({
      ...{ input: 50, cacheRead: 20, output: 5, reasoning: 4, cacheWrite: 0, cost: 0 },
    })
    expect(fork?.session.metadata.codex).toMatchObject({ forkedFrom: sessionId })
  }
})

test("reads what the first versions wrote: a session as one document", async () => {
  const store = openStore()
  const id = "b2f5ff47-9c6f-4c53-8c9b-0a3ab4ddc1f7"
  const text = (role: string, type: string, said: string) => ({
    type: "message",
    role,
    content: [{ type, text: said }],
  })
  const document = {
    session: { timestamp: "2025-05-01T12:00:00.000Z", id, instructions: "" },
    items: [
      text("user", "input_text", "List the files"),
      { type: "function_call", id: "fc_1", name: "shell", arguments: '{"command":["ls"]}', call_id: "call_1" },
      { type: "function_call_output", call_id: "call_1", output: '{"output":"a.c\\n","metadata":{"exit_code":0}}' },
      text("assistant", "output_text", "There is a.c."),
    ],
  }
  const file = join(await copyOf("codex"), `rollout-2025-05-01-${id}.json`)
  await writeFile(file, JSON.stringify(document, null, 2))
  expect(await importInto(store, file)).toMatchObject({
    format: "codex",
    sessions: { created: 1 },
    skipped: [],
    damaged: [],
  })
  const found = (await historyOf(store)).get(id)
  expect(found?.session).toMatchObject({ title: "List the files", createdAt: Date.parse("2025-05-01T12:00:00Z") })
  expect(found?.messages.flatMap(({ parts }) => parts.map(({ type, data }) => data.text ?? type))).toEqual([
    ...["event", "List the files", "tool", "There is a.c."],
  ])
})

test("writes nothing when nothing is new, and only what is new when rollouts went on", async () => {
  const history = await copyOf("codex")
  const store = await expectGrowth(
    history,
    rollouts.map((file) => file.replace(folder, history)),
  )
  await store.sessions.update(oldId, { title: "Mine" })
  const mine = await store.messages.append(oldId, { role: "user", parts: [{ type: "text", text: "My own note" }] })
  const file = join(history, "sessions/2025/08/18", `rollout-2025-08-18T03-16-13-${oldId}.jsonl`)
  await appendFile(file, '{"type":"message","id":null,"role":"user","content":[{"type":"input_text","text":"more"}]}\n')
  expect(await importInto(store, history)).toMatchObject({
    messages: 1,
    parts: 1,
    removed: 0,
    sessions: { updated: 1 },
  })
  const stored = (await historyOf(store)).get(oldId)
  expect(stored?.session.title).toBe("Mine")
  expect(stored?.messages.map(({ id }) => id)).toContain(mine.id)
  await expectNothingNew(store, history)
})

test("a session that was archived or compressed is the same session", async () => {
  const store = openStore()
  const history = await copyOf("codex")
  await importInto(store, history)
  const name = `rollout-2026-07-13T18-41-30-${sessionId}.jsonl`
  const file = join(history, "sessions/2026/07/13", name)
  await rename(file, join(history, "archived_sessions", name))
  expect((await importInto(store, history)).sessions).toMatchObject({ created: 0, updated: 1, unchanged: 3 })
  expect((await store.sessions.require(sessionId)).archivedAt).not.toBeNull()
  const before = await historyOf(store)
  const { zstdCompressSync } = zlib as Partial<Pick<typeof zlib, "zstdCompressSync">>
  if (zstdCompressSync === undefined) return
  const archived = join(history, "archived_sessions", name)
  await writeFile(`${archived}.zst`, zstdCompressSync(await readFile(archived)))
  await rm(archived)
  await expectNothingNew(store, history)
  expect(await historyOf(store)).toEqual(before)
  const fresh = openStore()
  expect((await importInto(fresh, `${archived}.zst`)).sessions.created).toBe(1)
})

test("imports what is good of a hostile folder, and names the rest with program and reason", async () => {
  const store = openStore()
  const history = await copyOf("codex")
  const place = join(history, "sessions/2026/01/01")
  await mkdir(place, { recursive: true })
  const uuid = "00000000-0000-4000-8000-000000000000"
  await writeFile(join(place, `rollout-2026-01-01T00-00-00-${uuid}.jsonl`), '{"hello":"world"}\n')
  await writeFile(join(place, `rollout-2026-01-01T00-00-01-${uuid}.jsonl.zst`), "not compressed at all\n")
  await mkdir(join(place, "rollout-folder.jsonl"))
  const broken = join(place, `rollout-2026-01-01T00-00-02-${uuid}.jsonl`)
  const hostile = {
    id: "\u0000\n",
    cwd: "x".repeat(5000),
    timestamp: "+275760-09-13T00:00:00.001Z",
    git: { repository_url: "https://me:secret@h.example/r" },
  }
  const item = (payload: unknown) => `${JSON.stringify({ timestamp: 1e300, type: "response_item", payload })}\n`
  await writeFile(
    broken,
    `${JSON.stringify({ timestamp: "2026-01-01T00:00:00Z", type: "session_meta", payload: hostile })}\n${item({ type: "message", role: 7, content: ["a", 1, null, { type: "input_text", text: 5 }] })}${item({ type: "function_call", name: {}, arguments: [], call_id: 9 })}${item({ type: "function_call_output", output: null })}{"a":\n${item({ type: "message", role: "user", content: [{ type: "input_text", text: "good" }] })}`,
  )
  const report = await importInto(store, history)
  expect(report.sessions).toMatchObject({ created: 5, skipped: 0 })
  expect(report.damaged.map(({ id }) => id)).toEqual(["line 1", "line 5"])
  expect(report.skipped.map(({ table, reason }) => [table, reason])).toEqual([
    ["file", expect.stringMatching(/^Codex CLI keeps/)],
    ["file", expect.stringMatching(/^Codex CLI keeps/)],
  ])
  const found = (await historyOf(store)).get(uuid)
  expect(found?.session.metadata.codex).toMatchObject({ git: { repository: "h.example/r" }, folder: null })
  expect(found?.messages.at(-1)?.parts[0]?.data).toEqual({ text: "good" })
})
