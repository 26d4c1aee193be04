import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "../../test/command-line.ts"

test("on a machine without OpenCode, or with one that does not start, pull and push say so and change nothing", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await commandLine.fill((store) => store.sessions.create({ title: "The fault" }))
  const before = await commandLine.json("show", id)
  for (const command of [
    ["pull", id, "--take-over"],
    ["push", id],
  ]) {
    const { status, stderr } = await finished(commandLine.start(command, { PATH: "/nowhere" }))
    expect([status, stderr]).toEqual([3, expect.stringContaining("no program `opencode` on your PATH")])
  }
  const program = join(commandLine.root, "opencode")
  await writeFile(program, "#!/bin/sh\necho it has no licence >&2\nexit 1\n", { mode: 0o755 })
  const broken = await finished(commandLine.start(["pull", id, "--take-over"], { PATH: `${commandLine.root}:/bin` }))
  expect(broken.status).not.toBe(0)
  expect(broken.stderr).toMatch(/does not say where its database is|OpenCode did not start/)
  expect(await commandLine.json("show", id)).toEqual(before)
})

test("a session that is not there is no reason to start OpenCode", async () => {
  await using commandLine = await CommandLine.create()
  const { status, stderr } = await finished(commandLine.start(["pull", "ses_nothing"], { PATH: "/nowhere" }))
  expect([status, stderr]).toEqual([3, expect.stringContaining("no session ses_nothing")])
})
