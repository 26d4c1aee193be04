import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { run } from "../../../test/support/run.ts"
import { environmentIn, sqliteRuntimes } from "../../../test/support/sqlite-runtimes.ts"
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
