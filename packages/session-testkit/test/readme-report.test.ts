import { expect, it } from "vitest"
import type { KitCase } from "../src/cases/kit-case.ts"
import type { CaseOutcome } from "../src/cases/run-case.ts"
import { readmeReport } from "../src/report/readme-report.ts"

const milliseconds = 1
const passed: CaseOutcome = { status: "passed", milliseconds }
const failed: CaseOutcome = { status: "failed", error: new Error("wrong"), milliseconds }
const withoutHook: CaseOutcome = { status: "skipped", reason: 'no hook "reopen"', hook: "reopen", milliseconds }
const notClaimed: CaseOutcome = { status: "skipped", reason: "search is not claimed", milliseconds }

function reportOf(provider: string, ...outcomes: [group: string, outcome: CaseOutcome][]): string {
  const kitCase = (group: string): KitCase => ({ group, title: "a case", timeout: 1, body: async () => {} })
  const results = outcomes.map(([group, outcome]) => ({ case: kitCase(group), outcome }))
  return readmeReport({ provider, seed: 1, sequences: 200, results })
}

const badgeIn = (report: string) =>
  /\(https:\/\/img\.shields\.io\/badge\/OpenCode_session_contract-(.*?)\)/.exec(report)?.[1]

it("readers of a provider's README see which invariants hold, and what it was tested with", () => {
  const report = reportOf(
    "mine",
    ["invariant 4: conflicts", passed],
    ["search", notClaimed],
    ["invariant 4: more", passed],
  )
  expect(report).toMatch(
    /^\[!\[OpenCode session contract: 2 passed\].*\n\n\| mine \| passed \| failed \| skipped \|\n\|---\|--:\|--:\|--:\|\n\| 4 conflicts \| 2 \| 0 \| 0 \|\n\| search \| 0 \| 0 \| 1 \|\n\| together \| 2 \| 0 \| 1 \|\n/,
  )
  expect(report).toMatch(/`@opencode\/session-testkit` \d+\.\d+\.\d+, version 1 of the contract, 200 random sequences/)
})

it("a badge does not look like conformance where a case failed, or was not run for want of a hook", () => {
  expect(badgeIn(reportOf("mine", ["a", passed], ["a", failed]))).toBe("1_of_2_failed-red")
  expect(badgeIn(reportOf("mine", ["a", passed], ["a", withoutHook]))).toBe("1_passed%2C_1_not_tested-yellow")
  expect(badgeIn(reportOf("mine", ["a", passed], ["a", notClaimed]))).toBe("1_passed-brightgreen")
})

it("a provider's name with a bar does not break the table", () => {
  expect(reportOf("my|own", ["a", passed])).toContain("| my\\|own | passed |")
})
