import { currentAuthor } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { exitCodeOfImports, outcomesAsJson } from "../imports/import-outcome.ts"
import { printProblems, printReport } from "../imports/import-report-lines.ts"
import { openCodeDatabase } from "../open-code/start-open-code.ts"
import { examples } from "../usage/examples.ts"

interface PushOptions {
  takeOver?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .option("--take-over", "also when somebody else is at work in the session")
    .addHelpText(
      "after",
      `
SESSION is the id of a session of this machine's OpenCode, the beginning of one, or \`last\`. It goes into the store with
the sessions of its sub-agents, as \`import\` would bring it.
${examples("push last", "push ses_dfdc78")}`,
    )
    .action((reference: string, options: PushOptions) => run((context) => push(context, reference, options)))
}

async function push(context: CommandContext, reference: string, options: PushOptions): Promise<number> {
  const { diagnostics, directory, environment, globals, output } = context
  const databaseFile = await openCodeDatabase(directory, environment)
  // Loaded here: other commands do without.
  const { findLocalSession, pushSession } = await import("@opencode/session-opencode")
  const sessionId = await findLocalSession(databaseFile, reference)
  const store = await context.openStore({ allProjects: true })
  const signal = context.takeInterruption()
  const report = await pushSession(store, databaseFile, sessionId, {
    ...{ directory, project: globals.project, author: currentAuthor(), takeOver: options.takeOver === true, signal },
  })
  const outcomes = [{ path: databaseFile, report, failure: null }]
  if (globals.json) output.json(outcomesAsJson(outcomes, false))
  else {
    printReport(output, report)
    printProblems(diagnostics, report)
  }
  return exitCodeOfImports(outcomes)
}
