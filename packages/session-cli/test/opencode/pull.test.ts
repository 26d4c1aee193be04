import { FakeModel, textOfMessage } from "session-test-opencode/fake-model"
import type { OpenCodeRow } from "session-test-opencode/opencode-rows"
import { test } from "session-test-opencode/opencode-test"
import { expect } from "vitest"
import { Teammate } from "./teammate.ts"

const alice = { user: "alice", host: "laptop" }

/** What a machine has of its own: where the project is, and who may do what. */
const withoutOwn = ({ project_id, directory, path, permission, time_updated, ...row }: OpenCodeRow) => row

test("a colleague goes on with a session in their own OpenCode, under the same id, and the model is given all of it", async () => {
  await using model = await FakeModel.start()
  await using hers = await Teammate.create(model)
  model.reply(
    "Look for the fault",
    [
      { reasoning: "A helper reads the log." },
      { tool: "bash", input: { command: "echo the fault is in line 7", description: "Read the log" } },
      { tool: "todowrite", input: { todos: [{ content: "mend it", status: "pending", priority: "high", id: "1" }] } },
      { tool: "task", input: { description: "Read", prompt: "Read carefully", subagent_type: "general" } },
    ],
    [{ text: "Found it." }],
  )
  model.reply("Read carefully", [{ text: "The helper agrees." }])
  const server = await hers.machine.serve()
  const id = await server.createSession({ title: "The fault" })
  await server.prompt(id, "Look for the fault")
  await server.stop()
  const written = hers.rows()
  expect(written.sessions).toHaveLength(2)

  await using mine = await Teammate.create(model)
  await mine.importAs(alice, hers)
  // She is at work in it: it is not taken from her by accident.
  const refused = await mine.run("pull", id)
  expect([refused.status, refused.stderr]).toEqual([6, expect.stringContaining("alice@laptop is at work in session")])
  const report = await mine.json("pull", id.slice(0, 14), "--take-over")
  expect(report.sessions.map(({ outcome }: { outcome: string }) => outcome)).toEqual(["created", "created"])
  expect(report.sessions[0]).toMatchObject({ id, localId: id, title: "The fault", author: alice })

  const pulled = mine.rows()
  expect(pulled.messages).toEqual(written.messages)
  expect(pulled.parts).toEqual(written.parts)
  expect(pulled.todos).toEqual(written.todos)
  expect(pulled.sessions.map(withoutOwn)).toEqual(written.sessions.map(withoutOwn))
  expect(pulled.sessions.map(({ directory }) => directory)).toEqual(Array(2).fill(mine.machine.directory))

  model.requests.length = 0
  model.reply("Go on", [{ text: "Mended." }])
  await mine.say(id, "Go on")
  const context = model.requests[0]?.messages.map(textOfMessage).join("\n")
  for (const earlier of ["Look for the fault", "the fault is in line 7", "The helper agrees.", "Found it.", "Go on"]) {
    expect(context).toContain(earlier)
  }
  // The others see who goes on with it.
  expect(await mine.json("push", id)).toMatchObject({ sessions: { updated: 1 }, skipped: [] })
  const { session } = await mine.json("show", id)
  expect(session).toMatchObject({ author: alice, atWork: { user: session.metadata.lease.user } })
  expect(session.atWork).not.toEqual(alice)
})
