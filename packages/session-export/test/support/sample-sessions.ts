import { noUsage, type SessionStore } from "@opencode/session-core"

/** A small chessboard. */
const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAEAAAAAgCAIAAAAt/+nTAAAAT0lEQVR42u3XoQ0AIAwEQDZgSRyLsgaGOVigqBoIl7x80VOflrFmmNpbmNv6BQAAAAAgBXjl0FMfAAAAACAHsMQAAAAA/gFLDAAAAPAtYANP/bTE9prEKAAAAABJRU5ErkJggg=="

const time = 1_790_000_000_000

/** A session with everything that a document shows, and the one of its sub-agent. Gives the ids to export. */
export async function writeSampleSessions(store: SessionStore): Promise<string[]> {
  const model = { providerId: "acme", modelId: "fast-1" }
  const { id } = await store.sessions.create({
    id: "ses_sample",
    title: "Fix the parser, which stops at the comma",
    directory: "packages/parser",
    agent: "build",
    model,
    todos: [
      { content: "Find out where it stops", status: "completed" },
      { content: "Add a test", status: "in_progress" },
      { content: "Tell the others", status: "pending" },
    ],
    metadata: { opencode: { version: "1.18.33", revert: { messageID: "msg_4" } } },
  })
  // With times of their own: a snapshot of them is the same at any time.
  const add = async ({ parts = [], ...input }: Parameters<typeof store.messages.append>[1]) => {
    const { id: messageId = "", createdAt = time } = input
    const message = {
      ...{ parentId: null, agent: null, model: null, error: null, metadata: {}, ...input },
      usage: input.usage === undefined || input.usage === null ? null : { ...noUsage, ...input.usage },
      ...{ id: messageId, author: { user: "alice", host: "laptop" } },
      ...{ createdAt, updatedAt: createdAt + 4000, completedAt: createdAt + 4000 },
    }
    const times = { createdAt, updatedAt: createdAt }
    const fields = parts.map(({ type, id: _id, ...data }, index) => ({
      id: `p${index}`,
      messageId,
      type,
      data,
      ...times,
    }))
    await store.apply(id, [
      { type: "message.put", message },
      ...fields.map((part) => ({ type: "part.put" as const, part })),
    ])
  }
  await add({
    id: "msg_1",
    role: "user",
    createdAt: time,
    parts: [
      { type: "text", text: "Why does it **fail**? See `parse.ts`, and this picture:" },
      { type: "file", mime: "image/png", filename: "screenshot.png", url: pixel },
      { type: "file", mime: "text/plain", filename: "log.txt", url: "data:text/plain;base64,bGluZSAxCmxpbmUgMg==" },
    ],
    metadata: {
      opencode: {
        summary: {
          diffs: [
            {
              file: "src/parse.ts",
              patch:
                "--- src/parse.ts\n+++ src/parse.ts\n@@ -1,2 +1,2 @@\n const a = 1\n-const end = ';'\n+const end = ','\n",
              additions: 1,
              deletions: 1,
            },
          ],
        },
      },
    },
  })
  await add({
    id: "msg_2",
    role: "assistant",
    agent: "build",
    model,
    createdAt: time + 1000,
    usage: { input: 1200, output: 340, reasoning: 56, cacheRead: 9000, cost: 0.0123 },
    parts: [
      { type: "step-start" },
      { type: "reasoning", text: "The tokenizer is *probably* at fault." },
      {
        type: "tool",
        tool: "bash",
        callID: "1",
        state: {
          status: "completed",
          title: "Run the tests",
          input: { command: "npm test -- parser", description: "Run the tests" },
          output: `${"a long line of output ".repeat(12)}\n1 failed`,
          time: { start: time, end: time + 2400 },
        },
      },
      {
        type: "tool",
        tool: "read",
        callID: "2",
        state: { status: "error", input: { filePath: "src/nothing.ts" }, error: "There is no such file" },
      },
      {
        type: "tool",
        tool: "task",
        callID: "3",
        state: {
          status: "completed",
          title: "Look around",
          input: { prompt: "Look" },
          output: "ok",
          metadata: { sessionId: "ses_child" },
        },
      },
      {
        type: "text",
        text: "## What I found\n\nIt stops at the **comma**:\n\n```ts\nconst end: string = next() // here\nif (end === ',') return null\n```\n\n| file | line |\n|---|---|\n| parse.ts | 12 |\n\n1. Fix it\n2. [Read more](https://example.com/a)\n\n> Quoted from the manual",
      },
      { type: "patch", hash: "x", files: ["src/parse.ts"] },
    ],
  })
  await add({
    id: "msg_3",
    role: "assistant",
    agent: "build",
    model,
    createdAt: time + 9000,
    error: { name: "APIError", data: { message: "The model is overloaded" } },
    parts: [],
  })
  await add({
    id: "msg_4",
    role: "user",
    createdAt: time + 20_000,
    parts: [{ type: "text", text: "Then try another way" }],
  })
  for (const content of ["one\ntwo\n", "one\n2\nthree\n"]) {
    await store.apply(id, [{ type: "file.put", file: { path: "src/parse.ts", content, createdAt: time } }])
  }
  await store.sessions.create({ id: "ses_child", title: "Look around", parentId: id, agent: "explore" })
  await store.messages.append("ses_child", {
    role: "user",
    createdAt: time,
    parts: [{ type: "text", text: "Look around" }],
  })
  return [id]
}
