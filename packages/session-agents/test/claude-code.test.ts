import { execFileSync } from "node:child_process"
import { appendFile, mkdir, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import type { JsonObject } from "@opencode/session-core"
import { expect, test } from "vitest"
import { copyOf, filesBelow, fixture, linesOf } from "./support/fixtures.ts"
import { expectGrowth } from "./support/growth.ts"
import { lostValues } from "./support/lost-values.ts"
import { type Counts, countsOf, printMatrix, rounded } from "./support/matrix.ts"
import { historyOf, importInto, openStore, temporaryFolder } from "./support/stores.ts"

const folder = fixture("claude-code", "projects")
const sessionId = "5b0c7e1a-2f4d-4a8e-9c61-0d3f5a7b9e21"
const sessionFile = join("-srv-widget", `${sessionId}.jsonl`)
const helperId = `agent-a9f4657.${sessionId}`
const oldId = "c2a9e0d4-6b1f-4e37-8f05-7d4c2b1a0e93"

type Line = JsonObject & {
  message?: JsonObject & { content?: JsonObject[] | string; usage?: { [name: string]: number } }
}

/** Counts by other means than the reader's: what a person would who goes through the lines. */
function countLines(lines: readonly Line[]): Counts {
  const replies = new Map<string, Line[]>()
  const counts: Counts = {
    ...{ sessions: 0, messages: 0, parts: 0, toolResults: 0 },
    ...{ input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  }
  for (const line of lines) {
    const content = line.message?.content
    const blocks = typeof content === "string" ? [{ type: "text" }] : (content ?? [])
    const results = blocks.filter(({ type }) => type === "tool_result").length
    counts.toolResults += results
    if (line.type === "assistant") {
      const id = String(line.message?.id)
      replies.set(id, [...(replies.get(id) ?? []), line])
      counts.parts += blocks.length
    } else if (line.type === "user") {
      counts.parts += blocks.length - results
      if (blocks.length > results) counts.messages += 1
    } else {
      counts.parts += 1
      if (line.type === "system" && line.content !== undefined) counts.messages += 1
    }
  }
  for (const reply of replies.values()) {
    const usage = reply.at(-1)?.message?.usage ?? {}
    counts.messages += 1
    counts.input += usage.input_tokens ?? 0
    counts.output += usage.output_tokens ?? 0
    counts.cacheRead += usage.cache_read_input_tokens ?? 0
    counts.cacheWrite += usage.cache_creation_input_tokens ?? 0
    counts.cost = rounded(counts.cost + Number(reply.at(-1)?.costUSD ?? 0))
  }
  return counts
}

test("loses no session, message, part, tool result, token or value of Claude Code", async () => {
  const store = openStore()
  const report = await importInto(store, folder)
  expect(report).toMatchObject({ format: "claude-code", damaged: [], skipped: [], sessions: { created: 4 } })
  const history = await historyOf(store)
  const lines = filesBelow(folder, ".jsonl").flatMap(linesOf)
  // Two files begin with a line that comes before any message; a sub-agent has a file, another stands in its session's.
  const inFiles = { ...countLines(lines), sessions: 4 }
  inFiles.messages += 2
  const lost = lostValues(lines, history.values())
  printMatrix("Claude Code", inFiles, countsOf(history.values()), lost)
  expect(lost).toEqual([])
  expect(countsOf(history.values())).toEqual(inFiles)
})

test("finds each part of a conversation where people look for it", async () => {
  const store = openStore()
  await importInto(store, folder)
  const { session, messages } = (await historyOf(store)).get(sessionId) ?? expect.fail("no session")
  expect(session).toMatchObject({
    ...{ title: "Find the needle", titleSource: "generated", parentId: null, directory: "" },
    ...{ createdAt: Date.parse("2026-03-02T09:00:01.005Z"), updatedAt: Date.parse("2026-03-02T09:00:56.000Z") },
    model: { providerId: "anthropic", modelId: "claude-opus-4-5-20251101" },
    metadata: { claudeCode: { version: "2.1.29", gitBranch: "main", folder: "/srv/widget" } },
  })
  expect(session.todos.map(({ content, status }) => [content, status])).toEqual([
    ["Check line 7", "in_progress"],
    ["Report", "pending"],
  ])
  const reply = messages.find(({ id }) => id === "msg_01HayStackNeedle0000000001") ?? expect.fail("no reply")
  expect(reply.usage).toEqual({ input: 12, output: 97, reasoning: 0, cacheRead: 11339, cacheWrite: 2040, cost: 0 })
  expect(reply.parts.map(({ type }) => type)).toEqual(["reasoning", "text", "tool", "tool"])
  expect(reply.parts[2]?.data).toMatchObject({
    ...{ tool: "Grep", callID: "toolu_01Grep" },
    state: { status: "completed", input: { pattern: "needle" }, output: "haystack.txt:7:the needle is here" },
  })
  expect(reply.parts[3]?.data).toMatchObject({ state: { attachments: [{ type: "file", mime: "image/png" }] } })
  const question = messages.find(({ parts }) => parts.some(({ type }) => type === "file"))
  expect(question?.parts.map(({ data }) => data)).toMatchObject([
    { text: "Do not delete it. See this picture 世界 🪡." },
    { mime: "image/png", url: expect.stringMatching(/^data:image\/png;base64,iVBOR/) },
  ])
  const refused = messages.flatMap(({ parts }) => parts).find(({ data }) => data.callID === "toolu_01Bash")
  expect(refused?.data).toMatchObject({ state: { status: "error", error: expect.stringMatching(/^The user doesn't/) } })
  expect(messages.flatMap(({ parts }) => parts.map(({ type }) => type))).toContain("compaction")
  expect(messages.find(({ error }) => error !== null)?.error).toEqual({
    ...{ name: "rate_limit", data: { message: "API Error: 529 overloaded" } },
  })
})

test("makes sessions of sub-agents, in files of their own and within their session's", async () => {
  const store = openStore()
  await importInto(store, folder)
  const history = await historyOf(store)
  expect(history.get(helperId)?.session).toMatchObject({ parentId: sessionId, title: "Check line 7", agent: "Explore" })
  const call = history
    .get(sessionId)
    ?.messages.flatMap(({ parts }) => parts)
    .find(({ data }) => data.tool === "Task")
  expect(call?.data).toMatchObject({ state: { metadata: { sessionId: helperId } } })
  const ofOld = [...history.values()].filter(({ session }) => session.parentId === oldId)
  expect(ofOld.map(({ session, messages }) => [session.title, messages.length])).toEqual([["Find guide.md", 2]])
})

test("comes out whole of files that grow, wherever they are cut off meanwhile", async () => {
  const history = await copyOf("claude-code", "projects")
  await expectGrowth(history, filesBelow(history, ".jsonl"))
})

test("writes nothing when nothing is new, and only what is new when a session went on", async () => {
  const store = openStore()
  const history = await copyOf("claude-code", "projects")
  const file = join(history, sessionFile)
  const whole = await readFile(file, "utf8")
  const lines = whole.split("\n")
  // In the middle of a reply of several lines, and of a line.
  await writeFile(file, `${lines.slice(0, 5).join("\n")}\n${lines[5]?.slice(0, 80)}`)
  expect(await importInto(store, history)).toMatchObject({ damaged: [], skipped: [], sessions: { created: 4 } })
  const before = await historyOf(store)
  await store.sessions.update(oldId, { title: "Mine" })
  const mine = await store.messages.append(sessionId, { role: "user", parts: [{ type: "text", text: "My own note" }] })
  await writeFile(file, whole)
  expect(await importInto(store, history)).toMatchObject({
    ...{ damaged: [], skipped: [], removed: 0 },
    sessions: { created: 0, updated: 1, unchanged: 3 },
  })
  const after = await historyOf(store)
  for (const { id, position } of before.get(sessionId)?.messages ?? []) {
    expect(after.get(sessionId)?.messages).toContainEqual(expect.objectContaining({ id, position }))
  }
  expect(after.get(sessionId)?.messages.map(({ id }) => id)).toContain(mine.id)
  expect(after.get(oldId)?.session.title).toBe("Mine")
  const fresh = openStore()
  await importInto(fresh, history)
  const expected = countsOf((await historyOf(fresh)).values())
  expect(countsOf(after.values())).toEqual({ ...expected, messages: expected.messages + 1, parts: expected.parts + 1 })
  const { changes } = await store.sessionChanges({ limit: 1000 })
  expect((await importInto(store, history)).sessions).toMatchObject({ created: 0, updated: 0, unchanged: 4 })
  expect((await store.sessionChanges({ limit: 1000 })).changes).toEqual(changes)
})

test("keeps both of two copies that went on, whichever comes first", async () => {
  const [whole] = [await readFile(join(folder, sessionFile), "utf8")]
  const head = whole.split("\n").slice(0, 2).join("\n")
  const question = (uuid: string, content: string) =>
    JSON.stringify({
      type: "user",
      uuid,
      parentUuid: null,
      sessionId,
      timestamp: "2026-03-02T10:00:00.000Z",
      message: { role: "user", content },
    })
  const copies = ["here", "there"].map((text) => `${head}\n${question(`uuid-${text}`, `Went on ${text}`)}\n`)
  for (const order of [copies, copies.toReversed()]) {
    const store = openStore()
    for (const copy of [...order, ...order]) {
      const file = join(await temporaryFolder(), `${sessionId}.jsonl`)
      await writeFile(file, copy)
      expect((await importInto(store, file)).removed).toBe(0)
    }
    const texts = (await historyOf(store))
      .get(sessionId)
      ?.messages.flatMap(({ parts }) => parts.map(({ data }) => data.text))
    expect(texts?.filter((text) => String(text).startsWith("Went on")).sort()).toEqual([
      "Went on here",
      "Went on there",
    ])
    expect(texts).toHaveLength(4)
  }
})

test("imports what is good of a hostile folder, and names the rest with program and reason", async () => {
  const store = openStore()
  const history = await copyOf("claude-code", "projects")
  const place = join(history, "-srv-widget")
  const deep = `{"type":"user","uuid":"deep","sessionId":"${sessionId}","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`
  await appendFile(
    join(history, sessionFile),
    `not json\n${deep}\n[1]\n${"\0".repeat(2000)}\n{"type":"user","uuid":"cut`,
  )
  await writeFile(join(place, "other.jsonl"), '{"hello":"world"}\n')
  await writeFile(join(place, "empty.jsonl"), "")
  await symlink("/etc/passwd", join(place, "link.jsonl"))
  await symlink(history, join(place, "loop"))
  const report = await importInto(store, history)
  expect(report.sessions).toMatchObject({ created: 4, skipped: 0 })
  expect(report.damaged.map(({ id }) => id)).toEqual(["line 29", "line 30", "line 31"])
  expect(report.skipped).toEqual([
    { table: "file", id: join(place, "link.jsonl"), reason: expect.stringMatching(/no regular file/) },
    expect.objectContaining({ id: "line 32", reason: "The line is nothing but zero bytes." }),
    { table: "file", id: join(place, "other.jsonl"), reason: expect.stringMatching(/Claude Code/) },
  ])
  const parts = (await historyOf(store)).get(sessionId)?.messages.flatMap((message) => message.parts) ?? []
  expect(parts.filter(({ type }) => type === "unreadable").map(({ data }) => String(data.raw).slice(0, 9))).toEqual([
    ...["not json", '{"type":"', "[1]"],
  ])
})

test("cuts a value that no store takes, and says so: the rest of its session arrives", async () => {
  const store = openStore()
  const history = await copyOf("claude-code", "projects")
  const file = join(history, "-srv-widget-docs", `${oldId}.jsonl`)
  const line = (uuid: string, content: string) =>
    `${JSON.stringify({ type: "user", uuid, parentUuid: null, isSidechain: false, sessionId: oldId, timestamp: "2025-06-14T11:00:00Z", message: { role: "user", content } })}\n`
  await appendFile(file, line("large", "x".repeat(17 * 1024 * 1024)))
  await appendFile(file, `{"type":"user","uuid":"huge","x":"${"x".repeat(65 * 1024 * 1024)}"}\n`)
  await appendFile(file, line("after", "still here"))
  const { skipped } = await importInto(store, file)
  expect(skipped.map(({ reason, size }) => [reason, size])).toEqual([
    [expect.stringMatching(/longer than \d+ bytes/), expect.any(Number)],
    [expect.stringMatching(/value text of its part of type text is over the store/), expect.any(Number)],
  ])
  const texts = (await historyOf(store))
    .get(oldId)
    ?.messages.flatMap(({ parts }) => parts.map(({ data }) => String(data.text)))
  expect(texts?.at(-1)).toBe("still here")
  expect(texts?.at(-2)?.length).toBeLessThan(17 * 1024 * 1024)
})

test("a session is the same whether its file is compressed, in UTF-16, or renamed", async () => {
  const store = openStore()
  await importInto(store, join(folder, sessionFile))
  const text = await readFile(join(folder, sessionFile), "utf8")
  const other = await temporaryFolder()
  for (const [name, content] of [
    ["session.gz", gzipSync(text)],
    ["session.txt", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["renamed", Buffer.from(`\ufeff${text}`)],
  ] as const) {
    await writeFile(join(other, name), content)
    expect((await importInto(store, join(other, name))).sessions).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 1,
    })
  }
})

test("a session goes to the project of its folder, where that is here, and to one of the folder's name otherwise", async () => {
  const store = openStore()
  const history = await copyOf("claude-code", "projects")
  const top = join(await realpath(await temporaryFolder()), "checkout")
  await mkdir(join(top, "docs"), { recursive: true })
  execFileSync("git", ["init", "-q", top])
  execFileSync("git", ["-C", top, "remote", "add", "origin", "https://me:SECRET@git.example/me/widget.git"])
  const file = join(history, "-srv-widget-docs", `${oldId}.jsonl`)
  await writeFile(file, (await readFile(file, "utf8")).replaceAll("/srv/widget/docs", join(top, "docs")))
  const { projects } = await importInto(store, history, { project: undefined, directory: await temporaryFolder() })
  expect(projects).toEqual([
    { id: "widget", sessions: 2, source: "own-name" },
    { id: "git.example/me/widget", sessions: 2, source: "worktree" },
  ])
  expect(await store.sessions.require(oldId)).toMatchObject({ directory: "docs", projectId: "git.example/me/widget" })
  // The next session of a folder that is gone goes where the first one went.
  const next = "dddddddd-0000-4000-8000-00000000dddd"
  const renamed = (await readFile(join(history, sessionFile), "utf8")).replaceAll(sessionId, next)
  await writeFile(join(history, "-srv-widget", `${next}.jsonl`), renamed)
  await importInto(store, history, { project: undefined, directory: await temporaryFolder() })
  expect((await store.sessions.require(next)).projectId).toBe("widget")
})

test("a file whose first line is longer than what is looked at is recognised, and a hostile one takes no time", async () => {
  const place = await temporaryFolder()
  const line = {
    parentUuid: null,
    isSidechain: false,
    sessionId,
    type: "user",
    uuid: "u",
    message: { role: "user", content: "x".repeat(200_000) },
  }
  await writeFile(join(place, "long"), `${JSON.stringify(line)}\n`)
  expect((await importInto(openStore(), join(place, "long"))).sessions.created).toBe(1)
  await writeFile(join(place, "hostile"), `{${'"a":"a":'.repeat(20_000)}`)
  await expect(importInto(openStore(), join(place, "hostile"))).rejects.toMatchObject({ code: "invalid_input" })
})

test("one file is imported alone, and a file that is gone does not stop the others", async () => {
  const store = openStore()
  const history = await copyOf("claude-code", "projects")
  expect((await importInto(store, join(history, sessionFile))).sessions.created).toBe(1)
  await rm(join(history, sessionFile))
  expect((await importInto(store, history)).sessions).toMatchObject({ created: 3, unchanged: 0 })
})
