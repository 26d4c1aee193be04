import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { SessionStore } from "@opencode/session-core"
import { provider as mysql } from "@opencode/session-mysql"
import { FakeModel } from "session-test-opencode/fake-model"
import type { OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { readOpenCodeRows } from "session-test-opencode/opencode-rows"
import { test } from "session-test-opencode/opencode-test"
import { createDatabase, describeServers } from "session-test-servers/mysql"
import { soon } from "session-test-support/soon"
import { afterAll, expect, onTestFinished } from "vitest"
import { differencesBesideSpoken, mirroredMachine, openStore } from "../support/mirrored-machine.ts"
import { OutageProxy } from "../support/outage-proxy.ts"

type Server = Awaited<ReturnType<OpenCodeMachine["serve"]>>

const command = fileURLToPath(new URL("../../../session-cli/dist/bin.js", import.meta.url))
const words = (count: number) => Array.from({ length: count }, (_, index) => `word${index} `).join("")

/** Each fault with how many of OpenCode's rows were compared after it, and what differed. */
const table: { fault: string; server: string; rows: number; differences: number }[] = []

afterAll(() => console.table(table))

describeServers("the plugin in the real OpenCode", (shared) => {
  /** A machine that mirrors through a proxy, and the store past it. */
  async function setUp(model: FakeModel) {
    const database = await createDatabase(shared)
    onTestFinished(() => database.drop())
    const proxy = await OutageProxy.start(shared)
    onTestFinished(() => proxy.close())
    const dsn = database.dsn({ host: "127.0.0.1", port: proxy.port })
    const machine = await mirroredMachine(model, { sessionProvider: { type: "mysql", mysql: { dsn } } })
    onTestFinished(() => machine[Symbol.asyncDispose]())
    const store = await openStore(mysql, { dsn: database.dsn() }, machine.home)
    return { machine, proxy, store }
  }

  /** Waits until nothing differs any more, and notes it. */
  async function compare(fault: string, machine: OpenCodeMachine, store: SessionStore): Promise<void> {
    let found: string[] = ["not looked yet"]
    const look = async () => {
      found = await differencesBesideSpoken(machine.databaseFile, store)
      return found
    }
    try {
      await expect.poll(look, { interval: 500 }).toEqual([])
    } finally {
      const { messages, parts, sessions, todos } = readOpenCodeRows(machine.databaseFile)
      const rows = sessions.length + messages.length + parts.length + todos.length
      table.push({ fault, server: shared.kind, rows, differences: found.length })
    }
  }

  test("all that a day brings arrives", async () => {
    await using model = await FakeModel.start()
    const { machine, store } = await setUp(model)
    const todos = { todos: [{ content: "review", status: "pending", priority: "low", id: "1" }] }
    const list = { tool: "bash", input: { command: "ls", description: "List" } }
    model.reply("Look", [{ reasoning: "I look." }, list, { tool: "todowrite", input: todos }], [{ text: "Nothing." }])
    const helper = { tool: "task", input: { description: "Count", prompt: "count", subagent_type: "general" } }
    model.reply("Ask a helper", [helper], [{ text: "Two." }])
    model.reply("Fail", [{ refuse: 400, message: "no" }])
    const never = Promise.withResolvers<void>()
    model.reply("Be stopped", [{ text: "I begin" }, { until: never.promise }])
    const server = await machine.serve()
    const id = await server.createSession()
    await server.prompt(id, "Look")
    await server.prompt(id, "Ask a helper")
    await server.prompt(id, "See this", [
      { type: "file", mime: "text/plain", filename: "a.txt", url: "data:text/plain;base64,aGk=" },
    ])
    await server.prompt(id, "Fail").catch(() => {})
    const stopped = server.prompt(id, "Be stopped").catch(() => {})
    await expect.poll(() => model.requests.length).toBeGreaterThan(5)
    await server.request("POST", `/session/${id}/abort`)
    never.resolve()
    await stopped
    const fork = await server.request<{ id: string }>("POST", `/session/${id}/fork`, {})
    await server.prompt(fork.id, "Another way")
    await server.request("POST", `/session/${fork.id}/summarize`, { providerID: "fake", modelID: "fake-1" })
    await server.request("PATCH", `/session/${fork.id}`, { title: "Renamed", time: { archived: 1_790_000_000_000 } })
    const messages = await server.request<{ info: { id: string; role: string } }[]>("GET", `/session/${id}/message`)
    const last = messages.findLast(({ info }) => info.role === "user")?.info.id
    await server.request("POST", `/session/${id}/revert`, { messageID: last })
    await server.prompt(id, "Instead of it")
    const gone = await server.createSession()
    await server.prompt(gone, "Hello")
    await server.request("DELETE", `/session/${gone}`)
    await compare("none", machine, store)

    // A folder without git has no project of its own.
    const folder = join(machine.home, "notes")
    await mkdir(folder)
    const elsewhere = await machine.serve(folder)
    await elsewhere.prompt(await elsewhere.createSession(), "Without a repository")
    await compare("a folder without git", machine, store)
  })

  test("three OpenCodes on one database lose nothing", async () => {
    await using model = await FakeModel.start()
    const { machine, store } = await setUp(model)
    const servers: Server[] = []
    for (let index = 0; index < 3; index += 1) servers.push(await machine.serve())
    await Promise.all(
      servers.map(async (server, index) => {
        const id = await server.createSession()
        for (const turn of [1, 2, 3]) await server.prompt(id, `Turn ${turn} of ${index}`)
      }),
    )
    await compare("three OpenCodes at once", machine, store)
    // The one that mirrors is among those that end.
    await servers[0]?.kill()
    const id = (await servers[1]?.createSession()) ?? ""
    await servers[1]?.prompt(id, "After the first was killed")
    await compare("kill -9 of the one that mirrors", machine, store)
  })

  test("a server that is away, and an OpenCode that is killed meanwhile, lose nothing", async () => {
    await using model = await FakeModel.start()
    const { machine, proxy, store } = await setUp(model)
    const never = Promise.withResolvers<void>()
    model.reply("Tell me all", [{ text: words(300) }, { until: never.promise }])
    const server = await machine.serve()
    const id = await server.createSession()
    await server.prompt(id, "Hello")
    await compare("none", machine, store)
    proxy.goAway()
    await server.prompt(id, "While the server is away")
    await server.prompt(await server.createSession(), "A new one meanwhile")
    await proxy.comeBack()
    await compare("the server is away", machine, store)

    const reply = server.prompt(id, "Tell me all").catch(() => {})
    await expect
      .poll(() => model.requests.some(({ messages }) => JSON.stringify(messages).includes("Tell me all")))
      .toBe(true)
    proxy.goAway()
    await server.kill()
    await reply
    never.resolve()
    const offline = await machine.serve()
    await offline.prompt(await offline.createSession(), "Killed, and away")
    await offline.kill()
    await proxy.comeBack()
    const again = await machine.serve()
    await again.prompt(id, "Go on")
    await compare("kill -9 in a reply while the server is away", machine, store)
  })

  test("a mirror of its own process that is killed again and again loses nothing", async () => {
    await using model = await FakeModel.start()
    const { machine, store } = await setUp(model)
    const own = join(machine.home, ".config", "opencode", "opencode.json")
    const { plugin: _plugin, ...settings } = JSON.parse(await (await import("node:fs/promises")).readFile(own, "utf8"))
    await writeFile(own, JSON.stringify(settings))
    const server = await machine.serve()
    const id = await server.createSession()
    for (let turn = 0; turn < 5; turn += 1) {
      const mirror = spawn(process.execPath, [command, "mirror"], { env: machine.environment, stdio: "ignore" })
      const ended = once(mirror, "exit")
      await server.prompt(id, `Turn ${turn}`)
      mirror.kill("SIGKILL")
      await soon("the mirror's end", ended)
    }
    const mirror = spawn(process.execPath, [command, "mirror"], { env: machine.environment, stdio: "ignore" })
    onTestFinished(() => void mirror.kill("SIGKILL"))
    await compare("kill -9 of the mirror, five times", machine, store)
  })
})
