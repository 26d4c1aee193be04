import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, it, onTestFinished } from "vitest"

const command = fileURLToPath(new URL("../src/bin.ts", import.meta.url))
const memorySuite = fileURLToPath(new URL("memory-suite.ts", import.meta.url))

function run(...values: string[]) {
  const { NODE_OPTIONS: _options, ...env } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...values], { env, encoding: "utf8" })
  return { status, stdout, stderr }
}

/** A module of a provider's author. */
function moduleOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "session-testkit-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, "provider.mjs")
  writeFileSync(file, code)
  return file
}

it("an author sees which invariants hold, and why cases were skipped", () => {
  const { status, stdout } = run(memorySuite, "--only", "invariant 4")
  expect(stdout).toMatch(/ 4 conflicts +│ +8 │ +0 │ +1 │/)
  expect(stdout).toContain('1 × the provider has no hook "reopen": several handles in this process')
  expect(status).toBe(0)
})

it("an author gets a badge and a table for a README, of a whole run only", () => {
  const part = run(memorySuite, "--only", "invariant 4")
  expect(part.stdout).not.toContain("img.shields.io")
  const whole = run(memorySuite, "--sequences", "1")
  const [, readme = ""] = whole.stdout.split("\nFor a README:\n\n")
  expect(readme).toMatch(/^\[!\[OpenCode session contract: \d+ passed, \d+ not tested\]/)
  expect(readme).toMatch(/^\| 15 secrets \| \d+ \| 0 \| \d+ \|$/m)
})

it("a program that reads the report has every case, and the seed to have the same again", () => {
  const { status, stdout } = run(memorySuite, "--only", "RANDOM sequences", "--sequences", "3", "--seed", "7", "--json")
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ provider: "memory", seed: 7, sequences: 3, passed: 1, failed: 0, skipped: 0 },
    cases: [{ status: "passed", group: "invariants 1 to 11: random sequences of operations" }],
    missingHooks: [],
  })
  expect(status).toBe(0)
})

it("a provider that is wrong ends with 1, says what differs, and is tested to the end", () => {
  const file = moduleOf(`
    import suite from ${JSON.stringify(memorySuite)}
    export const suite_ = suite
    const wrong = async () => {
      const store = await suite.create()
      const { changes } = store.provider
      store.provider.changes = async (query) => {
        Promise.reject(new Error("nobody waits"))
        const page = await changes.call(store.provider, query)
        return { ...page, changes: page.changes.filter(({ type }) => !type.endsWith(".removed")) }
      }
      return store
    }
    export { wrongSuite as suite }
    const wrongSuite = { ...suite, create: wrong }
  `)
  const { status, stdout } = run(file, "--only", "leaves a tombstone")
  expect(stdout).toContain("✗ invariant 2: revisions and the feed of a session › a removed message leaves a tombstone")
  expect(stdout).toContain('"type": "message.removed"')
  expect(status).toBe(1)
})

it("a suite lets go of what it keeps after the last case, and is told of when it cannot", () => {
  const teardownOf = (body: string) =>
    moduleOf(`
      import suite from ${JSON.stringify(memorySuite)}
      let open = 0
      const create = async () => {
        open += 1
        return { ...await suite.create(), destroy: async () => { open -= 1 } }
      }
      export default { ...suite, create, async teardown() { ${body} } }
    `)
  const clean = run(teardownOf("process.stderr.write('left: ' + open)"), "--only", "invariant 4")
  expect(clean).toMatchObject({ status: 0, stderr: "left: 0" })
  const failing = run(teardownOf("throw new Error('the server does not stop')"), "--only", "invariant 4")
  expect(failing.stderr).toContain("The suite's teardown failed: the server does not stop")
  expect(failing).toMatchObject({ status: 1, stdout: expect.stringContaining("memory: 8 passed, 0 failed") })
})

it("an event that nobody listens to, as that of an idle connection that breaks, fails its case and does not end the run", () => {
  const file = moduleOf(`
    import { EventEmitter } from "node:events"
    import suite from ${JSON.stringify(memorySuite)}
    const connection = new EventEmitter()
    export default { ...suite, async create() {
      const store = await suite.create()
      const { listProjects } = store.provider
      store.provider.listProjects = async () => {
        setImmediate(() => connection.emit("error", new Error("Connection terminated unexpectedly")))
        await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
        return listProjects.call(store.provider)
      }
      return store
    } }
  `)
  const { status, stdout } = run(file, "--only", "the list has all projects by id")
  expect(stdout).toContain("Connection terminated unexpectedly")
  expect(stdout).toContain("0 passed, 1 failed")
  expect(status).toBe(1)
})

it.each([
  ["nothing to run", "", /neither a default export nor one that is named "suite"/],
  ["no capabilities", 'export default { name: "x" }', /"capabilities" is missing/],
  [
    "a capability that is no yes or no",
    'export default { name: "x", capabilities: { search: 1 } }',
    /"capabilities.search" must be true or false/,
  ],
  ["a mistake", "export default (", /cannot be imported: /],
])("a module with %s is refused with 2 and what would be right", (_, code, message) => {
  const { status, stdout, stderr } = run(moduleOf(code))
  expect(stderr).toMatch(message)
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
})

it("a random failure is said with its seed, and comes again with it", () => {
  const file = moduleOf(`
    import suite from ${JSON.stringify(memorySuite)}
    export default { ...suite, create: async () => {
      const store = await suite.create()
      const { apply } = store.provider
      store.provider.apply = (batch) =>
        apply.call(store.provider, { ...batch, changes: batch.changes.filter(({ type }) => type !== "part.remove") })
      return store
    } }
  `)
  const first = run(file, "--only", "random sequences")
  const [, seed = ""] = /The same again: SESSION_TESTKIT_SEED=(\d+)/.exec(first.stdout) ?? []
  expect(seed).not.toBe("")
  const counterexample = (report: string) => /Counterexample: (.*)/.exec(report)?.[1]
  const second = run(file, "--only", "random sequences", "--seed", seed)
  expect(counterexample(second.stdout)).toBe(counterexample(first.stdout))
  expect(second.status).toBe(1)
})
