import type { KitCase } from "../cases/kit-case.ts"
import type { CaseOutcome } from "../cases/run-case.ts"

/** A case that has been run, or skipped. */
export interface CaseResult {
  case: KitCase
  outcome: CaseOutcome
}
