import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { mustRun } from "session-test-support/run"
import { type FakeModel, modelNames } from "./fake-model.ts"
import type { OpenCodeMachine } from "./opencode-machine.ts"
import type { OpenCodeServer } from "./opencode-server.ts"

/** A picture of one pixel. */
const picture =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

/** The sessions of the scenario that a test may look for. */
export interface ScenarioSessions {
  /** Tools, a sub-agent, to-dos, attachments; renamed at the end. */
  tools: string
  /** A fork of it. */
  fork: string
  /** Its last prompt was taken back, and its messages are there. */
  reverted: string
  /** Taken back, and gone on differently. */
  replaced: string
  compacted: string
  archived: string
  /** It is not there any more. */
  deleted: string
  failed: string
  aborted: string
}

/**
 * All that people do with OpenCode, on one machine: with tools, sub-agents, attachments, errors, aborts, reverts, compaction, forks,
 * titles, archives and deletions, outside of git, in a worktree, and with three OpenCodes at once. When it returns, every OpenCode has
 * ended.
 */
export async function playScenario(machine: OpenCodeMachine, model: FakeModel): Promise<ScenarioSessions> {
  writeScripts(machine, model)
  const server = await machine.serve()
  const sessions = await playInOneProject(machine, model, server)
  const others = await Promise.all([machine.serve(), machine.serve()])
  await playAtOnce([server, ...others], sessions.tools)
  for (const each of [server, ...others]) await each.stop()
  await playElsewhere(machine)
  return sessions
}

function writeScripts({ directory }: OpenCodeMachine, model: FakeModel): void {
  const note = join(directory, "notes.md")
  model.reply(
    "Use every tool",
    [
      { reasoning: "One after the other." },
      { text: 'Grüße 你好，世界 👩‍👩‍👧‍👦 e\u0301 שלום "quoted" \\u0000 back\\slash\u2028end' },
      { tool: "write", input: { filePath: note, content: "one\ntwo\n" } },
      { tool: "read", input: { filePath: note } },
      { tool: "bash", input: { command: "seq 1 5000; exit 3", description: "Count" } },
      { tool: "todowrite", input: { todos: [{ content: "look", status: "pending", priority: "high", id: "1" }] } },
      { tool: "task", input: { description: "Count", prompt: "Count carefully", subagent_type: "general" } },
      { tool: "no-such-tool", input: {} },
    ],
    [{ tool: "edit", input: { filePath: note, oldString: "two", newString: "three" } }],
    [{ text: "All used." }],
  )
  model.reply("Count carefully", [{ tool: "bash", input: { command: "ls", description: "List" } }], [{ text: "One." }])
  model.reply("Fail at once", [{ refuse: 400, message: "The model is not for you." }])
  model.reply("Break off", [{ text: "I begin " }, { hangUp: true }])
}

async function playInOneProject(
  { directory }: OpenCodeMachine,
  model: FakeModel,
  server: OpenCodeServer,
): Promise<ScenarioSessions> {
  const tools = await server.createSession()
  await server.prompt(tools, "Use every tool")
  const attachment = join(directory, "attached.json")
  await writeFile(attachment, JSON.stringify({ attached: true }))
  await server.prompt(tools, "Look at these", [
    { type: "file", mime: "text/plain", filename: "attached.json", url: `file://${attachment}` },
    { type: "file", mime: "image/png", filename: "pixel.png", url: picture },
  ])
  const { id: fork } = await server.request<{ id: string }>("POST", `/session/${tools}/fork`, {})
  await server.prompt(fork, "Go on in the fork")
  await server.request("PATCH", `/session/${tools}`, { title: "Every tool" })

  const talk = async (title: string): Promise<string> => {
    const id = await server.createSession({ title })
    for (const text of ["First", "Second"]) await server.prompt(id, text)
    return id
  }
  const revert = async (id: string) => {
    const messages = await server.request<{ info: { id: string; role: string } }[]>("GET", `/session/${id}/message`)
    const last = messages.findLast(({ info }) => info.role === "user")
    await server.request("POST", `/session/${id}/revert`, { messageID: last?.info.id })
  }
  const reverted = await talk("Reverted")
  await revert(reverted)
  const replaced = await talk("Replaced")
  await revert(replaced)
  await server.prompt(replaced, "Another way")
  const compacted = await talk("Compacted")
  await server.request("POST", `/session/${compacted}/summarize`, { providerID: "fake", modelID: modelNames.talks })
  await server.prompt(compacted, "After the summary")
  const archived = await talk("Archived")
  await server.request("PATCH", `/session/${archived}`, { time: { archived: 1_900_000_000_000 } })
  const deleted = await talk("Deleted")
  await server.request("DELETE", `/session/${deleted}`)

  const failed = await server.createSession({ title: "Failed" })
  await server.prompt(failed, "Fail at once")
  const aborted = await server.createSession({ title: "Aborted" })
  const [asked, silence] = [model.requests.length, Promise.withResolvers<void>()]
  model.reply("Say much", [{ text: "I have begun " }, { until: silence.promise }])
  const prompt = server.prompt(aborted, "Say much")
  while (model.requests.length === asked) await new Promise((resolve) => setTimeout(resolve, 50))
  await server.request("POST", `/session/${aborted}/abort`, {})
  silence.resolve()
  await prompt
  return { tools, fork, reverted, replaced, compacted, archived, deleted, failed, aborted }
}

/** Three OpenCodes on one database: each in a session of its own, and one after the other in the same one. */
async function playAtOnce(servers: readonly OpenCodeServer[], shared: string): Promise<void> {
  await Promise.all(
    servers.map(async (server, index) => {
      const id = await server.createSession({ title: `At once ${index}` })
      for (let turn = 0; turn < 3; turn += 1) await server.prompt(id, `Turn ${turn}`)
    }),
  )
  for (const [index, server] of servers.entries()) await server.prompt(shared, `From OpenCode ${index}`)
}

/** In a worktree, in a folder of the project, and in two folders outside of git. */
async function playElsewhere(machine: OpenCodeMachine): Promise<void> {
  const { directory, environment } = machine
  const worktree = `${directory}-worktree`
  await mustRun(["git", "worktree", "add", "--quiet", worktree], { folder: directory, environment })
  const folders = [worktree, join(directory, "packages", "web"), `${directory}-loose-a`, `${directory}-loose-b`]
  for (const folder of folders) {
    await mkdir(folder, { recursive: true })
    await machine.mustRun(["run", "Where am I?"], folder)
  }
}
