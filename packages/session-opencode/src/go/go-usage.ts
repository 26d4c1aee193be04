import { hash } from "node:crypto"
import { type JsonObject, noUsage, type Usage } from "@opencode/session-core"
import type { SourceContent } from "../source/source-session.ts"
import { isCount } from "../values/plain-values.ts"

/** A cost beyond this many dollars is an error, and would spoil the sums. */
const maximumCost = 1_000_000

/**
 * What a session took, by its row: null where it does not say. The lineage sums up the cost of a session, and adds that of its
 * sub-agents' sessions, `ofOthers`. Tokens are summed up only by versions that have columns of totals; all others keep those of the
 * last reply, which say nothing of the session.
 */
export function goUsage(row: JsonObject, ofOthers: number): Usage | null {
  const { cost, total_prompt_tokens: input, total_completion_tokens: output } = row
  const whole = typeof cost === "number" && cost >= 0 && cost <= maximumCost ? cost : 0
  const usage = {
    ...noUsage,
    input: isCount(input) ? input : 0,
    output: isCount(output) ? output : 0,
    // Sums of dollars differ in digits that no price has.
    cost: Math.round(Math.max(0, whole - ofOthers) * 1e9) / 1e9,
  }
  return usage.input + usage.output + usage.cost === 0 ? null : usage
}

/**
 * A message of its own for what a session took: ours are sums of the messages', and no single reply took all of it. It comes
 * first, so that it stays where it is when the session goes on. Its id is the same each time.
 */
export function* sessionUsageMessage(options: {
  sessionId: string
  usage: Usage | null
  origin: string
  /** When the session was last written, epoch milliseconds. */
  at: number
}): Generator<SourceContent> {
  const { at, origin, sessionId, usage } = options
  if (usage === null) return
  const id = `msg_${hash("sha256", JSON.stringify([sessionId, "usage"])).slice(0, 26)}`
  const times = { createdAt: at, updatedAt: at }
  const raw = JSON.stringify(usage)
  yield {
    kind: "message",
    message: {
      ...{ id, role: "system", parentId: null, agent: null, model: null, usage, error: null, author: null },
      ...{ metadata: { [origin]: { usageOf: "session" } }, ...times, completedAt: at },
    },
    raw,
  }
}
