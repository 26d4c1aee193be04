import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { customPart } from "@opencode/session-core"
import { FakeModel } from "session-test-opencode/fake-model"
import { test } from "session-test-opencode/opencode-test"
import { expect } from "vitest"
import { Teammate, textsOf } from "../opencode/teammate.ts"

const alice = { user: "alice", host: "laptop" }

/** A session of hers, of one turn, in the team's store and in my OpenCode. */
async function sharedSession(model: FakeModel, mine: Teammate, hers: Teammate): Promise<string> {
  model.reply("First", [{ text: "The first reply." }])
  const server = await hers.machine.serve()
  const id = await server.createSession({ title: "Shared" })
  await server.prompt(id, "First")
  await server.stop()
  await mine.importAs(alice, hers)
  await mine.json("pull", id, "--take-over")
  return id
}

const outcomesOf = (report: { sessions: { outcome: string; written: number; removed: number }[] }) =>
  report.sessions.map(({ outcome, written, removed }) => [outcome, written, removed])

test("what came in later is appended and never doubled, renames, archiving and going back arrive, and what was removed is gone", async () => {
  await using model = await FakeModel.start()
  await using mine = await Teammate.create(model)
  await using hers = await Teammate.create(model, mine)
  const id = await sharedSession(model, mine, hers)
  expect(outcomesOf(await mine.json("pull", id))).toEqual([["unchanged", 0, 0]])
  // An import of what was pulled has nothing to add, and changes nothing of what the store has.
  const before = await mine.json("show", id)
  expect(await mine.json("push", id)).toMatchObject({ sessions: { unchanged: 1 }, messages: 0, parts: 0 })
  expect((await mine.json("show", id)).session.revision).toBe(before.session.revision)

  model.reply("Second", [{ text: "The second reply." }])
  await hers.say(id, "Second")
  const server = await hers.machine.serve()
  await server.request("PATCH", `/session/${id}`, { title: "Renamed", time: { archived: 1_900_000_000_000 } })
  await server.stop()
  await mine.importAs(alice, hers)
  const [[outcome]] = outcomesOf(await mine.json("pull", id, "--take-over")) as [[string]]
  expect(outcome).toBe("updated")
  expect(textsOf(mine.rows(), id)).toEqual(textsOf(hers.rows(), id))
  expect(mine.rows().messages).toEqual(hers.rows().messages)
  expect(mine.rows().parts).toEqual(hers.rows().parts)
  expect(mine.rows().sessions[0]).toMatchObject({ title: "Renamed", time_archived: 1_900_000_000_000 })
  expect(outcomesOf(await mine.json("pull", id))).toEqual([["unchanged", 0, 0]])

  // She goes back before the second turn, and takes another way: OpenCode removes what was reverted.
  const second = hers.rows().messages.filter(({ session_id }) => session_id === id)[2]
  const again = await hers.machine.serve()
  await again.request("PATCH", `/session/${id}`, { time: { archived: null } })
  await again.request("POST", `/session/${id}/revert`, { messageID: second?.id })
  model.reply("Another way", [{ text: "The other reply." }])
  await again.prompt(id, "Another way")
  await again.stop()
  await mine.importAs(alice, hers)
  const report = await mine.json("pull", id, "--take-over")
  expect(report.sessions[0]).toMatchObject({ outcome: "updated", removed: 2 })
  expect(textsOf(mine.rows(), id)).toEqual(["First", "The first reply.", "Another way", "The other reply."])
})

test("where both went on, neither loses a word and nothing is mixed: what the others wrote is a fork, and later pulls go on with it", async () => {
  await using model = await FakeModel.start()
  await using mine = await Teammate.create(model)
  await using hers = await Teammate.create(model, mine)
  const id = await sharedSession(model, mine, hers)
  model.reply("My way", [{ text: "My reply." }])
  await mine.say(id, "My way")
  expect(outcomesOf(await mine.json("pull", id))).toEqual([["ahead", 0, 0]])
  model.reply("Her way", [{ text: "Her reply." }])
  await hers.say(id, "Her way")
  await mine.importAs(alice, hers)

  const refused = await mine.run("push", id, "--take-over")
  expect([refused.status, refused.stderr]).toEqual([6, expect.stringContaining("texts are not merged")])
  const report = await mine.json("pull", id, "--take-over")
  const [forked] = report.sessions
  expect(forked).toMatchObject({ id, outcome: "forked", title: "Shared (fork: as others went on)" })
  expect(forked.localId).not.toBe(id)
  expect(textsOf(mine.rows(), id)).toEqual(["First", "The first reply.", "My way", "My reply."])
  expect(textsOf(mine.rows(), forked.localId)).toEqual(["First", "The first reply.", "Her way", "Her reply."])

  model.reply("Further", [{ text: "Her next reply." }])
  await hers.say(id, "Further")
  await mine.importAs(alice, hers)
  const later = await mine.json("pull", id, "--take-over")
  expect(later.sessions[0]).toMatchObject({ outcome: "forked", localId: forked.localId })
  expect(textsOf(mine.rows(), forked.localId)).toHaveLength(6)
  expect(mine.rows().sessions).toHaveLength(2)

  // The model is given the fork's own past.
  model.requests.length = 0
  await mine.say(forked.localId, "And then?")
  const context = JSON.stringify(model.requests[0])
  expect(context).toContain("Her next reply.")
  expect(context).not.toContain("My reply.")
})

