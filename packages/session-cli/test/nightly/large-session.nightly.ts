import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { SessionStore } from "@opencode/session-core"
import { createDatabase, describeServers } from "session-test-servers/mysql"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { CommandLine } from "../command-line.ts"

const binary = fileURLToPath(new URL("../../dist/bin.js", import.meta.url))
const readByApi = fileURLToPath(new URL("./read-by-api.mjs", import.meta.url))
const writeImages = fileURLToPath(new URL("./write-images.mjs", import.meta.url))
const reportMemory = new URL("./report-memory.mjs", import.meta.url).href

const megabyte = 1_000_000
/** What no command may have at most, MB; each runs with a heap of at most 512. */
const mostMemory = 300

/** Three kinds of sessions of 600 MB, and one with a message of a million parts. */
const kinds: Record<string, (store: SessionStore) => Promise<void>> = {
  async images(store) {
    for (let index = 0; index < 40; index += 1) {
      await store.messages.append("images", { role: "user", parts: [{ type: "text", text: "Look" }, image(index)] })
    }
  },
  async message(store) {
    await store.messages.append("message", { id: "m", role: "user", parts: [] })
    for (let index = 0; index < 40; index += 1) {
      const { type, ...data } = image(index)
      const part = { id: `p${index}`, messageId: "m", type, data, createdAt: 1, updatedAt: 1 }
      await store.messages.putPart("message", part)
    }
  },
  async output(store) {
    const output = "lorem ipsum dolor sit amet\n".repeat(2200)
    const state = { status: "completed" as const, input: { command: "ls" }, output }
    for (let index = 0; index < 1000; index += 1) {
      const parts = Array.from({ length: 10 }, (_, number) => ({
        type: "tool" as const,
        tool: "bash",
        callID: `${number}`,
        state,
      }))
      await store.messages.append("output", { role: "assistant", parts })
    }
  },
  async parts(store) {
    const perBatch = 10_000
    await store.messages.append("parts", { id: "m", role: "assistant" })
    for (let from = 0; from < 1_000_000; from += perBatch) {
      const changes = Array.from({ length: perBatch }, (_, index) => ({
        type: "part.put" as const,
        part: {
          ...{ id: `p${from + index}`, messageId: "m", type: "text", data: { text: `lorem dolor ${from + index}` } },
          ...{ createdAt: 1, updatedAt: 1 },
        },
      }))
      await store.apply("parts", changes)
    }
  },
}

const hasManyMessages = ["images", "output"]

const image = (index: number) => ({
  type: "file" as const,
  mime: "image/png",
  filename: `${index}.png`,
  url: `data:image/png;base64,${Buffer.alloc(15 * megabyte * 0.75, index).toString("base64")}`,
})

interface Figure {
  kind: string
  command: string
  provider: string
  megabytes: number
  seconds: number
}
const table: Figure[] = []

/** Starts a program of this folder, or the command, under a heap of 512 MB. */
function start(
  commandLine: CommandLine,
  program: string,
  programArguments: string[],
  environment: Record<string, string>,
  output: "ignore" | "pipe" = "ignore",
): ChildProcess {
  return spawn(process.execPath, ["--max-old-space-size=512", "--import", reportMemory, program, ...programArguments], {
    cwd: commandLine.directory,
    env: { ...commandLine.environment, SESSION_MEMORY_FILE: memoryFile(commandLine), ...environment },
    stdio: ["ignore", output, "inherit"],
  })
}

const memoryFile = ({ root }: CommandLine): string => join(root, "memory")

/** Runs a program whose output goes to nobody, and expects it to end well. Its memory comes into the table. */
async function measure(
  commandLine: CommandLine,
  kind: string,
  provider: string,
  commandArguments: string[],
  environment: Record<string, string>,
  program = binary,
): Promise<void> {
  const began = performance.now()
  const [status] = await once(start(commandLine, program, commandArguments, environment), "close")
  const command =
    program === binary ? commandArguments.filter((each) => !each.includes(commandLine.root)).join(" ") : "API"
  expect(status, `${command}, ${provider}`).toBe(0)
  await note(commandLine, kind, command, provider, began)
}

