import type { Usage } from "@opencode/session-core"

/** What two things took together. */
export function sumOf(one: Usage | null, other: Usage): Usage {
  if (one === null) return other
  return {
    input: one.input + other.input,
    output: one.output + other.output,
    reasoning: one.reasoning + other.reasoning,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    cost: one.cost + other.cost,
  }
}