test("a session runs in the same folder of the project, paths in old tool calls become this machine's when asked, and no import takes them for news", async () => {
  await using model = await FakeModel.start()
  await using hers = await Teammate.create(model)
  const note = join(hers.machine.directory, "notes.md")
  model.reply("Write", [{ tool: "write", input: { filePath: note, content: "x" } }], [{ text: "Written." }])
  await mkdir(join(hers.machine.directory, "packages/web"), { recursive: true })
  const server = await hers.machine.serve(join(hers.machine.directory, "packages/web"))
  const id = await server.createSession({ title: "Paths" })
  await server.prompt(id, "Write")
  await server.stop()
  await using mine = await Teammate.create(model)
  await mine.importAs(alice, hers)
  await mkdir(join(mine.machine.directory, "packages/web"), { recursive: true })

  await mine.json("pull", id, "--take-over")
  const [session] = mine.rows().sessions
  expect(session).toMatchObject({ directory: join(mine.machine.directory, "packages/web"), path: "packages/web" })
  expect(JSON.stringify(mine.rows().parts)).toContain(note)

  await mine.json("pull", id, "--map-paths")
  const mapped = JSON.stringify(mine.rows().parts)
  expect(mapped).not.toContain(hers.machine.directory)
  expect(mapped).toContain(join(mine.machine.directory, "notes.md"))
  expect(await mine.json("push", id)).toMatchObject({ parts: 0, messages: 0 })
  // Without being asked again it stays as it is.
  expect(outcomesOf(await mine.json("pull", id))).toEqual([["unchanged", 0, 0]])
})

test("a pull that was killed is completed by the next one, and one beside a running OpenCode is seen by it", async () => {
  await using model = await FakeModel.start()
  await using hers = await Teammate.create(model)
  const server = await hers.machine.serve()
  const id = await server.createSession({ title: "Long" })
  for (let turn = 0; turn < 8; turn += 1) await server.prompt(id, `Turn ${turn}`)
  await server.stop()
  await using mine = await Teammate.create(model)
  await mine.importAs(alice, hers)
  const running = await mine.machine.serve()
  // Half of it, as a pull leaves it that is killed between two requests.
  const { messages } = JSON.parse((await mine.run("export", id, "--format", "opencode", "--for", "1")).stdout)
  const project = await running.request<{ id: string }>("GET", "/project/current")
  const info = {
    id,
    slug: "half",
    projectID: project.id,
    directory: mine.machine.directory,
    title: "Half",
    version: "1.18.33",
    time: { created: 1, updated: 1 },
  }
  const events = [
    { type: "session.created.1", data: { sessionID: id, info } },
    { type: "message.updated.1", data: { sessionID: id, info: messages[0].info } },
  ].map((event, seq) => ({ ...event, id: `evt_half_${seq}`, aggregateID: id, seq }))
  await running.request("POST", "/sync/replay", { directory: mine.machine.directory, events })

  const report = await mine.json("pull", id, "--take-over")
  expect(report.sessions[0]).toMatchObject({ outcome: "updated", title: "Long" })
  expect(mine.rows().messages).toEqual(hers.rows().messages)
  expect(mine.rows().parts).toEqual(hers.rows().parts)
  expect(await running.request("GET", `/session/${id}`)).toMatchObject({ title: "Long" })
  const seen = await running.request<object[]>("GET", `/session/${id}/message`)
  expect(seen).toHaveLength(16)
  // The one that was running goes on with it.
  await running.prompt(id, "One more")
  expect(await running.request<object[]>("GET", `/session/${id}/message`)).toHaveLength(18)
})

test("a session that no OpenCode wrote goes on in OpenCode, with its tool calls, reasoning and errors", async () => {
  await using model = await FakeModel.start()
  await using mine = await Teammate.create(model)
  const id = await mine.commandLine.fill(async (store) => {
    const session = await store.sessions.create({ title: "From elsewhere" })
    await store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "Where is it?" }] })
    await store.messages.append(session.id, {
      role: "assistant",
      model: { providerId: "other", modelId: "other-1" },
      usage: { input: 10, output: 5, cost: 0.5 },
      parts: [
        { type: "reasoning", text: "I have to look." },
        {
          type: "tool",
          tool: "grep",
          callID: "call_1",
          state: { status: "completed", input: { pattern: "it" }, output: "it is in line 9", title: "grep" },
        },
        { type: "text", text: "In line 9." },
        customPart("something-unknown", { value: 1 }),
      ],
    })
    await store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "And why?" }] })
    await store.messages.append(session.id, { role: "assistant", error: "overloaded", parts: [] })
    return session.id
  })
  await mine.json("pull", id, "--take-over")
  expect(mine.rows().messages).toHaveLength(4)
  // The other program's model is none of this machine's.
  await mine.machine.mustRun(["run", "--session", id, "--model", "fake/fake-1", "Once", "more"])
  const context = JSON.stringify(model.requests[0])
  for (const earlier of ["Where is it?", "it is in line 9", "In line 9.", "And why?", "Once more"]) {
    expect(context).toContain(earlier)
  }
  expect(outcomesOf(await mine.json("pull", id))).toEqual([["ahead", 0, 0]])
})
