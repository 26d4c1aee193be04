import { mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { describe, expect, test } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"

/** Writes files by their paths below a new folder; texts as they are, values as JSON. */
async function folderOf(files: Record<string, unknown>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), typeof content === "string" ? content : JSON.stringify(content, null, 2))
  }
  return folder
}

const time = (created: number, completed?: number) => ({ created, ...(completed === undefined ? {} : { completed }) })

const textsOf = async (store: SessionStore, id: string) =>
  (await store.messages.list(id)).messages.map(({ role, parts }) => [
    role,
    ...parts.map(({ type, data }) => data.text ?? type),
  ])

const question = {
  role: "user",
  time: time(1760000000000),
  agent: "build",
  model: { providerID: "acme", modelID: "a-1" },
}
const reply = {
  ...{
    role: "assistant",
    time: time(1760000001000, 1760000002000),
    parentID: "msg_j9",
    modelID: "a-1",
    providerID: "acme",
  },
  ...{ mode: "build", path: { cwd: "/srv/widget", root: "/srv/widget" }, cost: 0.01 },
  tokens: { input: 5, output: 2, reasoning: 0, cache: { read: 0, write: 0 } },
}

describe("the storage folder of 0.6 to 1.1", () => {
  const files = {
    migration: "2",
    "project/p9.json": {
      id: "p9",
      worktree: "/srv/widget",
      vcs: "git",
      time: { created: 1, initialized: 2 },
      sandboxes: [],
    },
    // What is in the file is older than where it is.
    "session/p9/ses_j1.json": {
      ...{
        id: "ses_old",
        projectID: "p8",
        directory: "/srv/widget/src",
        title: "From the JSON days",
        version: "1.1.48",
      },
      ...{ time: { created: 1760000000000, updated: 1760000005000 }, summary: { additions: 3, deletions: 1 } },
    },
    "session_diff/ses_j1.json": [{ file: "a.ts", additions: 3 }],
    "session/gone/ses_j2.json": {
      directory: "/srv/lost",
      title: "Without its project",
      time: { created: 1, updated: 2 },
    },
    "session/p9/ses_cut.json": '{"id":"ses_cut","title":"cut of',
    "session/p9/.oc-ses_j1.json.1.tmp": "{",
    // By time, and not by name.
    "message/ses_j1/msg_j9.json": { id: "msg_j9", sessionID: "ses_j1", ...question },
    "message/ses_j1/msg_j2.json": { id: "msg_j2", sessionID: "ses_j1", ...reply },
    "message/ses_j1/msg_j3.json": "not JSON",
    "message/ses_none/msg_n.json": { role: "user" },
    "part/msg_j9/prt_j1.json": {
      id: "prt_j1",
      sessionID: "ses_j1",
      messageID: "msg_j9",
      type: "text",
      text: "Find the needle",
    },
    "part/msg_j2/prt_j2.json": { type: "text", text: "Found." },
    "part/msg_j2/prt_j3.json": "{",
    "part/msg_j3/prt_j4.json": { type: "text", text: "still here" },
    "todo/ses_j1.json": [{ id: "1", content: "look", status: "completed", priority: "high" }],
  }

  test("loses no session, message, part or to-do, and names what is broken", async () => {
    const store = await openMemoryStore()
    const report = await importSource(store, await folderOf(files))
    expect(report).toMatchObject({
      format: "opencode-storage",
      sessions: { created: 2, skipped: 1 },
      messages: 3,
      parts: 4,
    })
    expect(report.skipped.map(({ table, id }) => `${table} ${id}`)).toEqual(["session ses_cut", "message ses_none"])
    expect(report.damaged.map(({ table, id }) => `${table} ${id}`)).toEqual([
      "session ses_cut",
      "message msg_j3",
      "part prt_j3",
    ])
    expect(await textsOf(store, "ses_j1")).toEqual([
      ["unknown", "still here"],
      ["user", "Find the needle"],
      ["assistant", "Found.", "unreadable"],
    ])
    const session = await store.sessions.require("ses_j1")
    expect(session).toMatchObject({ title: "From the JSON days", directory: "src", usage: { input: 5, cost: 0.01 } })
    expect(session.todos).toMatchObject([{ content: "look", status: "completed", priority: "high" }])
    expect(session.metadata.opencode).toMatchObject({
      ...{ project_id: "p9", project: { worktree: "/srv/widget", time_initialized: 2 } },
      ...{ summary_additions: 3, summary_diffs: [{ file: "a.ts" }] },
    })
    expect((await store.sessions.require("ses_j2")).title).toBe("Without its project")
  })

  test("again: nothing is written", async () => {
    const store = await openMemoryStore()
    const folder = await folderOf(files)
    await importSource(store, folder)
    expect(await importSource(store, folder)).toMatchObject({ sessions: { created: 0, updated: 0, unchanged: 2 } })
  })
})

test("the folder of a project before 0.6 is imported, with the folder that its replies name", async () => {
  const store = await openMemoryStore()
  const folder = await folderOf({
    "project/srv-widget/storage/session/info/ses_a.json": {
      id: "ses_a",
      title: "Old",
      version: "0.5.0",
      time: { created: 1, updated: 2 },
    },
    "project/srv-widget/storage/session/message/ses_a/msg_a.json": { id: "msg_a", sessionID: "ses_a", ...reply },
    "project/srv-widget/storage/session/part/ses_a/msg_a/prt_a.json": { type: "text", text: "Hello" },
  })
  const report = await importSource(store, join(folder, "project/srv-widget/storage"))
  expect(report).toMatchObject({ sessions: { created: 1 }, messages: 1, parts: 1, skippedCount: 0, damagedCount: 0 })
  expect(report.projects).toMatchObject([{ id: "widget" }])
  expect(await textsOf(store, "ses_a")).toEqual([["assistant", "Hello"]])
})

test("messages of the first versions have their parts within them", async () => {
  const store = await openMemoryStore()
  const folder = await folderOf({
    "session/info/ses_a.json": { id: "ses_a", title: "First", time: { created: 1, updated: 2 } },
    "session/message/ses_a/msg_a.json": {
      ...{ id: "msg_a", role: "assistant" },
      parts: [
        { type: "step-start" },
        { type: "text", text: "Hello" },
        {
          type: "tool-invocation",
          toolInvocation: {
            state: "result",
            toolCallId: "c1",
            toolName: "bash",
            args: { command: "ls" },
            result: "needle",
          },
        },
      ],
      metadata: {
        ...{
          sessionID: "ses_a",
          time: { created: 5, completed: 6 },
          tool: { c1: { title: "List", time: { start: 5, end: 6 } } },
        },
        assistant: {
          modelID: "a-1",
          providerID: "acme",
          cost: 0.5,
          tokens: { input: 1, output: 1 },
          path: { root: "/srv/first" },
        },
      },
    },
  })
  await importSource(store, folder)
  const [message] = (await store.messages.list("ses_a")).messages
  expect(message).toMatchObject({ createdAt: 5, completedAt: 6, model: { modelId: "a-1" }, usage: { cost: 0.5 } })
  expect(message?.parts).toMatchObject([
    { type: "step-start" },
    { type: "text", data: { text: "Hello" } },
    {
      type: "tool",
      data: {
        tool: "bash",
        callID: "c1",
        state: { status: "completed", input: { command: "ls" }, output: "needle", title: "List" },
      },
    },
  ])
})
