import { execFileSync } from "node:child_process"
import { rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { importSource } from "@opencode/session-opencode"
import { repeatSample } from "../content/repeat-sample.ts"
import type { Measurement } from "../measurement.ts"
import { insertBare } from "../support/insert-bare.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { observeStatements } from "../support/record-statements.ts"
import { takeTurns } from "../support/take-turns.ts"

const megabyte = 1024 * 1024
const sourceBytes = 100 * megabyte
const decimalMegabyte = 1000 * 1000
/** The 300 MB in the stricter reading. */
const memoryBudget = 300 * decimalMegabyte

const child = fileURLToPath(new URL("../support/import-in-process.mjs", import.meta.url))

/** The import of the sample, repeated to 100 MB, against reading, parsing and inserting the same rows. */
export const importSample: Measurement = {
  name: "import-sample",
  async run({ folder }) {
    const source = join(folder, "source.db")
    repeatSample(source, sourceBytes)
    const target = join(folder, "ours.db")
    const bareTarget = join(folder, "bare.db")
    const sessionsPerTransaction = await sessionsOfTransaction(source, target, folder)
    const turns = await takeTurns({
      clock: "processor",
      rounds: 3,
      // The first import has warmed it up.
      warmUps: 0,
      prepare() {
        for (const file of [target, bareTarget]) remove(file)
      },
      ours: () => importInto(target, source, folder),
      baseline: () => insertBare(source, bareTarget, sessionsPerTransaction),
    })
    assertAllImported(source, target)
    remove(target)
    const peak = Number(execFileSync(process.execPath, [child, source, target], { encoding: "utf8" }))
    const size = statSync(source).size / megabyte
    return [
      {
        what: "import of the sample, repeated to 100 MB",
        ours: size / (turns.ours / 1000),
        baseline: size / (turns.baseline / 1000),
        unit: "MB/s",
        ratio: 1 / turns.ratio,
        // With an index that is complete at the end: docs/performance.md says why not more.
        budget: { least: 0.15 },
      },
      {
        what: "  peak memory of its process (baseline: the budget)",
        ours: peak / decimalMegabyte,
        baseline: memoryBudget / decimalMegabyte,
        unit: "MB",
        ratio: peak / memoryBudget,
        budget: { most: 1 },
      },
    ]
  },
}

async function importInto(target: string, source: string, folder: string): Promise<void> {
  const store = await openStore(target)
  await importSource(store.allProjects(), source, { directory: folder })
  await store.close()
}

/** How many sessions a transaction of the import has that writes any, so that the baseline's have as many. */
async function sessionsOfTransaction(source: string, target: string, folder: string): Promise<number> {
  let transactions = 0
  let hasSessions = false
  await observeStatements(
    () => importInto(target, source, folder),
    (statement) => {
      if (statement.startsWith('insert into "session"')) hasSessions = true
      if (statement !== "COMMIT") return
      if (hasSessions) transactions += 1
      hasSessions = false
    },
  )
  const database = openBare(source)
  const sessions = Number(database.prepare("SELECT count(*) FROM session").pluck().get())
  database.close()
  return Math.max(1, Math.round(sessions / transactions))
}

function remove(file: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${file}${suffix}`, { force: true })
}

/** What left rows out would be fast. */
function assertAllImported(source: string, target: string): void {
  const [expected, imported] = [source, target].map((file) => {
    const database = openBare(file)
    const counts = ["session", "message", "part"].map((table) =>
      database.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    )
    database.close()
    return counts.join(" ")
  })
  if (imported !== expected) throw new Error(`Of ${expected} sessions, messages and parts, ${imported} were imported.`)
}
