import { styleText } from "node:util"
import CliTable from "cli-table3"
import { fullTitle } from "../cases/kit-case.ts"
import type { CaseResult } from "./case-result.ts"
import { describeError } from "./describe-error.ts"
import { hookPurposes } from "./hook-purposes.ts"
import { printable } from "./printable.ts"
import { missingHooks, skippedReasons, type Tally, tallyBySubject, tallyOf } from "./summarize.ts"

/** What a run was. */
export interface Run {
  provider: string
  seed: number
  sequences: number
  results: readonly CaseResult[]
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1_000).toFixed(1)} s`

const cells = ({ passed, failed, skipped, milliseconds }: Tally) => [
  String(passed),
  failed === 0 ? "0" : styleText("red", String(failed)),
  String(skipped),
  seconds(milliseconds),
]

/** The report for people: the failures, the cases by invariant, and why some were skipped. Colours as the terminal wants them. */
export function textReport({ provider, seed, sequences, results }: Run): string {
  const table = new CliTable({
    head: ["invariant", "passed", "failed", "skipped", "time"],
    colAligns: ["left", "right", "right", "right", "right"],
    style: { head: [], border: [], compact: true },
  })
  for (const { subject, tally } of tallyBySubject(results)) table.push([subject, ...cells(tally)])
  const total = tallyOf(results)
  table.push(["together", ...cells(total)])
  const reasons = [...skippedReasons(results)].map(([reason, count]) => `  ${count} × ${printable(reason)}`)
  const hooks = [...missingHooks(results)].map(
    ([hook, count]) => `  ${count} × the provider has no hook "${hook}": ${hookPurposes[hook]}`,
  )
  return [
    ...results.flatMap(failureLines),
    table.toString(),
    ...(reasons.length > 0 ? ["skipped, because", ...reasons] : []),
    ...(hooks.length > 0 ? ["not tested, because", ...hooks] : []),
    `${sequences} random sequences of operations, seed ${seed}`,
    `${printable(provider)}: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped in ${seconds(total.milliseconds)}`,
    "",
  ].join("\n")
}

function failureLines({ case: each, outcome }: CaseResult): string[] {
  if (outcome.status !== "failed") return []
  const { message, difference } = describeError(outcome.error)
  const details = difference === undefined ? message : `${message}\n${difference}`
  return [`${styleText("red", "✗")} ${printable(fullTitle(each))}`, printable(details).replace(/^(?=.)/gm, "    "), ""]
}
