import { DatabaseSync } from "node:sqlite"
import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { importSource } from "@opencode/session-opencode"
import { expect, inject, test as vitestTest } from "vitest"
import { differences } from "../src/differences.ts"
import { FakeModel, textOfMessage } from "../src/fake-model.ts"
import { OpenCodeMachine } from "../src/opencode-machine.ts"
import { readOpenCodeRows } from "../src/opencode-rows.ts"
import { test } from "../src/opencode-test.ts"

vitestTest("CI does not pass without OpenCode, although a developer's run does", ({ skip }) => {
  const { reason } = inject("openCode")
  if (reason !== null && process.env.CI !== "true") skip(reason)
  expect(reason).toBeNull()
})

test("a conversation goes as the test wrote it down, and a value that the store has differently is named", async () => {
  await using model = await FakeModel.start()
  await using machine = await OpenCodeMachine.create({ model })
  const server = await machine.serve()
  model.reply(
    "What is here?",
    [{ reasoning: "I look." }, { tool: "bash", input: { command: "echo seen", description: "Look" } }],
    [{ text: "  Nothing but\na repository." }],
  )
  const id = await server.createSession({ title: "Looking around" })
  await server.prompt(id, "What is here?")

  expect(model.requests).toHaveLength(2)
  const asked = model.requests[1]?.messages.map((message) => [message.role, textOfMessage(message).trim()])
  expect(asked?.slice(-3)).toEqual([
    ["user", "What is here?"],
    ["assistant", ""],
    ["tool", "seen"],
  ])
  // It goes on writing after it has answered.
  await server.stop()
  const rows = readOpenCodeRows(machine.databaseFile)
  const texts = rows.parts.map(({ data }) => data).filter((data) => JSON.stringify(data).includes("Nothing but"))
  expect(texts).toMatchObject([{ type: "text", text: "  Nothing but\na repository." }])

  await using store = createSessionStore({
    provider: createMemoryProvider(),
    scope: { allProjects: true },
    author: null,
  })
  await importSource(store, machine.databaseFile, { project: "widget" })
  expect(await differences(rows, store)).toEqual([])
  const database = new DatabaseSync(machine.databaseFile)
  database.exec("UPDATE part SET data = json_set(data, '$.text', 'Something') WHERE data LIKE '%Nothing but%'")
  database.exec("UPDATE session SET title = 'Renamed', time_updated = 1")
  database.close()
  const found = await differences(readOpenCodeRows(machine.databaseFile), store)
  expect(found.map((line) => line.replace(/: .*/, ""))).toEqual([
    `session ${id}.columns.title`,
    `session ${id}.columns.time_updated`,
    `session ${id}.fields.title`,
    `session ${id}.fields.updatedAt`,
    `session ${id}.messages.2.parts.1.text`,
  ])
})
