import { describeError } from "./describe-error.ts"
import { subjectOf } from "./subject-of.ts"
import { missingHooks, tallyOf } from "./summarize.ts"
import type { Run } from "./text-report.ts"

/** The report for programs. */
export function jsonReport({ results, ...run }: Run): string {
  const cases = results.map(({ case: { group, title }, outcome: { milliseconds, ...outcome } }) => ({
    invariant: subjectOf({ group, title }).trim(),
    group,
    title,
    milliseconds: Math.round(milliseconds),
    ...(outcome.status === "failed" ? { status: outcome.status, error: describeError(outcome.error) } : outcome),
  }))
  return `${JSON.stringify({ ...run, ...tallyOf(results), missingHooks: [...missingHooks(results).keys()], cases })}\n`
}
