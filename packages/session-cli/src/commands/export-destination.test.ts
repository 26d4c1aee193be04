import { execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { link, lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises"
import { createServer } from "node:net"
import { join } from "node:path"
import { text as textOf } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { CommandLine, finished } from "../../test/command-line.ts"

const binary = fileURLToPath(new URL("../../dist/bin.js", import.meta.url))

async function filled(messages = 1): Promise<CommandLine> {
  const commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: "ses_a", title: "To be kept" })
    for (let count = 0; count < messages; count += 1) {
      await store.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "x".repeat(100_000) }] })
    }
  })
  return commandLine
}

/** A command in bash, in the project's folder. `$ocs` is ours. */
const shell = (commandLine: CommandLine, script: string) =>
  finished(
    spawn("bash", ["-c", `ocs() { '${process.execPath}' '${binary}' "$@"; }; ${script}`], {
      cwd: commandLine.directory,
      env: commandLine.environment,
    }),
  )

const lastType = (lines: string) => JSON.parse(lines.trimEnd().split("\n").at(-1) ?? "").type

describe("export -o writes through what is not a file", () => {
  test.each(["jsonl", "opencode"])("a named pipe stays one, and its reader gets all of it (%s)", async (format) => {
    await using commandLine = await filled(5)
    const pipe = join(commandLine.root, "pipe")
    execFileSync("mkfifo", [pipe])
    const reader = spawn("cat", [pipe])
    const content = textOf(reader.stdout)
    const { status, stderr } = await commandLine.run("export", "ses_a", "--format", format, "-o", pipe)
    expect([status, stderr]).toEqual([0, ""])
    const { stdout } = await commandLine.run("export", "ses_a", "--format", format)
    const withoutTime = (text: string) => text.replace(/"exportedAt":\d+/, "")
    expect(withoutTime(await content)).toBe(withoutTime(stdout))
    expect((await lstat(pipe)).isFIFO()).toBe(true)
  })

  test("a link to a pipe leads to it, and stays a link", async () => {
    await using commandLine = await filled()
    const pipe = join(commandLine.root, "pipe")
    execFileSync("mkfifo", [pipe])
    await symlink(pipe, join(commandLine.root, "link"))
    const reader = spawn("cat", [pipe])
    const content = textOf(reader.stdout)
    expect((await commandLine.run("export", "-o", join(commandLine.root, "link"))).status).toBe(0)
    expect(lastType(await content)).toBe("end")
    expect(await readlink(join(commandLine.root, "link"))).toBe(pipe)
  })

  test("a process substitution, standard output by any of its names, and the descriptors of the shell", async () => {
    await using commandLine = await filled()
    const out = join(commandLine.root, "out")
    const substitution = await shell(commandLine, `ocs export -o >(cat > '${out}'); wait $!`)
    expect(substitution).toMatchObject({ status: 0, stderr: "" })
    await expect.poll(async () => lastType(await readFile(out, "utf8"))).toBe("end")
    for (const name of ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]) {
      const { status, stdout } = await commandLine.run("export", "-o", name)
      expect(status).toBe(0)
      expect(lastType(stdout)).toBe("end")
    }
    // A file that the shell has opened keeps what is in it, and what comes after.
    await shell(commandLine, `exec 7>'${out}'; echo before >&7; ocs export -o /dev/fd/7 >/dev/null; echo after >&7`)
    const lines = (await readFile(out, "utf8")).trimEnd().split("\n")
    expect(lines[0]).toBe("before")
    expect(lines.slice(1).some((line) => line.startsWith('{"type":"end"'))).toBe(true)
    await shell(commandLine, `echo first > '${out}'; ocs export -o /dev/stdout >> '${out}'`)
    expect((await readFile(out, "utf8")).startsWith("first\n{")).toBe(true)
  })

  test("a device is written to, and one that is full says so", async () => {
    await using commandLine = await filled()
    expect((await commandLine.run("export", "-o", "/dev/null")).status).toBe(0)
    expect((await lstat("/dev/null")).isCharacterDevice()).toBe(true)
    const full = await commandLine.run("export", "-o", "/dev/full", "--json")
    expect(full.status).toBe(1)
    expect(JSON.parse(full.stderr).error).toMatchObject({ code: "storage_full", hint: expect.any(String) })
  })

  test("a socket gets what its server reads, and one without a server says so", async () => {
    await using commandLine = await filled()
    const path = join(commandLine.root, "socket")
    const server = createServer({ allowHalfOpen: true }).listen(path)
    await once(server, "listening")
    const content = once(server, "connection").then(async ([connection]) => {
      const received = await textOf(connection)
      connection.end()
      return received
    })
    expect(await commandLine.run("export", "-o", path)).toMatchObject({ status: 0, stderr: "" })
    expect(lastType(await content)).toBe("end")
    server.close()
    await once(server, "close")
    // A server that is killed leaves its socket behind.
    const killed = spawn(process.execPath, [
      "-e",
      "require('net').createServer().listen(process.argv[1], () => console.log('up'))",
      `${path}2`,
    ])
    const gone = once(killed, "close")
    await once(killed.stdout, "data")
    killed.kill("SIGKILL")
    await gone
    const dead = await commandLine.run("export", "-o", `${path}2`)
    expect(dead.status).toBe(5)
    expect(dead.stderr).toContain("No program listens on the socket")
  })

  test("a reader that goes away is told: what it has is not all", async () => {
    await using commandLine = await filled(40)
    const pipe = join(commandLine.root, "pipe")
    execFileSync("mkfifo", [pipe])
    const reader = spawn("head", ["-c", "1000", pipe])
    const gone = once(reader, "close")
    const { status, stderr } = await commandLine.run("export", "-o", pipe)
    await gone
    expect(status).toBe(1)
    expect(stderr).toContain("went away before everything was written")
  })
})

