import { spawn } from "node:child_process"
import { once } from "node:events"
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import { fileURLToPath } from "node:url"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { provider as sqlite } from "@opencode/session-sqlite"
import { sampleFile } from "session-test-support/large-sample"
import { soon } from "session-test-support/soon"
import { environmentIn, sqliteRuntimes } from "session-test-support/sqlite-runtimes"
import { describe, expect, onTestFinished, test } from "vitest"

const plugin = fileURLToPath(new URL("../dist/index.js", import.meta.url))
const host = fileURLToPath(new URL("./host.mjs", import.meta.url))
const session = "ses_dfdc781d6ffe6QefCAN16c2L61"

type Said = Record<string, unknown>

/** A home with an OpenCode's database in it, and the plugin's host in a runtime. */
async function start(runtime: (typeof sqliteRuntimes)[number], own: object) {
  const folder = await mkdtemp(join(tmpdir(), "session-plugin-"))
  const data = join(folder, ".local", "share", "opencode")
  await mkdir(data, { recursive: true })
  const database = join(data, "opencode.db")
  await copyFile(sampleFile, database)
  const opencode = new DatabaseSync(database)
  opencode.exec("PRAGMA journal_mode = WAL")
  await mkdir(join(folder, ".config", "opencode"), { recursive: true })
  await writeFile(join(folder, ".config", "opencode", "opencode.json"), JSON.stringify(own))
  const [program = "", ...words] = runtime.command ?? []
  const environment = { ...environmentIn(folder, runtime), HOME: folder, XDG_CONFIG_HOME: join(folder, ".config") }
  const child = spawn(program, [...words, host, plugin], {
    cwd: folder,
    env: environment,
    stdio: ["pipe", "pipe", "inherit"],
  })
  const ended = once(child, "exit")
  const said: Said[] = []
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  onTestFinished(async () => {
    child.kill("SIGKILL")
    await ended
    opencode.close()
    await rm(folder, { recursive: true, force: true })
  })
  return {
    ...{ folder, opencode, said },
    send: (command: object) => child.stdin.write(`${JSON.stringify(command)}\n`),
    async until(what: string, is: (said: Said) => boolean): Promise<Said> {
      for (;;) {
        const { done, value } = await soon(what, lines.next(), 60_000)
        if (done === true) throw new Error(`The host ended before: ${what}`)
        const message: Said = JSON.parse(value)
        said.push(message)
        if (is(message)) return message
      }
    },
    async end() {
      child.stdin.end(`${JSON.stringify({ dispose: true })}\n`)
      const [status] = await soon("the host's end", ended)
      return status
    },
  }
}

async function openStore(folder: string): Promise<SessionStore> {
  const context = { dataDirectory: join(folder, ".opencode"), environment: {} }
  const provider = await sqlite.open(sqlite.parseOptions({}, context), context)
  await provider.migrate()
  const store = createSessionStore({ provider, scope: { allProjects: true }, author: null })
  onTestFinished(() => store.close())
  return store
}

describe.each(sqliteRuntimes.filter(({ driver }) => driver !== "better-sqlite3"))("in $name", (runtime) => {
  const { command = [] } = runtime
  test.skipIf(command.length === 0)(
    "the one file mirrors from a thread, shows what is being spoken, and lets the program end",
    async () => {
      const run = await start(runtime, { plugin: ["@opencode/session-plugin"], sessionMirror: { ask: false } })
      const { milliseconds } = await run.until("it is loaded", ({ loaded }) => loaded === "opencode-session-mirror")
      expect(milliseconds).toBeLessThan(1000)
      const store = await openStore(run.folder)
      await expect.poll(async () => (await store.sessions.get(session))?.title).toBe("Notes, unicode and a long answer")

      const write = (sql: string, ...values: (string | number)[]) => {
        run.opencode.prepare(sql).run(...values)
        const next = "UPDATE event_sequence SET seq = seq + 1 WHERE aggregate_id = ? RETURNING seq"
        const { seq } = run.opencode.prepare(next).get(session) as { seq: number } // The sample has the session's log.
        const event =
          'INSERT INTO event VALUES (?, ?, ?, \'message.part.updated.1\', \'{"part":{"messageID":"msg_live"}}\')'
        run.opencode.prepare(event).run(`evt_${seq}`, session, seq)
      }
      const at = 1_900_000_000_000
      write(
        'INSERT INTO message VALUES (\'msg_live\', ?, ?, ?, \'{"role":"assistant","time":{"created":1}}\')',
        session,
        at,
        at,
      )
      write(
        'INSERT INTO part VALUES (\'prt_live\', \'msg_live\', ?, ?, ?, \'{"type":"text","text":""}\')',
        session,
        at,
        at,
      )
      run.send({ event: { type: "message.part.updated" } })
      const textOf = async () => (await store.messages.get(session, "msg_live"))?.parts[0]?.data.text
      await expect.poll(textOf).toBe("")
      const delta = (text: string) => ({
        sessionID: session,
        messageID: "msg_live",
        partID: "prt_live",
        field: "text",
        delta: text,
      })
      run.send({ event: { type: "message.part.delta", properties: delta("As it is ") } })
      run.send({ event: { type: "message.part.delta", properties: delta("spoken") } })
      await expect.poll(textOf).toBe("As it is spoken")
      write(
        'UPDATE part SET data = \'{"type":"text","text":"As it was said."}\', time_updated = ? WHERE id = \'prt_live\'',
        at + 900,
      )
      run.send({ event: { type: "message.part.updated" } })
      await expect.poll(textOf).toBe("As it was said.")
      expect(await run.end()).toBe(0)
    },
  )
})

const [runtime] = sqliteRuntimes.filter(({ driver, command }) => driver === "node:sqlite" && command !== undefined)

describe.runIf(runtime !== undefined)("a plugin that only a repository's configuration names", () => {
  test("mirrors nothing, and says how to switch it on", async () => {
    const run = await start(runtime as (typeof sqliteRuntimes)[number], {}) // Looked at above.
    const { log } = await run.until("it says so", ({ log }) => log !== undefined)
    expect(log).toContain("only your own configuration can switch it on")
    expect(await run.end()).toBe(0)
  })

  test("a project about which nobody was asked is named, with the command that includes it", async () => {
    const run = await start(runtime as (typeof sqliteRuntimes)[number], { plugin: ["@opencode/session-plugin"] })
    const { toast } = await run.until("it asks", ({ toast }) => toast !== undefined)
    expect(toast).toMatch(/stay on this machine.*opencode-session mirror --include/)
    expect(await run.end()).toBe(0)
  })
})
