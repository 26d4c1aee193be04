import { join } from "node:path"
import { provider as sqlite } from "@opencode/session-sqlite"
import { FakeModel } from "session-test-opencode/fake-model"
import { test } from "session-test-opencode/opencode-test"
import { expect } from "vitest"
import { differencesBesideSpoken, mirroredMachine, openStore, untilSame } from "../support/mirrored-machine.ts"

const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index} `).join("")

test("the real OpenCode's sessions are in the store as it writes them, and after kill -9 in a reply, too", async () => {
  await using model = await FakeModel.start()
  await using machine = await mirroredMachine(model, {})
  const store = await openStore(sqlite, {}, join(machine.home, ".opencode"))
  const todos = { todos: [{ content: "review", status: "pending", priority: "low", id: "1" }] }
  model.reply(
    "Look around",
    [
      { reasoning: "I look." },
      { tool: "bash", input: { command: "ls", description: "List" } },
      { tool: "todowrite", input: todos },
    ],
    [{ text: "Nothing but a repository." }],
  )
  model.reply(
    "Ask a helper",
    [{ tool: "task", input: { description: "Count", prompt: "count", subagent_type: "general" } }],
    [{ text: "Two." }],
  )
  const server = await machine.serve()
  const id = await server.createSession({ title: "Looking around" })
  await server.prompt(id, "Look around")
  await server.prompt(id, "Ask a helper")
  const gone = await server.createSession({ title: "Not needed" })
  await server.prompt(gone, "Hello")
  const { id: fork } = await server.request<{ id: string }>("POST", `/session/${id}/fork`, {})
  await server.request("PATCH", `/session/${fork}`, { title: "Another way", time: { archived: 1_790_000_000_000 } })
  await untilSame(machine.databaseFile, store)
  await server.request("DELETE", `/session/${gone}`)
  await expect.poll(() => store.sessions.get(gone)).toBeNull()
  await untilSame(machine.databaseFile, store)

  // It is killed in the middle of a reply: what was spoken is kept here, and is lost there.
  const never = Promise.withResolvers<void>()
  model.reply("Tell me all", [{ text: words(300) }, { until: never.promise }])
  const reply = server.prompt(id, "Tell me all").catch(() => {})
  const spoken = async () => {
    const { messages } = await store.messages.list(id, { order: "newest-first", limit: 1 })
    return messages[0]?.parts.some((part) => String(part.data.text ?? "").includes("word250")) === true
  }
  await expect.poll(spoken).toBe(true)
  await server.kill()
  await reply
  never.resolve()

  const again = await machine.serve()
  await again.prompt(id, "Go on")
  await again.request("POST", `/session/${id}/revert`, { messageID: await lastUserMessage(again, id) })
  await expect.poll(() => differencesBesideSpoken(machine.databaseFile, store)).toEqual([])
  await again.stop()
  expect(await differencesBesideSpoken(machine.databaseFile, store)).toEqual([])
})

async function lastUserMessage(server: { request<Result>(method: string, path: string): Promise<Result> }, id: string) {
  type Message = { info: { id: string; role: string } }
  const messages = await server.request<Message[]>("GET", `/session/${id}/message`)
  return messages.findLast(({ info }) => info.role === "user")?.info.id
}
