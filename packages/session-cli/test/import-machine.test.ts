import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { sampleFile } from "session-test-support/large-sample"
import { expect, test } from "vitest"
import { CommandLine } from "./command-line.ts"

const exported = join(sampleFile, "../export-main.json")

/** OpenCode's data folder as it is on a machine: two channels, what was left of its JSON files, and much else. */
async function fillMachine({ home }: CommandLine): Promise<string> {
  const folder = join(home, ".local/share/opencode")
  const storage = join(folder, "storage")
  await mkdir(join(storage, "session/p9"), { recursive: true })
  await mkdir(join(storage, "message"), { recursive: true })
  await mkdir(join(folder, "snapshot"), { recursive: true })
  await copyFile(sampleFile, join(folder, "opencode.db"))
  await copyFile(sampleFile, join(folder, "opencode-dev.db"))
  await writeFile(join(folder, "auth.json"), '{"acme":{"key":"sk-secret"}}')
  const session = { title: "Of the JSON days", directory: "/srv/widget", time: { created: 1, updated: 2 } }
  await writeFile(join(storage, "session/p9/ses_json.json"), JSON.stringify(session))
  return folder
}

test("without a file, all that OpenCode keeps on this machine is found, shown and imported, each session once", async () => {
  await using commandLine = await CommandLine.create()
  const folder = await fillMachine(commandLine)
  const { status, stdout, stderr } = await commandLine.run("import")
  expect({ status, stderr }).toMatchObject({ status: 0 })
  for (const name of ["opencode.db", "opencode-dev.db", "storage"])
    expect(stderr).toContain(`  ${join(folder, name)}: a`)
  expect(stdout + stderr).not.toContain("sk-secret")
  const { sessions } = await commandLine.json("list", "--all-projects")
  // One of the eight is archived.
  expect(sessions).toHaveLength(7)
  expect(await commandLine.json("import")).toMatchObject({
    sessions: { created: 0, updated: 0, unchanged: 15 },
    sources: [
      { path: join(folder, "opencode-dev.db") },
      { path: join(folder, "opencode.db") },
      { path: join(folder, "storage") },
    ],
  })
})

test("where nothing is found, it is an error that says what was looked for", async () => {
  await using commandLine = await CommandLine.create()
  const { status, stderr } = await commandLine.run("import")
  expect(status).toBe(3)
  expect(stderr).toContain("OpenCode")
})

test("a dry run says what would come in, and writes nothing", async () => {
  await using commandLine = await CommandLine.create()
  await fillMachine(commandLine)
  const { stdout } = await commandLine.run("import", "--dry-run", sampleFile)
  expect(stdout).toContain("Would import an OpenCode database")
  expect(stdout).toContain("7 new, 0 updated")
  expect((await commandLine.json("list", "--all-projects")).sessions).toEqual([])
  expect((await commandLine.json("projects")).projects ?? []).toEqual([])
  await commandLine.run("import", sampleFile)
  expect(await commandLine.json("import", "--dry-run", sampleFile)).toMatchObject({
    ...{ dryRun: true, sessions: { created: 0, unchanged: 7 } },
  })
})

test("of several files, one that is broken is named and keeps no other out", async () => {
  await using commandLine = await CommandLine.create()
  const { directory } = commandLine
  const folder = join(directory, "exports")
  await mkdir(folder)
  const text = await readFile(exported)
  await writeFile(join(folder, "a.json.gz"), gzipSync(text))
  await copyFile(join(exported, "../export-fork.json"), join(folder, "b.json"))
  await writeFile(join(folder, "notes.txt"), "nothing of ours")
  await writeFile(join(directory, "broken.json"), text.subarray(0, 500))
  const { status, stdout, stderr } = await commandLine.run("import", "broken.json", "exports")
  expect(status).toBe(1)
  expect(stderr).toMatch(/failed .*broken\.json breaks off at line/)
  expect(stderr).toContain("1 other file")
  expect(stdout.match(/1 new/g)).toHaveLength(2)
})
