import { fileURLToPath } from "node:url"
import { sampleFile } from "session-test-support/large-sample"
import { run } from "session-test-support/run"
import { environmentIn, sqliteRuntimes } from "session-test-support/sqlite-runtimes"
import { describe, expect, it } from "vitest"
import { temporaryFolder } from "./support/stores.ts"

const program = fileURLToPath(new URL("./processes/import-into-memory.ts", import.meta.url))

/** What the sample has. */
const expected = { sessions: 7, messages: 28, parts: 69, bytes: 28_627 }

describe.each(sqliteRuntimes)("$name", (runtime) => {
  const { command = [], driver } = runtime
  it.skipIf(command.length === 0)(`imports OpenCode's database with ${driver}, and prints no warning`, async () => {
    const folder = await temporaryFolder()
    const environment = environmentIn(folder, runtime)
    const { stdout, stderr } = await run([...command, program, sampleFile], { folder, environment })
    expect({ stderr, said: JSON.parse(stdout || "null") }).toEqual({ stderr: "", said: expected })
  })
})
