import { specificationVersion } from "@opencode/session-core/provider"
import { packageVersion } from "./package-version.ts"
import { printable } from "./printable.ts"
import { missingHooks, type Tally, tallyBySubject, tallyOf } from "./summarize.ts"
import type { Run } from "./text-report.ts"

const label = "OpenCode session contract"
const explanation = "https://github.com/opencode-ai/session-storage/blob/main/docs/invariants.md"

/** What a provider's README can show of a whole run: a badge and a table, in Markdown. */
export function readmeReport({ provider, sequences, results }: Run): string {
  const { message, colour } = verdict(tallyOf(results), untested(results))
  const rows = [...tallyBySubject(results), { subject: "together", tally: tallyOf(results) }]
  return [
    `[![${label}: ${message}](${badgeAddress(message, colour)})](${explanation})`,
    "",
    `| ${cell(provider)} | passed | failed | skipped |`,
    "|---|--:|--:|--:|",
    ...rows.map(
      ({ subject, tally: { passed, failed, skipped } }) =>
        `| ${cell(subject.trim())} | ${passed} | ${failed} | ${skipped} |`,
    ),
    "",
    `\`@opencode/session-testkit\` ${packageVersion()}, version ${specificationVersion} of the contract, ${sequences} random sequences of operations.`,
    "",
  ].join("\n")
}

/** Cases that were skipped because their hook was not given. Those of a capability that is not claimed are not among them. */
const untested = (results: Run["results"]): number => [...missingHooks(results).values()].reduce((sum, n) => sum + n, 0)

function verdict({ passed, failed }: Tally, skipped: number): { message: string; colour: string } {
  if (failed > 0) return { message: `${failed} of ${passed + failed} failed`, colour: "red" }
  if (skipped > 0) return { message: `${passed} passed, ${skipped} not tested`, colour: "yellow" }
  return { message: `${passed} passed`, colour: "brightgreen" }
}

/** The address of a static badge. Hyphens and underscores have a meaning there, and are written twice. */
function badgeAddress(message: string, colour: string): string {
  const [left, right] = [label, message].map((text) =>
    encodeURIComponent(text.replaceAll("-", "--").replaceAll("_", "__").replaceAll(" ", "_")),
  )
  return `https://img.shields.io/badge/${left}-${right}-${colour}`
}

const cell = (text: string): string => printable(text).replaceAll("|", "\\|").replaceAll("\n", " ")
