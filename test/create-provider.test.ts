import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { mustRun, type RunResult, run } from "session-test-support/run"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { root } from "../scripts/packs.mjs"
import { linkModules, modulesOfSqlProviders } from "./installation/link-modules.ts"

const folder = mkdtempSync(join(tmpdir(), "create-provider-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const createProvider = (...words: string[]): Promise<RunResult> =>
  run([process.execPath, join(root, "scripts/create-provider.mjs"), ...words], { folder })

/** Sees of each test whether it came upon something that is not implemented. */
const observer = `import { afterEach, beforeEach, vi } from "vitest"
let calls = 0
vi.mock("./src/not-implemented.ts", async (original) => {
  const module = await original()
  return { ...module, notImplemented: (call) => { calls += 1; return module.notImplemented(call) } }
})
beforeEach(() => { calls = 0 })
afterEach(({ task }) => { task.meta.notImplemented = calls })
`

interface TestResult {
  fullName: string
  status: "passed" | "failed" | "pending" | "skipped" | "todo"
  failureMessages: string[]
  meta: { notImplemented?: number }
}

async function runKit(place: string): Promise<TestResult[]> {
  writeFileSync(join(place, "observer.mjs"), observer)
  writeFileSync(join(place, "vitest.config.mjs"), 'export default { test: { setupFiles: ["./observer.mjs"] } }\n')
  const report = join(place, "report.json")
  const command = [join(root, "node_modules/.bin/vitest"), "run", "--reporter=json", `--outputFile=${report}`]
  const { stdout, stderr } = await run(command, { folder: place })
  if (!existsSync(report)) throw new Error(`The kit did not run:\n${stdout}${stderr}`)
  const { testResults } = JSON.parse(readFileSync(report, "utf8"))
  return testResults.flatMap(({ assertionResults }: { assertionResults: TestResult[] }) => assertionResults)
}

describe("whoever begins a provider with create-provider", () => {
  const place = join(folder, "somewhere", "session-acme-db")
  let results: TestResult[]

  beforeAll(async () => {
    expect(await createProvider("session-acme-db", place)).toMatchObject({ status: 0, stderr: "" })
    linkModules(place)
    results = await runKit(place)
  })

  const namesOf = (chosen: TestResult[]) => chosen.map(({ fullName }) => fullName)
  const withStatus = (status: TestResult["status"]) => results.filter((result) => result.status === status)

  it("gets a package of its own name, which compiles", async () => {
    await mustRun([join(root, "node_modules/.bin/tsc"), "--noEmit", "-p", place], { folder })
    expect(JSON.parse(readFileSync(join(place, "package.json"), "utf8"))).toMatchObject({
      name: "session-acme-db",
      peerDependencies: { "@opencode/session-core": expect.stringMatching(/^\^\d/) },
    })
    const sources = readdirSync(join(place, "src")).map((name) => readFileSync(join(place, "src", name), "utf8"))
    expect(sources.join("\n")).toContain('name: "acme-db"')
    expect(sources.join("\n")).not.toMatch(/example/i)
  })

  it("sees no test fail but those that come upon what is not implemented", () => {
    const failed = withStatus("failed")
    expect(failed.length).toBeGreaterThan(100)
    expect(namesOf(failed.filter(({ meta }) => !meta.notImplemented))).toEqual([])
  })

  it("sees no test pass that comes upon what is not implemented", () => {
    const passed = withStatus("passed")
    expect(passed.length).toBeGreaterThan(0)
    expect(namesOf(passed.filter(({ meta }) => meta.notImplemented))).toEqual([])
  })
})

describe("an author who begins a provider with create-provider --sql", () => {
  it("gets a package of its own name that compiles, before its migrations are generated", async () => {
    const place = join(folder, "sql", "session-acme-db")
    const { status, stdout, stderr } = await createProvider("session-acme-db", place, "--sql")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(/npm install\n {2}npm run migrations\n {2}npm test\n[\s\S]*docs\/sql-providers\.md/)
    linkModules(place, modulesOfSqlProviders)
    await mustRun([join(root, "node_modules/.bin/tsc"), "--noEmit", "-p", place], { folder })
    const sources = readdirSync(join(place, "src")).map((name) => readFileSync(join(place, "src", name), "utf8"))
    expect(sources.join("\n")).not.toMatch(/example/i)
  })

  it("gets for the workspace what its other packages have", async () => {
    const template = JSON.parse(readFileSync(join(root, "scripts/sql-provider-template/package.json"), "utf8"))
    const postgres = JSON.parse(readFileSync(join(root, "packages/session-postgres/package.json"), "utf8"))
    const { esbuild } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies
    const { "drizzle-kit": kit, "drizzle-orm": orm } = postgres.devDependencies
    expect(template.devDependencies).toMatchObject({ "drizzle-kit": kit, "drizzle-orm": orm, esbuild })
  })
})

describe("create-provider writes nothing, and says why", () => {
  it.each(["Redis", "session-", "session", "../up", "session-2", "@acme/redis", "a--b", "a".repeat(101), ""])(
    "for the name %j",
    async (name) => {
      const place = join(folder, "refused")
      const { status, stderr } = await createProvider(name, place)
      expect(status).toBe(2)
      expect(stderr).toContain("cannot be the name of a provider's package")
      expect(stderr).toContain("such as session-redis")
      expect(existsSync(place)).toBe(false)
    },
  )

  it("where a package of this repository has that name", async () => {
    const { status, stderr } = await createProvider("session-sqlite")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: `${join(root, "packages/session-sqlite")} exists already: nothing was written. Choose another name or folder.\n`,
    })
  })

  it("where something is already, be it a folder or a file", async () => {
    const place = join(folder, "taken")
    mkdirSync(place)
    writeFileSync(join(place, "notes.txt"), "mine")
    for (const taken of [place, join(place, "notes.txt")]) {
      expect(await createProvider("session-acme", taken)).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(`${taken} exists already: nothing was written.`),
      })
    }
    expect(readdirSync(place)).toEqual(["notes.txt"])
  })

  it("where it cannot write: below a file, without permission, or where the system has nothing that could be a folder", async () => {
    writeFileSync(join(folder, "file"), "")
    const locked = join(folder, "locked")
    mkdirSync(locked, { mode: 0o555 })
    const places = [
      [join(folder, "file", "below"), "ENOTDIR"],
      // Root may write into any folder but the system's own.
      process.getuid?.() === 0 ? ["/sys/acme", "EPERM"] : [join(locked, "acme"), "EACCES"],
      // Node's own recursive mkdir does not come back from there.
      ["/proc/acme/below", "ENOENT"],
    ]
    for (const [place = "", code] of process.platform === "linux" ? places : places.slice(0, 1)) {
      const { status, stderr } = await createProvider("session-acme", place)
      expect({ status, stderr }).toEqual({
        status: 2,
        stderr: expect.stringContaining(`${place} cannot be written: ${code}`),
      })
    }
  })

  it("without a name, or with an option that it does not know", async () => {
    const usage = "Usage: create-provider NAME [FOLDER] [--sql]\n"
    expect(await createProvider()).toMatchObject({ status: 2, stderr: usage })
    const place = join(folder, "misspelt")
    const { status, stderr } = await createProvider("session-acme", place, "--slq")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/--slq[\s\S]*Usage: create-provider/),
    })
    expect(existsSync(place)).toBe(false)
  })
})
