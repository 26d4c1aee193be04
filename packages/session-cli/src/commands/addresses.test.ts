import { mkdir, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "../../test/command-line.ts"

/** All names below a folder, without the runtime's cache of compiled code. */
const namesIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((name) => !name.includes(".cache")).sort()

const addresses = [
  "redis://me:S3cret@h/d",
  "postgres://me:S3cret@h/d",
  "me:S3cret@127.0.0.1:1/d",
  "me:S3cret@tcp(127.0.0.1:1)",
  "//me:S3cret@h/d",
]

test.each([
  ["export", "-o"],
  ["import"],
  ["list", "--data-directory"],
  ["list", "-C"],
  ["config", "trust"],
  ["doctor", "--data-directory"],
])(
  "%s %s: an address where a path is expected is refused, its password shown to nobody and put on no disk",
  async (...words) => {
    await using commandLine = await CommandLine.create()
    await commandLine.run("list")
    const before = await namesIn(commandLine.root)
    for (const address of addresses) {
      const { status, stdout, stderr } = await commandLine.run(...words, address)
      expect([address, status]).not.toEqual([address, 0])
      expect(stdout + stderr).not.toContain("S3cret")
      expect(stdout + stderr).toMatch(/not a path|server|connect|reachable/i)
    }
    expect(await namesIn(commandLine.root)).toEqual(before)
  },
)

test("copy --to refuses what is neither a provider, nor an address that it knows, nor a path, and creates nothing", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.run("list")
  const before = await namesIn(commandLine.root)
  for (const address of [
    ...addresses.filter((each) => !each.includes(")/d") && !/^(mysql|postgres(ql)?):/.test(each)),
    "mysq1",
    "word",
  ]) {
    const { status, stdout, stderr } = await commandLine.run("copy", "--to", address)
    expect([address, status]).toEqual([address, 2])
    expect(stdout + stderr).not.toContain("S3cret")
    expect(stderr).toMatch(/It can be a SQLite file|Write it as user:password@tcp/)
  }
  expect(await namesIn(commandLine.root)).toEqual(before)
})

test.each(["OPENCODE_DATA_DIRECTORY", "OPENCODE_SESSION_PROVIDER_TYPE"])(
  "an address in %s is an error that hides its password",
  async (variable) => {
    await using commandLine = await CommandLine.create()
    for (const address of addresses.slice(1, 3)) {
      for (const command of ["list", "doctor"]) {
        const { status, stdout, stderr } = await finished(commandLine.start([command], { [variable]: address }))
        expect([address, status]).not.toEqual([address, 0])
        expect(stdout + stderr).not.toContain("S3cret")
        expect(stdout + stderr).toContain(variable)
      }
    }
    expect(await namesIn(commandLine.directory)).toEqual([])
  },
)

test.each([
  { data: { directory: "$" } },
  { sessionProvider: { sqlite: { file: "$" } } },
  { sessionProvider: { type: "$" } },
])("an address in the configuration, as %j, is an error that hides its password", async (configuration) => {
  await using commandLine = await CommandLine.create()
  for (const address of addresses.slice(1, 3)) {
    await writeFile(join(commandLine.home, "opencode.json"), JSON.stringify(configuration).replace("$", address))
    for (const command of ["config", "doctor"]) {
      const { stdout, stderr } = await commandLine.run(command)
      expect(stdout + stderr).not.toContain("S3cret")
      expect(stdout + stderr).toMatch(/path|package/)
    }
    expect((await commandLine.run("list")).status).toBe(4)
  }
  expect((await namesIn(commandLine.home)).filter((name) => name.includes("S3cret"))).toEqual([])
})

test("a third party's provider is found by its plain name, with the options that are configured for it", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill((store) => store.sessions.create({ title: "To be copied" }))
  const module = join(commandLine.root, "provider.mjs")
  const core = JSON.stringify(import.meta.resolve("@opencode/session-sqlite"))
  await writeFile(
    module,
    `import { provider as sqlite } from ${core}
    export const provider = { ...sqlite, name: "third", parseOptions: ({ where }, context) => sqlite.parseOptions({ file: where }, context) }`,
  )
  await mkdir(join(commandLine.root, "target"))
  const where = join(commandLine.root, "target", "third.db")
  await writeFile(
    join(commandLine.home, "opencode.json"),
    JSON.stringify({ sessionProvider: { [module]: { where }, "sessions-third": { where } } }),
  )
  const copied = await commandLine.json("copy", "--to", module)
  expect(copied.sessions).toMatchObject({ created: 1 })
  expect(await readdir(join(commandLine.root, "target"))).toContain("third.db")
  // Its package is not installed: the error says so, and does not make a file of that name.
  const missing = await commandLine.run("copy", "--to", "sessions-third")
  expect(missing.status).toBe(4)
  expect(missing.stderr).toContain("npm install sessions-third")
})
