import type { JsonObject, Usage } from "@opencode/session-core"
import { isCount, isObject } from "@opencode/session-opencode/formats"

/** What a reply took, as its line tells; null where it does not. Old versions tell the cost, too. */
export function usageOf(line: JsonObject): Usage | null {
  const usage = isObject(line.message) ? line.message.usage : undefined
  if (!isObject(usage)) return null
  const { costUSD } = line
  return {
    ...{ input: count(usage.input_tokens), output: count(usage.output_tokens), reasoning: 0 },
    ...{ cacheRead: count(usage.cache_read_input_tokens), cacheWrite: count(usage.cache_creation_input_tokens) },
    cost: typeof costUSD === "number" && costUSD >= 0 && costUSD < 1e6 ? costUSD : 0,
  }
}

const count = (value: unknown): number => (isCount(value) ? value : 0)
