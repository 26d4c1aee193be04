import { fileURLToPath } from "node:url"
import { run } from "session-test-support/run"
import { environmentIn, sqliteRuntimes } from "session-test-support/sqlite-runtimes"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./temporary-folder.ts"

const program = fileURLToPath(new URL("./check-driver.ts", import.meta.url))

describe.each(sqliteRuntimes)("$name", (runtime) => {
  const { command = [], driver } = runtime
  it.skipIf(command.length === 0)(
    `keeps with ${driver} what is promised of drivers, and prints no warning`,
    async () => {
      const folder = temporaryFolder()
      const environment = environmentIn(folder, runtime)
      const { stdout, stderr } = await run([...command, program], { folder, environment })
      expect({ stdout, stderr }).toEqual({ stdout: `${driver}\n`, stderr: "" })
    },
  )
})