describe("export -o replaces a file as a whole", () => {
  test("through a link, which stays, also where its file is not there yet", async () => {
    await using commandLine = await filled()
    const folder = join(commandLine.root, "elsewhere")
    await mkdir(folder)
    await writeFile(join(folder, "old.jsonl"), "old")
    await symlink("elsewhere/old.jsonl", join(commandLine.root, "one"))
    await symlink("elsewhere/new.jsonl", join(commandLine.root, "two"))
    await symlink("two", join(commandLine.root, "three"))
    for (const [name, file] of [
      ["one", "old.jsonl"],
      ["three", "new.jsonl"],
    ] as const) {
      expect((await commandLine.run("export", "-o", join(commandLine.root, name))).status).toBe(0)
      expect((await lstat(join(commandLine.root, name))).isSymbolicLink()).toBe(true)
      expect(lastType(await readFile(join(folder, file), "utf8"))).toBe("end")
      expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
    }
    expect((await readdir(folder)).sort()).toEqual(["new.jsonl", "old.jsonl"])
  })

  test("and says why it cannot", async () => {
    await using commandLine = await filled()
    await symlink("loop", join(commandLine.root, "loop"))
    const cases = [
      [commandLine.root, 2, "is a folder"],
      [`${join(commandLine.root, "new")}/`, 2, "is a folder"],
      [join(commandLine.root, "none", "file"), 3, "does not exist"],
      [join(commandLine.databaseFile, "file"), 3, "does not exist"],
      [join(commandLine.root, "loop"), 2, "leads back to itself"],
      [join(commandLine.root, "x".repeat(300)), 2, "cannot be the name"],
      ["/proc/none", 3, "does not exist"],
    ] as const
    for (const [file, code, message] of cases) {
      const { status, stderr } = await commandLine.run("export", "-o", file)
      expect([file, status]).toEqual([file, code])
      expect(stderr).toContain(message)
    }
  })
})

test("what is read is not written over, in any format, and nothing is changed", async () => {
  await using commandLine = await filled()
  const { databaseFile, home, root } = commandLine
  await link(databaseFile, join(root, "hard.db"))
  const before = await readFile(databaseFile)
  // By which other names it is known, refuse-inputs.test.ts tells.
  for (const format of ["jsonl", "opencode"]) {
    const file = join(root, "hard.db")
    const { status, stderr } = await commandLine.run("export", "ses_a", "--format", format, "-o", file)
    expect([format, status]).toEqual([format, 2])
    expect(stderr).toContain("it would be destroyed")
  }
  expect(Buffer.compare(await readFile(databaseFile), before)).toBe(0)
  expect((await commandLine.json("list")).sessions).toHaveLength(1)
  expect((await commandLine.run("export", "-o", join(home, ".opencode", "backup.jsonl"))).status).toBe(0)
})
