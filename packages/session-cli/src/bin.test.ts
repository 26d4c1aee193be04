import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "../test/command-line.ts"

test("somebody with an old Node.js is told what is needed, before anything can crash", async () => {
  await using commandLine = await CommandLine.create()
  const preload = join(commandLine.root, "old.mjs")
  await writeFile(
    preload,
    `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.0" } })`,
  )
  const { status, stdout, stderr } = await finished(commandLine.start(["list"], {}, ["--import", preload]))
  expect(status).toBe(1)
  expect(stdout).toBe("")
  expect(stderr).toContain("needs Node.js 22 or newer; this is Node.js 20.11.0")
})

test("the help lists every command, and what each exit code means", async () => {
  await using commandLine = await CommandLine.create()
  const { status, stdout } = await commandLine.run("--help")
  expect(status).toBe(0)
  for (const command of ["import", "export", "list", "show", "search", "purge", "migrate", "doctor", "copy"]) {
    expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, "m"))
  }
  expect(stdout).toMatch(/^ {2}130 {2}interrupted/m)
})

test.each([
  ["list"],
  ["show"],
  ["search"],
  ["watch"],
  ["projects"],
  ["stats"],
  ["rename"],
  ["fork"],
  ["archive"],
  ["unarchive"],
  ["delete"],
  ["restore"],
  ["purge"],
  ["prune"],
  ["import"],
  ["export"],
  ["copy"],
  ["config"],
  ["migrate"],
  ["doctor"],
])("somebody who does not know %s sees how to use it", async (command) => {
  await using commandLine = await CommandLine.create()
  const { status, stdout } = await commandLine.run(command, "--help")
  expect(status).toBe(0)
  expect(stdout).toContain(`Usage: opencode-session ${command}`)
  expect(stdout).toContain("Examples:")
  expect(stdout).toContain("--json")
})

test("a script that misspells an option or a command is told so by exit code 2", async () => {
  await using commandLine = await CommandLine.create()
  const option = await commandLine.run("list", "--jsn")
  expect(option).toMatchObject({ status: 2, stdout: "" })
  expect(option.stderr).toContain("Unknown option '--jsn'.\n  Did you mean --json?")
  const command = await commandLine.run("lst", "--json")
  expect(command).toMatchObject({ status: 2, stdout: "" })
  expect(JSON.parse(command.stderr)).toEqual({
    error: { code: "usage", message: "Unknown command 'lst'.", hint: "Did you mean list?" },
  })
})

test("without a command there is the help, and exit code 2, so that a script does not take it for success", async () => {
  await using commandLine = await CommandLine.create()
  const { status, stdout, stderr } = await commandLine.run()
  expect(status).toBe(2)
  expect(stdout).toBe("")
  expect(stderr).toContain("Usage: opencode-session")
})

test("a pipe whose reader has seen enough ends the command without an error", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const session = await store.sessions.create({ title: "Long" })
    for (let count = 0; count < 20; count += 1) {
      await store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "x".repeat(100_000) }] })
    }
  })
  const child = commandLine.start(["show", "last"])
  child.stdout.once("data", () => child.stdout.destroy())
  let stderr = ""
  child.stderr.on("data", (data) => {
    stderr += data
  })
  const status = await new Promise((resolve) => child.once("exit", resolve))
  expect(stderr).toBe("")
  expect(status).toBe(0)
})

test("an option from anywhere on the command line counts: the folder, the project, the data", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill((store) => store.forProject("other").sessions.create({ title: "Elsewhere" }))
  expect((await commandLine.json("list")).sessions).toEqual([])
  expect((await commandLine.json("--project", "other", "list")).sessions).toHaveLength(1)
  expect((await commandLine.json("list", "--all-projects")).sessions).toHaveLength(1)
  const elsewhere = join(commandLine.root, "elsewhere")
  expect((await commandLine.json("list", "--all-projects", "--data-directory", elsewhere)).sessions).toEqual([])
  expect((await commandLine.json("-C", commandLine.home, "stats")).projectId).toBe("home")
  const both = await commandLine.run("list", "--all-projects", "--project", "other")
  expect(both.status).toBe(2)
})
