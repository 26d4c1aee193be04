import assert from "node:assert/strict"
import type { SessionEvent } from "@opencode/session-web"
import { EventReader } from "session-test-support/event-reader"
import { DemoClient, errorName, ProblemError, textOf } from "../client/demo-client.ts"
import { DemoProcess } from "../client/demo-process.ts"
import type { CheckContext } from "./check-context.ts"
import { countSample } from "./count-sample.ts"

/** What each step proves. It throws when it does not hold. */
type Step = [what: string, run: (context: CheckContext) => Promise<void>]

/** The steps, in their order: later ones go on with what earlier ones wrote. */
export const steps: Step[] = [
  [
    "an empty store is given the sample: every session and message of it",
    async ({ client }) => {
      const sample = await countSample()
      const { totals } = await client.get<{ totals: { sessions: number; messages: number } }>("/api/statistics")
      assert.equal(totals.sessions, sample.sessions)
      assert.equal(totals.messages, sample.messages)
    },
  ],
  [
    "it says what it is: provider, project, agent",
    async ({ client }) => {
      const status = await client.status()
      assert.equal(status.badge, "⛁ sqlite")
      assert.equal(status.project.id, "widget")
      assert.equal(status.agent?.model, "offline/rules")
    },
  ],
  [
    "the page and the API's description are served",
    async ({ client }) => {
      const page = await client.raw({ path: "/" })
      assert.equal(page.status, 200)
      assert.match(page.text, /<script type="module"[^>]* src="\/assets\//)
      const { openapi, paths } = await client.get<{ openapi: string; paths: object }>("/doc")
      assert.equal(openapi, "3.1.0")
      assert.ok("/api/sessions/{id}/messages" in paths)
    },
  ],
  [
    "lists and messages come page by page, each once",
    async ({ client }) => {
      const ids: string[] = []
      let cursor = ""
      do {
        const page = await client.sessions(`?limit=2&parent=none${cursor}`)
        assert.ok(page.sessions.length <= 2)
        ids.push(...page.sessions.map(({ id }) => id))
        cursor = page.nextCursor === null ? "" : `&cursor=${page.nextCursor}`
      } while (cursor !== "")
      assert.equal(new Set(ids).size, ids.length)
      const all = await client.sessions("?parent=none")
      assert.deepEqual(
        ids,
        all.sessions.map(({ id }) => id),
      )
      const [first] = all.sessions
      assert.ok(first)
      const newest = await client.messages(first.id, "?limit=1&order=newest-first")
      const everything = await client.messages(first.id)
      assert.equal(everything.messages.length, first.messageCount)
      assert.equal(newest.messages[0]?.id, everything.messages.at(-1)?.id)
    },
  ],
  [
    "search finds words, parts of words and scripts without spaces, and says where",
    async ({ client }) => {
      for (const text of ["notes", "otes", "世界"]) {
        const { hits } = await client.search(text)
        const [start, end] = hits[0]?.matches[0] ?? [0, 0]
        assert.equal(hits[0]?.snippet.slice(start, end).toLowerCase(), text)
      }
    },
  ],
  [
    "the agent writes, reads and lists files with its tools, and says so in the session",
    async (context) => {
      const { client } = context
      const { id } = await client.create()
      context.sessionId = id
      await client.ended(id, await client.prompt(id, "write notes/plan.md: First thought"))
      await client.ended(id, await client.prompt(id, "write notes/plan.md: Second thought"))
      const read = await client.ended(id, await client.prompt(id, "read notes/plan.md"))
      assert.match(textOf(read), /Second thought/)
      assert.deepEqual(
        read.parts.map(({ type }) => type),
        ["reasoning", "tool", "text"],
      )
      const listed = await client.ended(id, await client.prompt(id, "list files"))
      assert.match(textOf(listed), /notes\/plan\.md/)
      assert.ok((listed.usage?.output ?? 0) > 0)
      assert.equal((await client.session(id)).title, "write notes/plan.md: First thought")
    },
  ],
  [
    "each version of a file is kept",
    async ({ client, sessionId }) => {
      const { files } = await client.files(sessionId)
      assert.deepEqual(
        files.map(({ path, versions }) => [path, versions]),
        [["notes/plan.md", 2]],
      )
      const { files: versions } = await client.fileVersions(sessionId, "notes/plan.md")
      assert.deepEqual(
        versions.map(({ content }) => content),
        ["First thought\n", "Second thought\n"],
      )
    },
  ],
  [
    "the agent's tools do not leave the workspace",
    async ({ client, sessionId }) => {
      for (const path of ["../../escape.txt", "/etc/passwd"]) {
        const reply = await client.ended(sessionId, await client.prompt(sessionId, `write ${path}: out`))
        const call = reply.parts.find(({ type }) => type === "tool")
        assert.match(JSON.stringify(call?.data), /"status":"error"/)
      }
      assert.equal((await client.files(sessionId)).files.length, 1)
    },
  ],
  [
    "a reply is stopped, continued to its end, and tried again",
    async ({ client, sessionId }) => {
      const messageId = await client.prompt(sessionId, "count to 150")
      await client.until(sessionId, messageId, (message) => /\b10\b/.test(textOf(message)))
      await assert.rejects(client.prompt(sessionId, "list files"), isProblem("conflict"))
      await client.stop(sessionId)
      const stopped = await client.ended(sessionId, messageId)
      assert.equal(errorName(stopped), "MessageStoppedError")
      assert.equal(await client.continue(sessionId), messageId)
      const continued = await client.ended(sessionId, messageId)
      assert.equal(errorName(continued), null)
      assert.equal(textOf(continued), numbersTo(150))
      const again = await client.ended(sessionId, await client.retry(sessionId))
      assert.notEqual(again.id, messageId)
      assert.equal(textOf(again), numbersTo(150))
    },
  ],
  [
    "a crash loses nothing that was written: the reply is marked as interrupted, and is continued to its end",
    async (context) => {
      const { sessionId } = context
      const messageId = await context.client.prompt(sessionId, "count to 200")
      const before = await context.client.until(sessionId, messageId, (message) => /\b20\b/.test(textOf(message)))
      await context.demo.kill()
      context.demo = await DemoProcess.start(context.options)
      context.client = new DemoClient(context.demo.address)
      const marked = await context.client.ended(sessionId, messageId)
      assert.equal(errorName(marked), "MessageInterruptedError")
      assert.ok(textOf(marked).startsWith(textOf(before)))
      await context.client.continue(sessionId)
      assert.equal(textOf(await context.client.ended(sessionId, messageId)), numbersTo(200))
    },
  ],
  [
    "changes come live, and a stream that was dropped goes on exactly where it was",
    async ({ client, demo }) => {
      const first = await EventReader.open<SessionEvent>(demo.address)
      const before = await client.create("Before the drop")
      await first.event(before.id)
      await first.until(() => first.lastEventId !== undefined)
      const { lastEventId } = first
      await first.close()
      const missed = await Promise.all([client.create("Missed 1"), client.create("Missed 2")])
      const second = await EventReader.open<SessionEvent>(demo.address, lastEventId)
      for (const { id } of missed) await second.event(id)
      for (const { id } of [before, ...missed]) await client.send("DELETE", `/api/sessions/${id}`)
      await second.event(before.id, ({ session }) => session?.deletedAt !== null)
      await second.close()
    },
  ],
  [
    "sessions are renamed, forked, archived, deleted and restored",
    async ({ client, sessionId }) => {
      const path = `/api/sessions/${sessionId}`
      assert.equal((await client.send<{ title: string }>("PATCH", path, { title: "A plan" })).title, "A plan")
      const fork = await client.send<{ id: string; messageCount: number }>("POST", `${path}/fork`, {})
      assert.equal(fork.messageCount, (await client.session(sessionId)).messageCount)
      await client.send("PATCH", path, { archived: true })
      assert.ok((await client.sessions("?state=archived")).sessions.some(({ id }) => id === sessionId))
      await client.send("PATCH", path, { archived: false })
      await client.send("DELETE", path)
      assert.ok((await client.sessions("?state=deleted")).sessions.some(({ id }) => id === sessionId))
      await client.send("POST", `${path}/restore`)
      assert.equal((await client.session(sessionId)).deletedAt, null)
    },
  ],
  [
    "a session is exported as JSON Lines",
    async ({ client, sessionId }) => {
      const { status, headers, text } = await client.raw({ path: `/api/sessions/${sessionId}/export` })
      assert.equal(status, 200)
      assert.equal(headers["content-disposition"], `attachment; filename="session-${sessionId}.jsonl"`)
      const lines = text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line))
      assert.equal(lines.at(-1)?.type, "end")
      assert.equal(lines.at(-1)?.sessions, 1)
    },
  ],
  [
    "usage is there in total and day by day",
    async ({ client }) => {
      const { totals, days } = await client.get<{
        totals: { usage: { output: number } }
        days: { usage: { output: number } }[]
      }>("/api/statistics?days=3660")
      assert.ok(totals.usage.output > 0)
      assert.equal(
        days.reduce((sum, { usage }) => sum + usage.output, 0),
        totals.usage.output,
      )
    },
  ],
  [
    "other names, other origins and paths out of the page are refused",
    async ({ client }) => {
      const status = async (path: string, headers: Record<string, string> = {}, method = "GET") =>
        (await client.raw({ path, headers, method })).status
      assert.equal(await status("/api/status", { Host: "rebound.example" }), 403)
      assert.equal(await status("/", { Host: "rebound.example" }), 403)
      assert.equal(await status("/api/sessions", { Origin: "http://evil.example" }, "POST"), 403)
      assert.equal(await status("/api/sessions", { "Sec-Fetch-Site": "cross-site" }), 403)
      assert.equal(await status("/../package.json"), 404)
      assert.equal(await status("/assets/..%2f..%2f..%2fpackage.json"), 404)
    },
  ],
  [
    "errors say what is wrong, with the store's codes",
    async ({ client }) => {
      await assert.rejects(client.session("nothing"), isProblem("not_found"))
      await assert.rejects(client.sessions("?cursor=x"), isProblem("invalid_cursor"))
      await assert.rejects(client.sessions("?limit=0"), isProblem("invalid_input"))
    },
  ],
  [
    "Ctrl-C ends it: what is being written is stored as interrupted",
    async (context) => {
      const messageId = await context.client.prompt(context.sessionId, "count to 500")
      await context.client.until(context.sessionId, messageId, (message) => /\b10\b/.test(textOf(message)))
      assert.equal(await context.demo.interrupt(), 0)
      context.demo = await DemoProcess.start(context.options)
      context.client = new DemoClient(context.demo.address)
      const { messages } = await context.client.messages(context.sessionId, "?order=newest-first&limit=1")
      assert.equal(messages[0]?.id, messageId)
      assert.equal(messages[0] && errorName(messages[0]), "MessageInterruptedError")
    },
  ],
]

const numbersTo = (last: number): string => Array.from({ length: last }, (_, index) => index + 1).join(" ")

const isProblem = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code
