import type { JsonObject } from "@opencode/session-core"
import { isId } from "@opencode/session-opencode/formats"

/** Milliseconds. A copy is written line after line, without waiting for anything; a model takes longer to answer. */
const longestPause = 1000

/**
 * Tells which lines of a rollout are a copy of another one's. A fork, and a sub-agent that is to know its parent's conversation, begin with
 * one, the other's own `session_meta` included. Nothing marks its end: its lines have the time at which they were copied, or one from before.
 */
export class CopiedLines {
  #id: unknown
  #begin = 0
  #last = 0
  #isCopy = false
  #isFirst = true

  /** Whether the next line is one of a copy. To be asked for each line, in order; `time` in epoch milliseconds. */
  includes(type: string, payload: JsonObject, time: number | null): boolean {
    const at = time ?? this.#last
    const isMeta = type === "session_meta"
    if (this.#isFirst) {
      this.#isFirst = false
      ;[this.#id, this.#begin, this.#last] = [payload.id, at, at]
      this.#isCopy = isMeta && isId(payload.forked_from_id)
      return false
    }
    if (isMeta && payload.id !== this.#id) this.#isCopy = true
    if (at >= this.#begin && at - Math.max(this.#begin, this.#last) > longestPause) this.#isCopy = false
    this.#last = at
    return this.#isCopy
  }
}
