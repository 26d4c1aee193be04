import { isPart } from "@opencode/session-core"
import type { StoredHistory } from "./stores.ts"

/** What a history has, counted in its files or in a store. */
export interface Counts {
  sessions: number
  messages: number
  parts: number
  toolResults: number
  input: number
  output: number
  reasoning: number
  cacheRead: number
  cacheWrite: number
  cost: number
}

export function countsOf(history: Iterable<StoredHistory>): Counts {
  const counts: Counts = {
    ...{ sessions: 0, messages: 0, parts: 0, toolResults: 0 },
    ...{ input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
  }
  for (const { session, messages } of history) {
    counts.sessions += 1
    counts.messages += messages.length
    for (const { parts } of messages) {
      counts.parts += parts.length
      counts.toolResults += parts.filter((part) => isPart(part, "tool") && isDone(part.data.state.status)).length
    }
    for (const key of ["input", "output", "reasoning", "cacheRead", "cacheWrite", "cost"] as const) {
      counts[key] = rounded(counts[key] + session.usage[key])
    }
  }
  return counts
}

/** Sums of dollars differ in digits that no price has. */
export const rounded = (value: number): number => Math.round(value * 1e9) / 1e9

const isDone = (status: string): boolean => status === "completed" || status === "error"

/** Prints what a history has in its files and in the store, and how many values of the files are nowhere in the store. */
export function printMatrix(program: string, inFiles: Counts, inStore: Counts, lost: readonly string[]): void {
  const rows = Object.entries(inFiles).map(([name, count]) => {
    const stored = inStore[name as keyof Counts]
    return `  ${name.padEnd(12)}${String(count).padStart(10)}${String(stored).padStart(10)}${String(rounded(count - stored)).padStart(12)}`
  })
  const head = `  ${"".padEnd(12)}${"in files".padStart(10)}${"in store".padStart(10)}${"difference".padStart(12)}`
  console.log([program, head, ...rows, `  values lost: ${lost.length}`].join("\n"))
}
