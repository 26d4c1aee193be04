import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { root } from "../../../scripts/packs.mjs"
import { run } from "../../../test/support/run.ts"
import { runtimeProgram } from "../../../test/support/runtimes.ts"
import type { DriverName } from "../src/driver/index.ts"
import { temporaryFolder } from "./temporary-folder.ts"

// The whole contract on each driver, in the runtime that it is there for.

const bun = runtimeProgram("bun")
const deno = runtimeProgram("deno")
const node22 = runtimeProgram("node22")

interface Runtime {
  name: string
  command: readonly (string | undefined)[]
  driver: DriverName
  /** Chosen, not the first that can be loaded. */
  chosen?: boolean
}

const runtimes: Runtime[] = [
  { name: "Node.js 24 without better-sqlite3", command: [process.execPath], driver: "node:sqlite", chosen: true },
  { name: "Node.js 22 without better-sqlite3", command: [node22], driver: "node:sqlite", chosen: true },
  { name: "Bun", command: [bun], driver: "bun:sqlite" },
  { name: "Deno", command: [deno, "run", "-A"], driver: "node:sqlite" },
]

/** A machine on which nothing was set up. Whatever a runtime keeps for itself, it keeps there. */
function environmentIn(folder: string, { driver, chosen }: Runtime): NodeJS.ProcessEnv {
  const home = join(folder, "home")
  mkdirSync(home)
  return {
    PATH: process.env.PATH,
    HOME: home,
    DENO_DIR: join(home, "deno"),
    DENO_NO_UPDATE_CHECK: "1",
    ...(chosen === true ? { OPENCODE_SQLITE_DRIVER: driver } : {}),
  }
}

const programIn = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const kit = join(root, "packages/session-testkit/dist/bin.js")

describe.each(runtimes)("$name", (runtime) => {
  const command = runtime.command.filter((word) => word !== undefined)
  // There are machines for which nobody makes the runtime.
  describe.skipIf(command.length < runtime.command.length)(`with ${runtime.driver}`, () => {
    it("keeps what is promised of drivers, and prints no warning", async () => {
      const folder = temporaryFolder()
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, programIn("check-driver.ts")], { folder, environment })
      expect({ stdout, stderr }).toEqual({ stdout: `${runtime.driver}\n`, stderr: "" })
    })

    it("opens a store without any configuration", async () => {
      const folder = temporaryFolder()
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, programIn("open-by-core.ts")], { folder, environment })
      expect(stdout).toMatch(new RegExp(`^Fix the parser: ${runtime.driver}, SQLite 3\\.\\d+\\.\\d+\n$`))
      expect(stderr).toBe("")
    })

    it("passes the whole kit", { timeout: 300_000 }, async () => {
      const folder = temporaryFolder()
      const suite = [kit, programIn("sqlite-suite.ts"), "--sequences", "10", "--json"]
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, ...suite], { folder: root, environment })
      expect(stdout, stderr).toMatch(/^\{/)
      const { cases } = JSON.parse(stdout)
      expect(cases.filter((each: { status: string }) => each.status === "failed")).toEqual([])
      expect(cases.length).toBeGreaterThan(400)
    })
  })
})
