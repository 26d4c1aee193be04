import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { describe, expect, it } from "vitest"
import { driverCases } from "../test/driver-contract.ts"
import { temporaryFolder } from "../test/temporary-folder.ts"
import { loadDriver } from "./index.ts"

const run = promisify(execFile)

/** Loads drivers in a process that claims to be of other versions. Prints the failure. */
async function loadIn(versions: Record<string, string>, environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const disguise = `Object.defineProperty(process, "versions", { value: { ...process.versions, ...${JSON.stringify(versions)} } })
    process.getBuiltinModule = () => undefined`
  const module = new URL("./index.ts", import.meta.url).href
  const program = `import { chosenDriver, loadDriver } from ${JSON.stringify(module)}
    await loadDriver(chosenDriver(process.env)).then(({ driver }) => console.log(driver.name),
      ({ code, message, hint }) => console.log(code, message, hint))`
  const values = ["--import", `data:text/javascript,${encodeURIComponent(disguise)}`, "--input-type=module", "--eval"]
  const { stdout } = await run(process.execPath, [...values, program], {
    env: { PATH: process.env.PATH, ...environment },
  })
  return stdout.trim()
}

describe("where a driver would take the process with it", () => {
  it("it is not even loaded, and the error says what to do", async () => {
    expect(await loadIn({})).toBe("better-sqlite3")
    expect(await loadIn({ napi: "9" })).toMatch(
      /^runtime_unsupported No SQLite driver can be loaded: better-sqlite3 \(it crashes Node\.js before 22\.14\), node:sqlite \(.+\)\. Use Node\.js 22\.16 or later/,
    )
    expect(await loadIn({ bun: "1.3.14" }, { OPENCODE_SQLITE_DRIVER: "better-sqlite3" })).toMatch(
      /^runtime_unsupported OPENCODE_SQLITE_DRIVER is better-sqlite3, which cannot be loaded: .*it crashes Bun/,
    )
  })
})

describe.each(["better-sqlite3", "node:sqlite"] as const)("the driver %s", async (name) => {
  const { driver } = await loadDriver(name)
  it.each(driverCases)("$title", ({ run }) => run(driver, temporaryFolder()))
})
