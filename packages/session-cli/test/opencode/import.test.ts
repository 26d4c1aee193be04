import { differences } from "session-test-opencode/differences"
import { FakeModel } from "session-test-opencode/fake-model"
import { OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { readOpenCodeRows } from "session-test-opencode/opencode-rows"
import { test } from "session-test-opencode/opencode-test"
import { expect } from "vitest"
import { CommandLine } from "../command-line.ts"

test("all that OpenCode has of a session with tools and a sub-agent is in the store after one command, also what came after the first", async () => {
  await using model = await FakeModel.start()
  await using commandLine = await CommandLine.create()
  const { home, directory } = commandLine
  await using machine = await OpenCodeMachine.create({ model, home, directory })
  const server = await machine.serve()
  model.reply(
    "Count the notes",
    [
      { reasoning: "A helper can count them." },
      { text: "I write a note, and ask a helper." },
      { tool: "write", input: { filePath: `${directory}/notes.md`, content: "# Grüße 你好 👩‍👩‍👧‍👦\n" } },
      { tool: "bash", input: { command: "wc -l notes.md; false", description: "Count the lines" } },
      { tool: "todowrite", input: { todos: [{ content: "count", status: "in_progress", priority: "high", id: "1" }] } },
      { tool: "task", input: { description: "Count", prompt: "Count carefully", subagent_type: "general" } },
    ],
    [{ text: "There is one note." }],
  )
  model.reply("Count carefully", [{ tool: "bash", input: { command: "ls", description: "List" } }], [{ text: "One." }])
  const id = await server.createSession({ title: "Notes" })
  await server.prompt(id, "Count the notes")

  expect(await commandLine.json("import")).toMatchObject({ sessions: { created: 2 }, damaged: [], skipped: [] })
  model.reply("And now?", [{ text: "Still one." }])
  await server.prompt(id, "And now?")
  await server.request("PATCH", `/session/${id}`, { title: "Notes, counted twice" })
  // It goes on writing after it has answered.
  await server.stop()
  expect(await commandLine.json("import")).toMatchObject({
    sessions: { created: 0 },
    damaged: [],
    skipped: [],
    removed: 0,
  })

  const rows = readOpenCodeRows(machine.databaseFile)
  expect(rows.sessions.map(({ parent_id }) => parent_id ?? null)).toEqual(expect.arrayContaining([id, null]))
  expect([rows.sessions.length, rows.todos.length]).toEqual([2, 1])
  await using store = await commandLine.store({ allProjects: true })
  expect(await differences(rows, store)).toEqual([])
})
