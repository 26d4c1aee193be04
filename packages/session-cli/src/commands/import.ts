import { currentAuthor } from "@opencode/session-core"
import type { ImportProgress, ImportReport, ProjectSource, SkippedItem } from "@opencode/session-opencode"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import type { Output } from "../output/output.ts"
import { progressOf } from "../output/progress.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import { sourcePrograms } from "../setup/source-programs.ts"
import { examples } from "../usage/examples.ts"
import { pathArgument } from "../usage/path-argument.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText(
      "after",
      `
FILE is the database of OpenCode (also while it is running), an export of it, the database of the older
version in Go, or an export of this program. Run it again after more was written: only the difference is
brought in. --project names the project of the sessions in it.
${examples(
  "import ~/.local/share/opencode/opencode.db",
  "import session.json --project github.com/opencode-ai/opencode",
  "import backup.jsonl",
)}`,
    )
    .action((file: string) => run((context) => importSessions(context, file)))
}

async function importSessions(context: CommandContext, file: string): Promise<number> {
  const { diagnostics, directory, globals, output } = context
  const path = file === "-" ? file : pathArgument(file, directory, "FILE")
  // Loaded here: it brings readers of several formats.
  const { importSource } = await import("@opencode/session-opencode")
  const store = await context.openStore({ allProjects: true })
  const progress = context.progress()
  const signal = context.takeInterruption()
  let report: ImportReport
  try {
    report = await importSource(store, path, {
      directory,
      programs: await sourcePrograms(),
      project: globals.project,
      author: currentAuthor(),
      signal,
      onProgress: (state) => progress.update(() => describeProgress(state)),
    })
  } finally {
    progress.end()
  }
  if (globals.json) output.json(report)
  else {
    printReport(output, report)
    printProblems(diagnostics, report)
  }
  if (isConflict(report)) return 6
  return report.skipped.some(isUnread) ? 1 : 0
}

/** All of a file or folder was left out: that is no matter of a value or two. */
const isUnread = ({ table }: SkippedItem): boolean => table === "file" || table === "folder"

/** Our own format is a copy: what it skips has a history of its own here. Other formats skip what was deleted here. */
const isConflict = ({ format, sessions, leftOutAliases }: ImportReport): boolean =>
  (format === "json-lines" && sessions.skipped > 0) || leftOutAliases.length > 0

export function describeProgress(progress: ImportProgress): SafeText {
  const { sessions, totalSessions } = progress
  const read =
    "changes" in progress
      ? text`${progress.changes} changes`
      : text`${progress.messages} messages, ${progress.parts} parts`
  return text`Importing: ${progressOf(sessions, totalSessions, "sessions")}, ${read}`
}

const sourceNames: Readonly<Record<ProjectSource, string>> = {
  given: "as given",
  "imported-before": "as imported before",
  "current-folder": "it is the current folder's",
  worktree: "found in the folder that the sessions ran in",
  file: "as the file says",
  "own-name": "not recognised: `opencode-session projects merge` can join it with the right one",
}

function printReport(output: Output, report: ImportReport): void {
  const { created, updated, unchanged, skipped } = report.sessions
  output.line(text`Imported ${report.label}:`)
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

function printProblems(diagnostics: Output, report: ImportReport): void {
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
