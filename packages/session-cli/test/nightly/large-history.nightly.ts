import { mkdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "../command-line.ts"
import { writeLargeHistory } from "../large-history.ts"

const reportMemory = new URL("./report-memory.mjs", import.meta.url).href

/** What an import may have at most, MB; it runs with a heap of at most 256. */
const mostMemory = 300

test.each([
  { name: "many small results", resultBytes: 8_000 },
  { name: "a few large results", resultBytes: 3_000_000 },
])("a history of 300 MB of another agent takes little memory: $name", async ({ name, resultBytes }) => {
  await using commandLine = await CommandLine.create()
  const folder = join(commandLine.directory, "history")
  await mkdir(folder)
  await writeLargeHistory(join(folder, "large.jsonl"), { bytes: 300_000_000, resultBytes })
  for (const expected of ["1 new", "1 unchanged"]) {
    const file = join(commandLine.root, "memory")
    const nodeArguments = ["--max-old-space-size=256", "--import", reportMemory]
    const { status, stdout } = await finished(
      commandLine.start(["import", "history"], { SESSION_MEMORY_FILE: file }, nodeArguments),
    )
    expect(status).toBe(0)
    expect(stdout).toContain(expected)
    const megabytes = Number(await readFile(file, "utf8"))
    console.log(`${name}, ${expected}: ${megabytes} MB`)
    expect(megabytes).toBeLessThan(mostMemory)
  }
})
