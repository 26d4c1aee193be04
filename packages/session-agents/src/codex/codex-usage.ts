import type { JsonObject, Usage } from "@opencode/session-core"
import { isCount, isObject } from "@opencode/session-opencode/formats"

/** Reads what replies took from a rollout's counts, which come more than once for the same reply. */
export class CodexUsage {
  #total: JsonObject | null = null

  /** What was taken since the last count; null where nothing was. */
  next({ info }: JsonObject): Usage | null {
    if (!isObject(info)) return null
    const { total_token_usage: total, last_token_usage: last } = info
    const before = this.#total
    if (isObject(total)) {
      if (before !== null && fields.every((field) => count(total[field]) === count(before[field]))) return null
      this.#total = total
    }
    if (isObject(last)) return usageOf((field) => count(last[field]))
    if (!isObject(total)) return null
    return usageOf((field) => Math.max(0, count(total[field]) - count(before?.[field])))
  }
}

const fields = [
  ...["input_tokens", "cached_input_tokens", "cache_write_input_tokens", "output_tokens", "reasoning_output_tokens"],
] as const

/** Codex counts cached tokens with those that were sent, and those that were thought with those that were written. */
function usageOf(of: (field: string) => number): Usage {
  const [cacheRead, cacheWrite, reasoning] = [of(fields[1]), of(fields[2]), of(fields[4])]
  const input = Math.max(0, of(fields[0]) - cacheRead - cacheWrite)
  return { input, output: Math.max(0, of(fields[3]) - reasoning), reasoning, cacheRead, cacheWrite, cost: 0 }
}

const count = (value: unknown): number => (isCount(value) ? value : 0)
