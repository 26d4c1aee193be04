import { once } from "node:events"
import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { DatabaseSync } from "node:sqlite"
import type { MirrorStatus } from "@opencode/session-opencode/mirror"
import { sampleFile } from "session-test-support/large-sample"
import { soon } from "session-test-support/soon"
import { expect, test } from "vitest"
import { CommandLine } from "./command-line.ts"

const session = "ses_dfdc781d6ffe6QefCAN16c2L61"

/** A home with an OpenCode's database in it, and a configuration of the user's own. */
async function machine(sessionMirror?: object): Promise<{ commandLine: CommandLine; database: string }> {
  const commandLine = await CommandLine.create()
  const folder = join(commandLine.home, ".local", "share", "opencode")
  await mkdir(folder, { recursive: true })
  const database = join(folder, "opencode.db")
  await copyFile(sampleFile, database)
  new DatabaseSync(database).exec("PRAGMA journal_mode = WAL")
  if (sessionMirror !== undefined) {
    await writeFile(join(commandLine.home, ".opencode.json"), JSON.stringify({ sessionMirror }))
  }
  return { commandLine, database }
}

/** Starts the mirror. `until` waits for what it says of itself. */
function startMirror(commandLine: CommandLine, environment: Record<string, string> = {}) {
  const child = commandLine.start(["mirror", "--json"], environment)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    child,
    async until(what: string, is: (status: MirrorStatus) => boolean): Promise<MirrorStatus> {
      for (;;) {
        const { done, value } = await soon(what, lines.next(), 60_000)
        if (done === true) throw new Error(`The mirror ended before: ${what}`)
        const status: MirrorStatus = JSON.parse(value)
        if (is(status)) return status
      }
    },
    async end() {
      child.kill("SIGINT")
      const [status] = await soon("the end of the mirror", once(child, "exit"))
      return status
    },
  }
}

const isSent = ({ condition, sentAt, waitingSessions }: MirrorStatus) =>
  condition === "following" && sentAt !== null && waitingSessions === 0

test("mirrors this machine's OpenCode until Ctrl-C; status and doctor say where to, when last, and behind by how much", async () => {
  const { commandLine, database } = await machine({ ask: false })
  await using _ = commandLine
  expect((await commandLine.run("mirror", "--status")).status).toBe(1)
  const mirror = startMirror(commandLine)
  await mirror.until("all is sent", isSent)
  expect(await commandLine.json("mirror", "--status")).toMatchObject({
    ...{ database, isRunning: true, behind: 0 },
    status: { condition: "following", problem: null, store: { name: "sqlite", location: commandLine.databaseFile } },
  })
  const checks = (await commandLine.json("doctor")).checks
  expect(checks.find(({ name }: { name: string }) => name === "mirror")).toMatchObject({ status: "ok" })
  expect(await mirror.end()).toBe(0)
  expect((await commandLine.json("list", "--all-projects")).sessions.length).toBeGreaterThan(3)

  const changed = new DatabaseSync(database)
  changed.prepare("UPDATE session SET title = 'Later', time_updated = time_updated + 1 WHERE id = ?").run(session)
  changed.close()
  const { stdout, status } = await commandLine.run("mirror", "--status", "--json")
  expect(status).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ isRunning: false, behind: 1 })
  const late = (await commandLine.json("doctor")).checks.find(({ name }: { name: string }) => name === "mirror")
  expect(late).toMatchObject({ status: "warning", message: expect.stringContaining("1 session not sent yet") })
})

test("a mirror that is killed holds nothing up: the next one takes over, and sends what it had not", async () => {
  const { commandLine, database } = await machine({ ask: false })
  await using _ = commandLine
  const opencode = new DatabaseSync(database)
  const titles = ["First", "Second", "Third"]
  for (const title of titles) {
    const mirror = startMirror(commandLine)
    await mirror.until("it mirrors", ({ condition }) => condition === "following")
    opencode.prepare("UPDATE session SET title = ?, time_updated = time_updated + 1 WHERE id = ?").run(title, session)
    mirror.child.kill("SIGKILL")
    await soon("its end", once(mirror.child, "exit"))
  }
  opencode.close()
  const last = startMirror(commandLine)
  await last.until(
    "all is sent",
    ({ condition, waitingSessions }) => condition === "following" && waitingSessions === 0,
  )
  expect(await last.end()).toBe(0)
  expect((await commandLine.json("show", session, "--all-projects")).session.title).toBe("Third")
})

