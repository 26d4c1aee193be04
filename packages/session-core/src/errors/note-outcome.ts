import type { ErrorCode } from "./error-code.ts"
import { SessionStorageError } from "./session-storage-error.ts"
import type { WriteOutcome } from "./write-outcome.ts"

/** Failures of a write that may be stored all the same, unless the provider says otherwise. */
const uncertain: ReadonlySet<ErrorCode> = new Set(["unavailable", "timeout", "unexpected"])

/** Sets the outcome of a failed write on its error. What the provider said stays, unless `outcome` is given. */
export function noteOutcome(error: unknown, outcome?: WriteOutcome): void {
  if (!SessionStorageError.isInstance(error) || (error.outcome !== undefined && outcome === undefined)) return
  const value = outcome ?? (uncertain.has(error.code) ? "unknown" : "not_written")
  Object.defineProperty(error, "outcome", { value, enumerable: true, configurable: true, writable: true })
}
