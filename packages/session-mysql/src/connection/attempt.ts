import type { CallAttempt } from "@opencode/session-core/server"
import { errorNumber, meaningOf } from "../errors/translate-error.ts"

/** One try of a call. It knows whether a write may be stored although the try failed. */
export class Attempt implements CallAttempt {
  /** By `performance.now()`. */
  readonly deadline: number
  /** How many tries of the call there were before. */
  readonly earlier: number
  /** How many statements the packet has that ends the transaction; undefined while it has not been sent. */
  #lastStatements: number | undefined

  constructor(deadline: number, earlier: number) {
    this.deadline = deadline
    this.earlier = earlier
  }

  /** Called before the packet with the COMMIT is sent. */
  sendsLast(statements: number): void {
    this.#lastStatements = statements
  }

  /** Whether the COMMIT may have been carried out, though the try failed with `error`. */
  leavesOpen(error: unknown): boolean {
    if (this.#lastStatements === undefined || wasNotSent(error)) return false
    // Nothing was answered.
    if (errorNumber(error) === undefined) return true
    if (meaningOf(error)?.statement !== "unknown") return false
    // The server answers statement by statement, and skips those after one that failed: COMMIT is the last.
    return begunResults(error) >= this.#lastStatements - 1
  }
}

/** The driver refuses to send anything on a connection that broke before. */
const wasNotSent = (error: unknown): boolean => error instanceof Error && /in closed state/.test(error.message)

function begunResults(error: unknown): number {
  const begun = error instanceof Error && "begunResults" in error ? error.begunResults : undefined
  return typeof begun === "number" ? begun : Number.POSITIVE_INFINITY
}
