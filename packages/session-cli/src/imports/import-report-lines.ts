import type { ImportReport, ProjectSource } from "@opencode/session-opencode"
import { countOf } from "../output/format-number.ts"
import type { Output } from "../output/output.ts"
import { text } from "../output/safe-text.ts"

const sourceNames: Readonly<Record<ProjectSource, string>> = {
  given: "as given",
  "imported-before": "as imported before",
  "current-folder": "it is the current folder's",
  worktree: "found in the folder that the sessions ran in",
  file: "as the file says",
  "own-name": "not recognised: `opencode-session projects merge` can join it with the right one",
}

/** Prints what an import did, or would do. */
export function printReport(output: Output, report: ImportReport, { dryRun = false, path = "" } = {}): void {
  const { created, updated, unchanged, skipped } = report.sessions
  const what = path === "" ? report.label : `${report.label}, ${path}`
  output.line(dryRun ? text`Would import ${what}:` : text`Imported ${what}:`)
  output.line(text`  sessions  ${created} new, ${updated} updated, ${unchanged} unchanged, ${skipped} skipped`)
  output.line(
    text`  written   ${countOf(report.messages, "message")}, ${countOf(report.parts, "part")}, ${countOf(report.files, "file version")}`,
  )
  if (report.removed > 0) output.line(text`  removed   ${report.removed} messages and parts that the file has no more`)
  for (const { id, sessions, source } of report.projects) {
    output.line(
      text`  project   ${output.style("yellow", text`${id}`)}: ${countOf(sessions, "session")} (${sourceNames[source]})`,
    )
  }
}

const shown = 20

/** Prints what an import left out or could not read. */
export function printProblems(diagnostics: Output, report: ImportReport): void {
  for (const note of report.notes) diagnostics.line(text`${diagnostics.style("yellow", text`note`)} ${note}`)
  for (const { projectId, alias } of report.leftOutAliases) {
    diagnostics.line(
      text`${diagnostics.style("yellow", text`left out`)} the alias ${alias} of ${projectId}: here it is, or holds, another project`,
    )
  }
  for (const { table, id, reason } of report.skipped.slice(0, shown)) {
    diagnostics.line(text`${diagnostics.style("yellow", text`skipped`)} ${table} ${id}: ${reason}`)
  }
  for (const { table, id, reason } of report.damaged.slice(0, shown)) {
    diagnostics.line(text`${diagnostics.style("yellow", text`damaged`)} ${table} ${id}: ${reason}`)
  }
  const more = Math.max(0, report.skippedCount - shown) + Math.max(0, report.damagedCount - shown)
  if (more > 0) diagnostics.line(text`and ${more} more: --json has them`)
}
