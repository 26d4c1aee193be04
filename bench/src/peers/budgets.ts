import type { Peer } from "./peer.ts"

/** What is done with a store, as far as budgets tell it apart. */
export type Work = "create" | "append" | "each delta" | "reply" | "last" | "all" | "search" | "list"

const reads: ReadonlySet<Work> = new Set(["last", "all", "search", "list"])

/**
 * The largest ratio of ours to a peer's that is wanted: not slower than Mastra where something is written, half of any other's time, and
 * 0.3 of it where something is read.
 */
const wanted = (work: Work, peer: Peer): number => (reads.has(work) ? 0.3 : peer.name === "Mastra libsql" ? 1 : 0.5)

/** Where that cannot be had, what was reached, with some room for noise. docs/performance.md says what it costs and why. */
const reached: Readonly<Record<string, Partial<Record<Work, number>>>> = {
  "Mastra libsql": { last: 0.55, list: 0.45 },
  "LangGraph SQLite": { create: 1, append: 0.75, "each delta": 0.5, reply: 0.75, all: 2.25 },
  "Drizzle, two tables": {
    ...{ create: 5, append: 3.5, "each delta": 7, reply: 3.5 },
    ...{ last: 2.25, all: 2.25, search: 1.5, list: 3.5 },
  },
}

/** The largest ratio of ours to a peer's that is in order. */
export const budgetOf = (work: Work, peer: Peer): number => reached[peer.name]?.[work] ?? wanted(work, peer)