test("nothing of a project leaves the machine before its user says so, and then all of it does", async () => {
  const { commandLine } = await machine()
  await using _ = commandLine
  const mirror = startMirror(commandLine)
  const { undecidedProjects } = await mirror.until("it asks", (status) => status.undecidedProjects.length > 0)
  expect((await commandLine.json("list", "--all-projects")).sessions).toEqual([])
  const [project = ""] = undecidedProjects
  expect((await commandLine.run("mirror", "--include", project)).stdout).toContain("is mirrored from now on")
  await mirror.until("it is sent", isSent)
  expect(await mirror.end()).toBe(0)
  expect((await commandLine.json("list", "--project", project)).sessions.length).toBeGreaterThan(3)
})

test("a repository's file neither switches anything on nor chooses the server, and doctor names it", async () => {
  const { commandLine } = await machine()
  await using _ = commandLine
  const elsewhere = join(commandLine.directory, "elsewhere")
  await writeFile(
    join(commandLine.directory, "opencode.json"),
    JSON.stringify({ data: { directory: elsewhere }, sessionMirror: { ask: false } }),
  )
  const mirror = startMirror(commandLine)
  const status = await mirror.until("it asks all the same", ({ undecidedProjects }) => undecidedProjects.length > 0)
  expect(status.store?.location).toBe(commandLine.databaseFile)
  await mirror.end()
  const { stdout } = await commandLine.run("doctor", "--json")
  const warning = JSON.parse(stdout).checks.find(({ name }: { name: string }) => name === "mirror")
  expect(warning).toMatchObject({ status: "warning", message: expect.stringContaining("opencode.json is ignored") })
})

test("with redact, no secret reaches the store", async () => {
  const { commandLine, database } = await machine({ ask: false, redact: ["secrets"] })
  await using _ = commandLine
  const token = `ghp_${"a1B2c3D4e5".repeat(4).slice(0, 36)}`
  const changed = new DatabaseSync(database)
  changed.prepare("UPDATE session SET title = ? WHERE id = ?").run(`Use ${token}`, session)
  changed
    .prepare("UPDATE part SET data = json_set(data, '$.text', ?) WHERE session_id = ?")
    .run(`export T=${token}`, session)
  changed.close()
  const mirror = startMirror(commandLine)
  await mirror.until("all is sent", isSent)
  await mirror.end()
  const bytes = await Promise.all(
    ["", "-wal"].map((end) => readFile(`${commandLine.databaseFile}${end}`).catch(() => Buffer.alloc(0))),
  )
  expect(Buffer.concat(bytes).includes(token)).toBe(false)
  expect((await commandLine.run("show", session, "--all-projects")).stdout).toContain("[redacted:")
})

test("the system is told how to run it, without passwords, and told to stop it", async () => {
  const { commandLine } = await machine()
  await using _ = commandLine
  const programs = join(commandLine.root, "programs")
  await mkdir(programs)
  const said = join(commandLine.root, "said")
  // The system's own program needs a login session.
  await writeFile(join(programs, "systemctl"), `#!/bin/sh\necho "$@" >> "${said}"\n`)
  await chmod(join(programs, "systemctl"), 0o755)
  Object.assign(commandLine.environment, { PATH: `${programs}:${process.env.PATH}`, MYSQL_PASSWORD: "hunter2" })
  if (process.platform !== "linux") return
  expect((await commandLine.run("mirror", "--install")).status).toBe(0)
  const unit = join(commandLine.home, ".config", "systemd", "user", "opencode-session-mirror.service")
  const content = await readFile(unit, "utf8")
  expect(content).toMatch(/^ExecStart=".*node.*" ".*bin\.js" "mirror"$/m)
  expect(content).toContain("Restart=always")
  expect(content).not.toContain("hunter2")
  expect((await commandLine.run("mirror", "--uninstall")).status).toBe(0)
  await expect(readFile(unit)).rejects.toThrow()
  expect((await readFile(said, "utf8")).split("\n")).toEqual([
    ...["--user daemon-reload", "--user enable opencode-session-mirror.service"],
    ...["--user restart opencode-session-mirror.service", "--user disable --now opencode-session-mirror.service", ""],
  ])
})
