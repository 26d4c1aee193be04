import type { HookName } from "../provider-under-test.ts"
import type { CaseResult } from "./case-result.ts"
import { subjectOf } from "./subject-of.ts"

/** How many cases ended how, and how long they took. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
  milliseconds: number
}

export function tallyOf(results: readonly CaseResult[]): Tally {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0, milliseconds: 0 }
  for (const { outcome } of results) {
    tally[outcome.status] += 1
    tally.milliseconds += outcome.milliseconds
  }
  return tally
}

/** The tallies of the invariants in their order, then of the groups that belong to none. */
export function tallyBySubject(results: readonly CaseResult[]): { subject: string; tally: Tally }[] {
  return [...Map.groupBy(results, (each) => subjectOf(each.case))]
    .map(([subject, those]) => ({ subject, tally: tallyOf(those) }))
    .sort((left, right) => numberOf(left.subject) - numberOf(right.subject))
}

const numberOf = (subject: string): number => Number(/^ ?\d+/.exec(subject)?.[0] ?? Number.POSITIVE_INFINITY) || 99

/** The hooks that cases asked for and the stores do not have, with how many cases that were. */
export function missingHooks(results: readonly CaseResult[]): Map<HookName, number> {
  const hooks = new Map<HookName, number>()
  for (const { outcome } of results) {
    if (outcome.status !== "skipped" || outcome.hook === undefined) continue
    hooks.set(outcome.hook, (hooks.get(outcome.hook) ?? 0) + 1)
  }
  return hooks
}

/** Why cases were skipped for another reason than a hook, with how many. */
export function skippedReasons(results: readonly CaseResult[]): Map<string, number> {
  const reasons = new Map<string, number>()
  for (const { outcome } of results) {
    if (outcome.status !== "skipped" || outcome.hook !== undefined) continue
    reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1)
  }
  return reasons
}
