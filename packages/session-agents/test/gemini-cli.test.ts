import { readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { JsonObject } from "@opencode/session-core"
import { expect, test } from "vitest"
import { copyOf, filesBelow, fixture, linesOf } from "./support/fixtures.ts"
import { expectGrowth, expectNothingNew } from "./support/growth.ts"
import { lostValues } from "./support/lost-values.ts"
import { type Counts, countsOf, printMatrix } from "./support/matrix.ts"
import { historyOf, importInto, openStore } from "./support/stores.ts"

const folder = fixture("gemini", "tmp")
const sessionId = "1a2b3c4d-5e6f-4708-9a0b-1c2d3e4f5a6b"
const helperId = `agent-codebase-investigator-1.${sessionId}`
const olderId = "9c8d7e6f-0000-4000-8000-00000000aaaa"
const loggedId = "77777777-0000-4000-8000-00000000bbbb"
const chat = join("widget/chats", "session-2026-05-02T10-00-1a2b3c4d.jsonl")

interface Message extends JsonObject {
  id: string
  type: string
}

/** The messages of all chats in their last state, by other means than the reader's. */
async function lastStates(): Promise<Message[]> {
  const messages = new Map<string, Message>()
  const note = (each: unknown) => messages.set((each as Message).id, each as Message)
  for (const line of filesBelow(folder, ".jsonl").flatMap(linesOf)) {
    const set = line.$set as { messages?: unknown[] } | undefined
    if (line.id !== undefined) note(line)
    else for (const message of set?.messages ?? []) note(message)
  }
  for (const file of filesBelow(folder, ".json").filter((each) => each.includes("chats"))) {
    for (const message of JSON.parse(await readFile(file, "utf8")).messages) note(message)
  }
  return [...messages.values()]
}

const length = (value: unknown): number => (Array.isArray(value) ? value.length : value === "" ? 0 : 1)

function countMessages(messages: readonly Message[]): Counts {
  const counts: Counts = {
    // A saved conversation: five contents with a message of their own, six parts, and a call with its answer. Two prompts of a log.
    ...{ sessions: 5, messages: 7 + messages.length, parts: 8, toolResults: 1 },
    ...{ input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  }
  for (const { content, thoughts = [], toolCalls = [], tokens } of messages) {
    counts.parts += length(content) + length(thoughts) + length(toolCalls)
    counts.toolResults += length(toolCalls)
    const {
      input = 0,
      cached = 0,
      tool = 0,
      output = 0,
      thoughts: thought = 0,
    } = (tokens ?? {}) as { [name: string]: number }
    counts.input += input - cached + tool
    counts.output += output
    counts.reasoning += thought
    counts.cacheRead += cached
  }
  return counts
}

test("loses no session, message, part, tool result, token or value of Gemini CLI", async () => {
  const store = openStore()
  const report = await importInto(store, folder)
  expect(report).toMatchObject({ format: "gemini-cli", damaged: [], skipped: [], sessions: { created: 5 } })
  const history = await historyOf(store)
  const messages = await lastStates()
  const inFiles = countMessages(messages)
  const saved = filesBelow(folder, ".json").filter((file) => !file.includes("chats"))
  const documents = await Promise.all(saved.map(async (file) => JSON.parse(await readFile(file, "utf8"))))
  const { authType: _how, ...conversation } = documents[0]
  const lost = lostValues([...messages, conversation, documents[1]], history.values())
  printMatrix("Gemini CLI", inFiles, countsOf(history.values()), lost)
  expect(lost).toEqual([])
  expect(countsOf(history.values())).toEqual(inFiles)
})

test("knows a document whose members were put into another order, as tools that sort JSON do", async () => {
  const store = openStore()
  const [document = ""] = filesBelow(folder, ".json").filter((file) => file.includes("chats"))
  const sorted = (value: unknown): unknown =>
    typeof value !== "object" || value === null
      ? value
      : Array.isArray(value)
        ? value.map(sorted)
        : Object.fromEntries(
            Object.entries(value)
              .sort()
              .map(([key, each]) => [key, sorted(each)]),
          )
  const file = join(await copyOf("gemini"), "renamed.json")
  await writeFile(file, JSON.stringify(sorted(JSON.parse(await readFile(document, "utf8"))), null, 2))
  expect(await importInto(store, file)).toMatchObject({ format: "gemini-cli", sessions: { created: 1 }, skipped: [] })
})

test("finds each part of a conversation where people look for it", async () => {
  const store = openStore()
  await importInto(store, folder)
  const history = await historyOf(store)
  const { session, messages } = history.get(sessionId) ?? expect.fail("no session")
  expect(session).toMatchObject({
    ...{ title: "Find the needle in the haystack", parentId: null, createdAt: Date.parse("2026-05-02T10:00:00Z") },
    ...{ model: { providerId: "google", modelId: "gemini-3-pro" }, metadata: { gemini: { folder: "/srv/widget" } } },
  })
  const reply = messages.find(({ id }) => id === "g-1")
  expect(reply?.usage).toEqual({ input: 1000, output: 40, reasoning: 25, cacheRead: 8000, cacheWrite: 0, cost: 0 })
  expect(reply?.parts.map(({ type, data }) => data.text ?? [type, data.tool])).toEqual([
    ...["Searching\nI look for the word.", ["tool", "search_file_content"]],
  ])
  expect(reply?.parts[1]?.data).toMatchObject({
    state: { status: "completed", output: "Found 1 match: haystack.txt line 7", title: "'needle' within ./" },
  })
  const calls = messages.find(({ id }) => id === "g-2")?.parts.slice(1)
  expect(calls?.map(({ data }) => data.state)).toMatchObject([
    { status: "error", error: expect.stringMatching(/Cancelled/) },
    { status: "completed", attachments: [{ mime: "image/png" }] },
  ])
  expect(messages.find(({ id }) => id === "e-1")?.error).toMatchObject({ data: { message: "[API Error: overloaded]" } })
  const states = messages.map(({ id, metadata }) => [id, (metadata.gemini as JsonObject).rewound === true])
  expect(Object.fromEntries(states)).toMatchObject({ "u-2": true, "g-3": true, "u-3": false, "c-1": false })
  expect(history.get(helperId)?.session).toMatchObject({ parentId: sessionId, title: "Investigate line 7" })
})

test("reads what older versions left: documents, saved conversations, and prompts of which nothing else is there", async () => {
  const store = openStore()
  await importInto(store, folder)
  const history = await historyOf(store)
  expect(history.get(olderId)?.session.metadata.gemini).toMatchObject({ folder: "/srv/gadget" })
  expect(history.get(olderId)?.messages).toHaveLength(2)
  expect(history.get(loggedId)?.session.title).toBe("Make it blink faster")
  const saved = [...history.values()].find(({ session }) => session.title === "before the change")
  expect(saved?.messages.flatMap(({ parts }) => parts).find(({ type }) => type === "tool")?.data).toMatchObject({
    ...{ tool: "replace", state: { status: "completed", output: "Successfully modified file" } },
  })
})

test("writes nothing when nothing is new, and only what is new when chats went on", async () => {
  const history = await copyOf("gemini")
  const tmp = join(history, "tmp")
  const store = await expectGrowth(tmp, filesBelow(tmp, ".jsonl"))
  // A document is written as a whole.
  const file = join(
    tmp,
    filesBelow(folder, ".json")
      .find((each) => each.includes("chats"))
      ?.slice(folder.length) ?? "",
  )
  const document = JSON.parse(await readFile(file, "utf8"))
  document.messages.push({ id: "m-3", timestamp: "2025-10-05T08:01:00.000Z", type: "user", content: "And then?" })
  await writeFile(file, JSON.stringify(document))
  const mine = await store.messages.append(olderId, { role: "user", parts: [{ type: "text", text: "My own note" }] })
  expect(await importInto(store, tmp)).toMatchObject({ messages: 1, parts: 1, removed: 0, sessions: { updated: 1 } })
  expect((await historyOf(store)).get(olderId)?.messages.map(({ id }) => id)).toEqual(["m-1", "m-2", mine.id, "m-3"])
  await expectNothingNew(store, tmp)
})

test("a chat that was taken over into the newer format is the same chat", async () => {
  const store = openStore()
  const tmp = join(await copyOf("gemini"), "tmp")
  await importInto(store, tmp)
  const [file = ""] = filesBelow(tmp, ".json").filter((each) => each.includes("chats"))
  const { messages, ...header } = JSON.parse(await readFile(file, "utf8"))
  await writeFile(`${file}l`, [header, ...messages].map((line) => `${JSON.stringify(line)}\n`).join(""))
  await rm(file)
  await expectNothingNew(store, tmp)
})

test("a message of an early version, without an id, is a message all the same", async () => {
  const store = openStore()
  const tmp = join(await copyOf("gemini"), "tmp")
  const [file = ""] = filesBelow(tmp, ".json").filter((each) => each.includes("chats"))
  const { messages, ...header } = JSON.parse(await readFile(file, "utf8"))
  const withoutIds = messages.map(({ id: _id, ...message }: Message) => message)
  await writeFile(file, JSON.stringify({ ...header, messages: [...withoutIds, ...withoutIds] }, null, 2))
  await importInto(store, tmp)
  const roles = (await historyOf(store)).get(olderId)?.messages.map(({ role }) => role)
  expect(roles).toEqual(["user", "assistant", "user", "assistant"])
  await expectNothingNew(store, tmp)
})

test("imports what is good of a hostile folder, and names the rest with program and reason", async () => {
  const store = openStore()
  const tmp = join(await copyOf("gemini"), "tmp")
  const chats = join(tmp, "widget/chats")
  await writeFile(join(chats, "session-broken.json"), '{"sessionId":"x","projectHash":"y","messages":[{"id":')
  await writeFile(join(chats, "session-other.json"), '{"hello":["world"]}')
  await writeFile(
    join(chats, "session-deep.json"),
    `{"sessionId":"deep","projectHash":"y","messages":[${"[".repeat(9000)}${"]".repeat(9000)},7,{"id":"ok","timestamp":"x","type":"user","content":null}]}`,
  )
  await writeFile(
    join(tmp, chat),
    `${await readFile(join(tmp, chat), "utf8")}nonsense\n{"$rewindTo":"nobody"}\n{"id":"cut`,
  )
  const report = await importInto(store, tmp)
  expect(report.sessions).toMatchObject({ created: 6, skipped: 0 })
  expect(report.damaged.map(({ id }) => id)).toEqual(["line 18", "item 2"])
  expect(report.skipped.map(({ table, reason }) => [table === "file", reason])).toEqual([
    [true, expect.stringMatching(/^A file of Gemini CLI cannot be read: .*session-broken\.json is not valid JSON/)],
    [false, "It is nested too deeply."],
    [true, expect.stringMatching(/^Gemini CLI keeps/)],
  ])
  expect((await historyOf(store)).get(sessionId)?.messages).toHaveLength(9)
})