async function note({ root }: CommandLine, kind: string, command: string, provider: string, began: number) {
  const megabytes = Number(await readFile(join(root, "memory"), "utf8"))
  const seconds = Math.round((performance.now() - began) / 1000)
  table.push({ kind, command, provider, megabytes, seconds })
  // The night may end before the table is complete.
  console.log(`${kind}, ${command}, ${provider}: ${megabytes} MB, ${seconds} s`)
}

/** Watches a session while images are added to it, until the last of them was told. */
async function measureWatch(
  commandLine: CommandLine,
  kind: string,
  provider: string,
  environment: Record<string, string>,
): Promise<void> {
  const began = performance.now()
  const watching = start(commandLine, binary, ["watch", kind, "--json"], environment, "pipe")
  const closed = once(watching, "close")
  let hears = false
  const told = (async () => {
    let end = ""
    for await (const chunk of watching.stdout ?? []) {
      hears = true
      end = (end + String(chunk)).slice(-100_000)
      if (end.includes('"id":"written"')) return watching.kill("SIGINT")
    }
  })()
  const elsewhere = { ...environment, SESSION_MEMORY_FILE: join(commandLine.root, "memory-of-writer") }
  const write = async (program: string, ...programArguments: string[]) => {
    const [status] = await once(start(commandLine, program, programArguments, elsewhere), "close")
    expect(status, "the writer").toBe(0)
  }
  while (!hears) await write(binary, "rename", kind, `${kind} ${Math.random()}`)
  await write(writeImages, kind, "10")
  await told
  expect((await closed)[0], `watch, ${provider}`).toBe(130)
  await note(commandLine, kind, "watch", provider, began)
}

async function measureAll(
  commandLine: CommandLine,
  kind: string,
  provider: string,
  environment: Record<string, string>,
): Promise<void> {
  const lines = join(commandLine.root, "large.jsonl")
  const openCode = join(commandLine.root, "large.json")
  for (const commandArguments of [
    ["show", kind],
    ["show", kind, "--json"],
    ["show", kind, "--last", "20"],
    ["export", kind, "-o", lines],
    ["export", kind, "--format", "markdown", "-o", openCode],
    ["export", kind, "--format", "html", "-o", openCode],
    ["export", kind, "--format", "opencode", "-o", openCode],
    ["search", "dolor"],
    ["stats"],
    ["fork", kind],
  ]) {
    await measure(commandLine, kind, provider, commandArguments, environment)
  }
  await measure(commandLine, kind, provider, [kind], environment, readByApi)
  await measureWatch(commandLine, kind, provider, environment)
  const elsewhere = join(commandLine.root, `imported-${kind}-${provider}`)
  await measure(commandLine, kind, provider, ["import", lines, "--data-directory", elsewhere], {})
  // An export of OpenCode is read message by message, and refused where one of them alone is too large.
  if (!hasManyMessages.includes(kind)) return
  const fromOpenCode = join(commandLine.root, `from-opencode-${kind}-${provider}`)
  await measure(commandLine, kind, provider, ["import", openCode, "--data-directory", fromOpenCode], {})
  await rm(fromOpenCode, { recursive: true })
}

let commandLine: CommandLine

beforeAll(async () => {
  commandLine = await CommandLine.create()
})

afterAll(async () => {
  await commandLine[Symbol.asyncDispose]()
  console.table(table)
  for (const { kind, command, provider, megabytes } of table) {
    expect(megabytes, `${command}, ${kind}, ${provider}`).toBeLessThan(mostMemory)
  }
})

test.each(Object.entries(kinds))("SQLite: a session of 600 MB (%s) takes little memory", async (kind, fill) => {
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: kind, title: kind })
    await fill(store)
  })
  await measureAll(commandLine, kind, "sqlite", {})
})

describeServers("on a server", (server) => {
  test.each(Object.keys(kinds))("a session of 600 MB (%s) takes little memory", async (kind) => {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const environment = { OPENCODE_MYSQL_DSN: database.dsn() }
    const only = join(commandLine.root, `imported-${kind}-sqlite`)
    await measure(commandLine, kind, server.kind, ["copy", "--to", "mysql", "--data-directory", only], environment)
    const onServer = { ...environment, OPENCODE_SESSION_PROVIDER_TYPE: "mysql" }
    await measureAll(commandLine, kind, server.kind, onServer)
    const copy = join(commandLine.root, `copied-${kind}-${server.kind}.db`)
    await measure(commandLine, kind, server.kind, ["copy", "--to", copy], onServer)
    await rm(copy)
  })
})
