import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { SessionStore } from "@opencode/session-core"
import { createDatabase, describeServers } from "session-test-servers/mysql"
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest"
import { CommandLine } from "../command-line.ts"

const binary = fileURLToPath(new URL("../../dist/bin.js", import.meta.url))
const reportMemory = new URL("./report-memory.mjs", import.meta.url).href

const megabyte = 1_000_000
/** What no command may have at most, MB; each runs with a heap of at most 512. */
const mostMemory = 300

/** Three kinds of sessions of 600 MB. */
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
    const state = { status: "completed", input: { command: "ls" }, output }
    for (let index = 0; index < 1000; index += 1) {
      const parts = Array.from({ length: 10 }, (_, number) => ({
        type: "tool",
        tool: "bash",
        callID: `${number}`,
        state,
      }))
      await store.messages.append("output", { role: "assistant", parts })
    }
  },
}

const image = (index: number) => ({
  type: "file",
  mime: "image/png",
  filename: `${index}.png`,
  url: `data:image/png;base64,${Buffer.alloc(15 * megabyte * 0.75, index).toString("base64")}`,
})

const table: { kind: string; command: string; provider: string; megabytes: number }[] = []

/** Runs the command, whose output goes to nobody, and expects it to succeed in little memory. */
async function measure(
  commandLine: CommandLine,
  kind: string,
  provider: string,
  commandArguments: string[],
  environment: Record<string, string>,
): Promise<void> {
  const file = join(commandLine.root, "memory")
  const child = spawn(
    process.execPath,
    ["--max-old-space-size=512", "--import", reportMemory, binary, ...commandArguments],
    {
      cwd: commandLine.directory,
      env: { ...commandLine.environment, ...environment, SESSION_MEMORY_FILE: file },
      stdio: ["ignore", "ignore", "inherit"],
    },
  )
  const [status] = await once(child, "close")
  const command = commandArguments.filter((each) => !each.includes(commandLine.root)).join(" ")
  expect(status, `${command}, ${provider}`).toBe(0)
  const megabytes = Number(await readFile(file, "utf8"))
  table.push({ kind, command, provider, megabytes })
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
    ["export", kind, "--format", "opencode", "-o", openCode],
    ["export", kind, "--format", "markdown", "-o", openCode],
    ["export", kind, "--format", "html", "-o", openCode],
    ["search", "dolor"],
    ["stats"],
    ["fork", kind],
  ]) {
    await measure(commandLine, kind, provider, commandArguments, environment)
  }
  const elsewhere = join(commandLine.root, `imported-${kind}-${provider}`)
  await measure(commandLine, kind, provider, ["import", lines, "--data-directory", elsewhere], {})
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
    await measureAll(commandLine, kind, server.kind, { ...environment, OPENCODE_SESSION_PROVIDER_TYPE: "mysql" })
  })
})
