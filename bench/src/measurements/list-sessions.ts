import { join } from "node:path"
import type Database from "better-sqlite3"
import type { Measurement } from "../measurement.ts"
import { createSessions, cursorOfPage } from "../support/many-sessions.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { recordStatements } from "../support/record-statements.ts"
import { type Turns, takeTurns } from "../support/take-turns.ts"

const many = 100_000
const few = 1000
const limit = 50
const deepPage = 1000
const listsPerTurn = 300
const rounds = 15

/** The lists of sessions: the first page, a deep one, and the first of a small database. */
export const listSessions: Measurement = {
  name: "list-sessions",
  async run({ folder }) {
    const largeFile = join(folder, "large.db")
    const large = await openStore(largeFile)
    await createSessions(large, many)
    const small = await openStore(join(folder, "small.db"))
    await createSessions(small, few)
    const database = openBare(largeFile)
    const cursor = await cursorOfPage(large, limit, deepPage)
    const firstPage = () => large.sessions.list({ limit })
    const thousandthPage = () => large.sessions.list({ limit, cursor })
    const turns = (ours: () => unknown, baseline: () => unknown) =>
      takeTurns({ clock: "processor", rounds, warmUps: 3, ours: () => repeat(ours), baseline: () => repeat(baseline) })
    const result = (what: string, measured: Turns, most: number) => ({
      what,
      ours: (measured.ours * 1000) / listsPerTurn,
      baseline: (measured.baseline * 1000) / listsPerTurn,
      unit: "µs" as const,
      ratio: measured.ratio,
      budget: { most },
    })
    const results = [
      result(
        `list ${limit} of 100,000 sessions, first page`,
        await turns(firstPage, await preparedList(database, firstPage)),
        1.5,
      ),
      result("  page 1,000", await turns(thousandthPage, await preparedList(database, thousandthPage)), 1.5),
      result("  page 1,000 (baseline: page 1)", await turns(thousandthPage, firstPage), 1.3),
      result("  of 100,000 (baseline: of 1,000)", await turns(firstPage, () => small.sessions.list({ limit })), 1.5),
    ]
    database.close()
    await large.close()
    await small.close()
    return results
  },
}

async function repeat(list: () => unknown): Promise<void> {
  for (let count = 0; count < listsPerTurn; count += 1) await list()
}

/** The baseline: the query that a list executes, prepared, with the same values. */
async function preparedList(database: Database.Database, list: () => Promise<unknown>): Promise<() => unknown> {
  const [query, ...others] = await recordStatements(list)
  if (query === undefined || others.length > 0) throw new Error("A list is one statement.")
  const statement = database.prepare(query.source)
  return () => statement.all(query.values)
}
