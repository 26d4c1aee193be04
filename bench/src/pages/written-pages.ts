import { setImmediate as nextTurn } from "node:timers/promises"
import type { SessionStore } from "@opencode/session-core"
import { type ProjectSession, storeOfProject } from "../support/filled-database.ts"
import { openSqlite } from "../support/open-store.ts"
import { PageCounter, type PageCounts } from "./page-counter.ts"

/** A kind of write, done again and again. */
export interface Operation {
  name: string
  /** In how many sessions. */
  sessions: number
  /** Sets up the session, and returns the writes whose pages are counted. */
  prepare(store: SessionStore, sessionId: string): Promise<(() => Promise<unknown>)[]>
}

/** The pages that the runs of an operation wrote. */
export interface WrittenPages {
  name: string
  samples: PageCounts[]
  /** How many writes a sample stands for: its pages are divided by it. */
  writes: number
  /** Written after the operations returned, and by closing: of all samples together. */
  later: PageCounts
}

/** Samples an operation in sessions of a filled file. */
export async function writtenPages(
  file: string,
  sessions: readonly ProjectSession[],
  operation: Operation,
): Promise<WrittenPages> {
  const provider = await openSqlite(file)
  using counter = new PageCounter(file)
  const samples: PageCounts[] = []
  const later: PageCounts[] = []
  for (const { projectId, sessionId } of sessions) {
    const runs = await operation.prepare(storeOfProject(provider, projectId), sessionId)
    counter.written()
    for (const run of runs) {
      await run()
      samples.push(counter.written())
      await nextTurn()
      later.push(counter.written())
    }
  }
  await provider.close()
  later.push(counter.written())
  return { name: operation.name, samples, writes: 1, later: sumOf(later) }
}

/** The pages of several counts, by b-tree. */
function sumOf(all: readonly PageCounts[]): PageCounts {
  const sum = new Map<string, number>()
  for (const counts of all) for (const [tree, count] of counts) sum.set(tree, (sum.get(tree) ?? 0) + count)
  return sum
}
