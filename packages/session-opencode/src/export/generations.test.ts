import { writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { customPart, type JsonObject, type SessionStore } from "@opencode/session-core"
import { describe, expect, test } from "vitest"
import { openMemoryStore } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"
import { type ExportToOpenCodeOptions, exportToOpenCode } from "./export-to-opencode.ts"

const sample = join(import.meta.dirname, "../../../../apps/demo/sample")

async function textOf(store: SessionStore, id: string, options?: ExportToOpenCodeOptions): Promise<string> {
  let text = ""
  for await (const piece of exportToOpenCode(store, id, options)) text += piece
  return text
}

async function importText(store: SessionStore, text: string) {
  const file = join(tmpdir(), `generation-${crypto.randomUUID()}.json`)
  await writeFile(file, text)
  return importSource(store, file, { directory: tmpdir(), project: "p" })
}

const time = 1_790_000_000_000

/** An export of OpenCode 2.x with every type of message, and a file in each form. */
const second: JsonObject = {
  info: {
    ...{ id: "ses_two", projectID: "p2", agent: "build", model: { id: "m", providerID: "p" }, cost: 0.01 },
    tokens: { input: 1, output: 2, reasoning: 0, cache: { read: 0, write: 0 } },
    time: { created: time, updated: time + 5 },
    title: "Second",
    location: { directory: "/srv/work/alpha/sub" },
    subpath: "sub",
  },
  messages: [
    {
      ...{ id: "msg_1", type: "user", time: { created: time }, text: "Where?" },
      files: [
        { data: "aGk=", mime: "text/plain", name: "a.txt", source: { type: "inline" } },
        { data: "", mime: "text/plain", source: { type: "uri", uri: "file:///a" } },
        { uri: "file:///b", mime: "text/plain" },
      ],
      agents: [{ name: "explore", mention: { start: 0, end: 1, text: "@" } }],
      skills: [{ id: "s", name: "skill" }],
      metadata: { a: 1 },
    },
    {
      ...{ id: "msg_2", type: "assistant", time: { created: time, completed: time + 9 }, agent: "build" },
      ...{ model: { id: "m", providerID: "p", variant: "high" }, finish: "stop", cost: 0.01 },
      tokens: { input: 1, output: 2, reasoning: 0, cache: { read: 0, write: 0 } },
      snapshot: { start: "x", files: ["a"] },
      content: [
        { type: "reasoning", text: "hm", time: { created: time, completed: time + 1 } },
        {
          ...{ type: "tool", id: "c1", name: "bash", time: { created: time, ran: time + 1, completed: time + 2 } },
          state: {
            ...{ status: "completed", input: { command: "ls" }, metadata: { exit: 0 } },
            content: [
              { type: "text", text: "out" },
              { type: "file", uri: "file:///c", mime: "image/png", name: "c.png" },
            ],
          },
        },
        {
          ...{ type: "tool", id: "c2", name: "bash", time: { created: time } },
          state: { status: "error", input: {}, error: { type: "tool", message: "no" } },
        },
        {
          type: "tool",
          id: "c3",
          name: "read",
          time: { created: time },
          state: { status: "streaming", input: '{"pa' },
        },
        { type: "text", text: "There." },
      ],
    },
    {
      ...{
        id: "msg_3",
        type: "assistant",
        time: { created: time },
        agent: "build",
        model: { id: "m", providerID: "p" },
      },
      ...{ error: { type: "provider", message: "overloaded", status: 529 }, content: [] },
    },
    { id: "msg_4", type: "synthetic", time: { created: time }, text: "note", description: "d" },
    {
      ...{ id: "msg_5", type: "shell", time: { created: time, completed: time }, shellID: "sh", command: "ls" },
      ...{ status: "exited", exit: 0, output: { output: "a", truncated: false } },
    },
    {
      ...{ id: "msg_6", type: "compaction", time: { created: time }, status: "completed", reason: "auto" },
      ...{ summary: "all", recent: "r" },
    },
    { id: "msg_7", type: "model-switched", time: { created: time }, model: { id: "n", providerID: "p" } },
    { id: "msg_8", type: "idle", time: { created: time }, outcome: "succeeded" },
  ],
}

describe("a session goes out in the generation that it came from", () => {
  test("what OpenCode 2 exported comes out with the same value in every place, and importing that changes nothing", async () => {
    const store = await openMemoryStore()
    expect(await importText(store, JSON.stringify(second))).toMatchObject({ skippedCount: 0 })
    const text = await textOf(store, "ses_two")
    expect(JSON.parse(text)).toEqual(second)
    expect((await importText(store, text)).sessions).toMatchObject({ unchanged: 1, updated: 0 })
  })

  test("so does a history of OpenCode 1", async () => {
    const store = await openMemoryStore()
    await importSource(store, join(sample, "opencode.db"), { directory: sample, project: "p" })
    const { sessions } = await store.sessions.list()
    for (const { id } of sessions) {
      const text = await textOf(store, id)
      expect(JSON.parse(text).info).toMatchObject({ id, slug: expect.any(String), directory: expect.any(String) })
      expect((await importText(store, text)).sessions).toMatchObject({ unchanged: 1, updated: 0 })
      const elsewhere = await openMemoryStore()
      await importText(elsewhere, text)
      expect(await textOf(elsewhere, id)).toBe(text)
    }
  })
})

describe("a session goes out in the other generation, for an OpenCode that takes no other", () => {
  test("for OpenCode 2 a prompt has its files with it, a reply its content, and what a program added is a message of its own", async () => {
    const store = await openMemoryStore()
    await importSource(store, join(sample, "opencode.db"), { directory: sample, project: "p" })
    const { sessions } = await store.sessions.list()
    for (const { id } of sessions) {
      const { info, messages } = JSON.parse(await textOf(store, id, { generation: 2 }))
      expect(info.location.directory).toMatch(/^\//)
      for (const message of messages) checkSecond(message)
    }
  })

  test("for OpenCode 1 a message has parts, and what 1 has no word of is named", async () => {
    const store = await openMemoryStore()
    await importText(store, JSON.stringify(second))
    const leftOut: string[] = []
    const { info, messages } = JSON.parse(
      await textOf(store, "ses_two", { generation: 1, onLeftOut: ({ type }) => leftOut.push(type) }),
    )
    expect(info).toMatchObject({ directory: "/srv/work/alpha/sub", path: "sub", slug: "ses_two", version: "0.0.0" })
    expect(leftOut).toEqual(["model-switched", "idle"])
    expect(messages.map((message: { info: { role: string } }) => message.info.role)).toEqual([
      "user",
      "assistant",
      "assistant",
      "user",
      "user",
      "user",
    ])
    for (const { info, parts } of messages) {
      if (info.role === "assistant") {
        // A real OpenCode 1.18.33 refuses a reply to nothing, and errors that it does not know.
        expect(info.parentID).toMatch(/^msg/)
        if (info.error !== undefined)
          expect(info.error).toEqual({ name: "UnknownError", data: { message: "provider: overloaded" } })
        expect(info).toMatchObject({ modelID: "m", providerID: "p", mode: "build", path: { cwd: "", root: "" } })
      }
      for (const { type, state } of parts) {
        expect(["text", "file", "agent", "tool", "reasoning", "compaction"]).toContain(type)
        if (state?.status === "completed") {
          expect(state).toMatchObject({
            output: expect.any(String),
            title: expect.any(String),
            time: { end: expect.any(Number) },
          })
        }
      }
    }
  })

  test("a session that no OpenCode wrote goes to the newest by default, and nothing of it is lost", async () => {
    const store = await openMemoryStore()
    const { id } = await store.sessions.create({ projectId: "p", title: "Own", directory: "packages/x" })
    await store.messages.append(id, {
      role: "user",
      parts: [
        { type: "text", text: "hello" },
        { type: "file", mime: "text/plain", url: "data:text/plain,hi%20there", filename: "a.txt" },
        { type: "text", text: "added", synthetic: true },
      ],
    })
    await store.messages.append(id, {
      role: "assistant",
      error: { name: "Boom", data: { message: "x" } },
      parts: [
        { type: "tool", tool: "bash", callID: "c", state: { status: "error", input: "raw", error: "no" } },
        customPart("odd", { x: 1 }),
      ],
    })
    const { messages } = JSON.parse(await textOf(store, id))
    expect(messages.map(({ type }: { type: string }) => type)).toEqual(["user", "synthetic", "assistant"])
    expect(messages[0]).toMatchObject({ text: "hello", files: [{ data: btoa("hi there"), name: "a.txt" }] })
    expect(messages[1]).toMatchObject({ text: "added" })
    expect(messages[2]).toMatchObject({
      error: { type: "Boom", message: "x" },
      content: [{ id: "c", name: "bash", state: { input: { value: "raw" }, error: { message: "no" } } }],
      metadata: { parts: [customPart("odd", { x: 1 })] },
    })
    for (const message of messages) checkSecond(message)
  })

  test("ids of other programs become ids that OpenCode takes, the same wherever they are named", async () => {
    const store = await openMemoryStore()
    await store.sessions.create({ id: "u1", projectId: "p", title: "Go" })
    await store.messages.append("u1", { id: "m1", role: "user", parts: [{ type: "text", id: "p1", text: "hello" }] })
    await store.messages.append("u1", { id: "m2", role: "assistant", parts: [] })
    const first = JSON.parse(await textOf(store, "u1", { generation: 1 }))
    expect(first.info.id).toBe("ses_u1")
    expect(first.messages[0].parts).toMatchObject([{ id: "prt_p1", sessionID: "ses_u1", messageID: "msg_m1" }])
    expect(first.messages[1].info).toMatchObject({ id: "msg_m2", sessionID: "ses_u1", parentID: "msg_m1" })
    const second = JSON.parse(await textOf(store, "u1", { generation: 2 }))
    expect([second.info.id, ...second.messages.map(({ id }: { id: string }) => id)]).toEqual([
      "ses_u1",
      "msg_m1",
      "msg_m2",
    ])
  })
})

/** What OpenCode 2 refuses a message for, by its public schema. */
function checkSecond(message: {
  type: string
  content?: { type: string; state?: JsonObject; time?: JsonObject }[]
}): void {
  expect(message).toMatchObject({ id: expect.stringMatching(/^msg_/), time: { created: expect.any(Number) } })
  if (message.type === "user" || message.type === "synthetic")
    expect(message).toMatchObject({ text: expect.any(String) })
  if (message.type !== "assistant") return
  expect(message).toMatchObject({
    agent: expect.any(String),
    model: { id: expect.any(String), providerID: expect.any(String) },
  })
  for (const { type, state, time } of message.content ?? []) {
    expect(["text", "reasoning", "tool"]).toContain(type)
    if (type !== "tool") continue
    expect(time).toMatchObject({ created: expect.any(Number) })
    expect(["streaming", "running", "completed", "error"]).toContain(state?.status)
    if (state?.status === "completed") expect(state.content).not.toEqual([])
    if (state?.status === "error")
      expect(state.error).toMatchObject({ type: expect.any(String), message: expect.any(String) })
  }
}
