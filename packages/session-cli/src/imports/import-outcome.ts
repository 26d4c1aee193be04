import type { ImportReport, SkippedItem } from "@opencode/session-opencode"
import type { ExitCode } from "../failure/exit-codes.ts"
import type { Failure } from "../failure/failure.ts"

/** What became of one source. */
export type ImportOutcome =
  | { path: string; report: ImportReport; failure: null }
  | { path: string; report: null; failure: Failure }

/** The exit code for all of them: that of the first failure, or of what was left out. */
export function exitCodeOfImports(outcomes: readonly ImportOutcome[]): ExitCode {
  for (const { failure } of outcomes) if (failure !== null) return failure.exitCode
  const reports = outcomes.flatMap(({ report }) => report ?? [])
  if (reports.some(isConflict)) return 6
  return reports.some(({ skipped }) => skipped.some(isUnread)) ? 1 : 0
}

/** All of a file or folder was left out: that is no matter of a value or two. */
const isUnread = ({ table }: SkippedItem): boolean => table === "file" || table === "folder"

/** Our own format is a copy: what it skips has a history of its own here. Other formats skip what was deleted here. */
const isConflict = ({ format, sessions, leftOutAliases }: ImportReport): boolean =>
  (format === "json-lines" && sessions.skipped > 0) || leftOutAliases.length > 0

/** As JSON: the report of a single source, or totals with one report each. */
export function outcomesAsJson(outcomes: readonly ImportOutcome[], dryRun: boolean): object {
  const [first] = outcomes
  const run = dryRun ? { dryRun } : {}
  if (first?.report && outcomes.length === 1) return { ...run, ...first.report }
  const reports = outcomes.flatMap(({ report }) => report ?? [])
  const sum = (of: (report: ImportReport) => number) => reports.reduce((total, report) => total + of(report), 0)
  return {
    ...run,
    sessions: {
      ...{ created: sum(({ sessions }) => sessions.created), updated: sum(({ sessions }) => sessions.updated) },
      ...{ unchanged: sum(({ sessions }) => sessions.unchanged), skipped: sum(({ sessions }) => sessions.skipped) },
    },
    ...{
      messages: sum(({ messages }) => messages),
      parts: sum(({ parts }) => parts),
      files: sum(({ files }) => files),
    },
    removed: sum(({ removed }) => removed),
    sources: outcomes.map(({ path, report, failure }) => {
      if (report !== null) return { path, ...report }
      const { code, message, hint } = failure
      return { path, error: { code, message, hint } }
    }),
  }
}
