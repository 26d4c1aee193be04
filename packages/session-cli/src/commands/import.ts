import { statSync } from "node:fs"
import { currentAuthor, SessionStorageError, type SessionStore } from "@opencode/session-core"
import type { FoundSource, ImportOptions, ImportProgress } from "@opencode/session-opencode"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { describeFailure } from "../failure/failure.ts"
import { followImports } from "../imports/follow-imports.ts"
import { exitCodeOfImports, type ImportOutcome, outcomesAsJson } from "../imports/import-outcome.ts"
import { printProblems, printReport } from "../imports/import-report-lines.ts"
import { importTargets } from "../imports/import-targets.ts"
import { progressOf } from "../output/progress.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import { sourcePrograms } from "../setup/source-programs.ts"
import { examples } from "../usage/examples.ts"

interface Options {
  follow?: boolean
  dryRun?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .addOption(new Option("--dry-run", "only say what would be imported").conflicts("follow"))
    .option("--follow", "go on while the sources are written, until Ctrl-C")
    .addHelpText(
      "after",
      `
FILE is a database of OpenCode (also while it is running), a folder, an export, or - for standard input. Without FILE,
it imports all that OpenCode and other known agents keep on this machine. Run it again after more was written: only the
difference is imported. --project names the project of the sessions.
${examples(
  "import",
  "import --dry-run",
  "import --follow",
  "import ~/.local/share/opencode/opencode.db",
  "import session.json other.json.gz --project github.com/opencode-ai/opencode",
  "import backup.jsonl",
)}`,
    )
    .action((files: string[], options: Options) => run((context) => importSessions(context, files, options)))
}

async function importSessions(context: CommandContext, files: string[], given: Options): Promise<number> {
  const { dryRun = false, follow = false } = given
  const { diagnostics, directory, globals, output } = context
  const programs = await sourcePrograms()
  const targets = await importTargets(context, files, programs)
  if (files.length === 0 && !globals.json) printFound(context, targets)
  const store = await context.openStore({ allProjects: true })
  const signal = context.takeInterruption()
  const options = { directory, programs, project: globals.project, author: currentAuthor(), dryRun, signal }
  if (follow) {
    refusePipes(targets)
    await followImports(context, store, options, () => importTargets(context, files, programs, { quiet: true }))
    return 0
  }
  const outcomes: ImportOutcome[] = []
  for (const { path } of targets) {
    const outcome = await importOne(context, store, path, options, targets.length > 1)
    outcomes.push(outcome)
    if (globals.json) continue
    const { report, failure } = outcome
    if (report !== null) {
      printReport(output, report, { dryRun, ...(targets.length > 1 ? { path } : {}) })
      printProblems(diagnostics, report)
    } else {
      diagnostics.line(text`${diagnostics.style("red", text`failed`)} ${failure.message}`)
      if (failure.hint !== null) diagnostics.line(text`  ${failure.hint}`)
    }
  }
  if (globals.json) output.json(outcomesAsJson(outcomes, dryRun))
  return exitCodeOfImports(outcomes)
}

/** A pipe is read once. */
function refusePipes(targets: readonly FoundSource[]): void {
  const isPipe = (path: string) => path === "-" || statSync(path, { throwIfNoEntry: false })?.isFIFO() === true
  if (!targets.some(({ path }) => isPipe(path))) return
  throw new SessionStorageError("invalid_input", "--follow is for files and folders, and not for pipes.", {
    hint: "Import the pipe without --follow.",
  })
}

/** Of several sources, one that fails does not keep the others out. */
async function importOne(
  context: CommandContext,
  store: SessionStore,
  path: string,
  options: ImportOptions,
  isOneOfSeveral: boolean,
): Promise<ImportOutcome> {
  // Loaded here: it brings readers of several formats.
  const { importSource } = await import("@opencode/session-opencode")
  const progress = context.progress()
  const onProgress = (state: ImportProgress) => progress.update(() => describeProgress(state))
  try {
    return { path, report: await importSource(store, path, { ...options, onProgress }), failure: null }
  } catch (error) {
    const failure = describeFailure(error)
    if (!isOneOfSeveral || failure === null || options.signal?.aborted) throw error
    return { path, report: null, failure }
  } finally {
    progress.end()
  }
}

function printFound({ diagnostics }: CommandContext, targets: readonly FoundSource[]): void {
  diagnostics.line(text`Found on this machine:`)
  for (const { path, label } of targets)
    diagnostics.line(text`  ${path}: ${label ?? "what it is turns out when it is opened"}`)
}

export function describeProgress(progress: ImportProgress): SafeText {
  const { sessions, totalSessions } = progress
  const read =
    "changes" in progress
      ? text`${progress.changes} changes`
      : text`${progress.messages} messages, ${progress.parts} parts`
  return text`Importing: ${progressOf(sessions, totalSessions, "sessions")}, ${read}`
}
