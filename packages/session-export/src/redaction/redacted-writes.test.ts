import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { expect, test } from "vitest"
import { redactedWrites } from "./redacted-writes.ts"
import { Redactor } from "./redactor.ts"

const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`

test("no secret is written to the store, wherever it stands, and what is written is marked", async () => {
  const plain = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
  const store = redactedWrites(plain, new Redactor({ redact: ["secrets"] }))
  const session = {
    ...{ projectId: "widget", title: `Use ${token}`, titleSource: "generated" as const, parentId: null, directory: "" },
    ...{ author: null, agent: null, model: null, archivedAt: null, deletedAt: null, deletionId: null, createdAt: 1 },
    todos: [{ content: `revoke ${token}`, status: "pending" }],
    metadata: { opencode: { title: `Use ${token}` } },
  }
  const message = {
    ...{ id: "m", role: "user", parentId: null, agent: null, model: null, usage: null, author: null },
    ...{ createdAt: 1, updatedAt: 1, completedAt: null },
    ...{ error: { message: token }, metadata: { opencode: { path: token } } },
  }
  const part = { id: "p", messageId: "m", type: "tool", data: { output: `echo ${token}` }, createdAt: 1, updatedAt: 1 }
  await store.apply("s", [
    { type: "session.create", session },
    { type: "message.put", message },
    { type: "part.put", part },
    { type: "file.put", version: 1, file: { path: "a.env", content: `TOKEN=${token}`, createdAt: 1 } },
  ])
  await store.apply("s", [
    { type: "session.update", fields: { title: `Again ${token}`, metadata: { opencode: { token } } } },
  ])
  const found = [await plain.sessions.require("s")]
  const stored: unknown[] = [found]
  for await (const each of plain.allChanges("s")) stored.push(each)
  expect(JSON.stringify(stored)).not.toContain(token)
  expect(JSON.stringify(stored)).toContain("[redacted:")
  expect(found[0]?.metadata.redacted).toEqual(["secrets"])
  expect(found[0]?.title).toBe("Again [redacted:github-token]")
})

test("sessions that are written at once leave no secret of each other to be seen", async () => {
  const redactor = new Redactor({ redact: ["secrets"] })
  await redactor.change({ type: "session.update", fields: { title: "Its rules are loaded by the first text." } })
  const texts = Array.from({ length: 20 }, (_, index) => `${"text ".repeat(index)}export T=${token}`)
  const written = await Promise.all(
    texts.map(async (text) => {
      const part = { id: "p", messageId: "m", type: "text", data: { text }, createdAt: 1, updatedAt: 1 }
      const change = await redactor.change({ type: "part.put", part })
      return change.type === "part.put" ? change.part.data.text : null
    }),
  )
  expect(written).toEqual(texts.map((text) => text.replace(token, "[redacted:github-token]")))
})

test("what could write around it cannot be called", () => {
  const plain = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
  const store = redactedWrites(plain, new Redactor({ redact: ["secrets"] }))
  expect(() => store.sessions.create({ title: token })).toThrow("has no create")
  expect(() => store.messages.append("s", { role: "user" })).toThrow("has no append")
})
