import { existsSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { run } from "session-test-support/run"
import { environmentIn, sqliteRuntimes } from "session-test-support/sqlite-runtimes"
import { describe, expect, it } from "vitest"
import { root } from "../../../scripts/packs.mjs"
import { openStore } from "./open-store.ts"
import { temporaryFolder } from "./temporary-folder.ts"

// The whole contract on each driver, in the runtime that it is there for.

const programIn = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const kit = join(root, "packages/session-testkit/dist/bin.js")

describe.each(sqliteRuntimes)("$name", (runtime) => {
  const { command = [], driver } = runtime
  describe.skipIf(command.length === 0)(`with ${driver}`, () => {
    it("opens a store without any configuration", async () => {
      const folder = temporaryFolder()
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, programIn("open-by-core.ts")], { folder, environment })
      expect(stdout).toMatch(new RegExp(`^Fix the parser: ${driver}, SQLite 3\\.\\d+\\.\\d+\n$`))
      expect(stderr).toBe("")
    })

    it("copies its log in a thread, and leaves one whole file", async () => {
      const folder = temporaryFolder()
      const file = join(folder, "opencode.db")
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, programIn("write-much.ts"), file, "100"], {
        folder: root,
        environment,
      })
      expect(stdout.split("\n").at(-2), stderr).toBe("closed")
      expect(existsSync(`${file}-wal`)).toBe(false)
      const { provider } = await openStore(file)
      expect(await provider.statistics({ allProjects: true })).toMatchObject({ messages: 100 })
    })

    it("passes the whole kit", async ({ signal }) => {
      const folder = temporaryFolder()
      const suite = [kit, programIn("sqlite-suite.ts"), "--sequences", "10", "--json"]
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, ...suite], { folder: root, environment, signal })
      expect(stdout, stderr).toMatch(/^\{/)
      const { cases } = JSON.parse(stdout)
      expect(cases.filter((each: { status: string }) => each.status === "failed")).toEqual([])
      expect(cases.length).toBeGreaterThan(400)
    })
  })
})
