import type { SessionStore } from "@opencode/session-core"
import type Database from "better-sqlite3"
import type { Measurement, Result } from "../measurement.ts"
import { rareWord } from "../support/history-fixture.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { recordStatements } from "../support/record-statements.ts"
import { takeTurns } from "../support/take-turns.ts"

const searchesPerTurn = 15
const rounds = 41
/** Of `store.search`. */
const defaultLimit = 20

/** Search in 30,000 parts for a word that few of them have, and for one that many have. */
export const searchWord: Measurement = {
  name: "search-word",
  async run(context) {
    const { file } = await context.history()
    const store = await openStore(file)
    const database = openBare(file)
    const results = [
      await search(store, database, rareWord, "search one word in 30,000 parts: in 30 of them"),
      await search(store, database, "parser", "  a word in thousands of them"),
    ]
    database.close()
    await store.close()
    return results
  },
}

async function search(store: SessionStore, database: Database.Database, word: string, what: string): Promise<Result> {
  const { hits } = await store.search(word)
  if (hits.length === 0) throw new Error(`${word} was not found.`)
  const ours = () => store.search(word)
  const baseline = await preparedSearch(database, ours)
  const turns = await takeTurns({
    clock: "processor",
    rounds,
    warmUps: 3,
    async ours() {
      for (let count = 0; count < searchesPerTurn; count += 1) await ours()
    },
    baseline() {
      for (let count = 0; count < searchesPerTurn; count += 1) baseline()
    },
  })
  return {
    what,
    ours: (turns.ours * 1000) / searchesPerTurn,
    baseline: (turns.baseline * 1000) / searchesPerTurn,
    unit: "µs",
    ratio: turns.ratio,
    budget: { most: 2 },
  }
}

/**
 * The baseline: the queries that the search executes, in titles and in parts, prepared, with the same values. They give as
 * many rows as the search reads: one more than a page, by which it knows whether there is another.
 */
async function preparedSearch(database: Database.Database, search: () => Promise<unknown>): Promise<() => void> {
  const statements = await recordStatements(search)
  // Without the transaction around them.
  const queries = statements
    .filter(({ source }) => source.startsWith("select"))
    .map(({ source, values }) => ({ statement: database.prepare(`${source} LIMIT ${defaultLimit + 1}`), values }))
  return () => {
    for (const { statement, values } of queries) statement.all(values)
  }
}
