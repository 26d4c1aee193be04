import type { Usage } from "@opencode/session-core"
import { formatCost, formatCount } from "./format-number.ts"

/** All tokens of a usage, however they were counted. */
export const totalTokens = (usage: Usage): number =>
  usage.input + usage.output + usage.reasoning + usage.cacheRead + usage.cacheWrite

/** Tokens and cost in one line: `1.2k in, 300 out, 20 cache read, $0.0123`. What is zero is left out. */
export function formatUsage(usage: Usage): string {
  const counts: [number, string][] = [
    [usage.input, "in"],
    [usage.output, "out"],
    [usage.reasoning, "reasoning"],
    [usage.cacheRead, "cache read"],
    [usage.cacheWrite, "cache write"],
  ]
  const parts = counts.filter(([count]) => count > 0).map(([count, name]) => `${formatCount(count)} ${name}`)
  return [...parts, ...(usage.cost === 0 && parts.length > 0 ? [] : [formatCost(usage.cost)])].join(", ")
}
