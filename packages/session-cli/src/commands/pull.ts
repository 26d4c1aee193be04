import { currentAuthor } from "@opencode/session-core"
import type { PulledSession, PullOutcome, PullReport } from "@opencode/session-opencode"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { startOpenCode } from "../open-code/start-open-code.ts"
import { countOf } from "../output/format-number.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

interface PullCommandOptions {
  mapPaths?: boolean
  takeOver?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .option("--map-paths", "in tool calls, name this machine's folder of the project instead of the other machine's")
    .option("--take-over", "also when somebody else is at work in the session")
    .addHelpText(
      "after",
      `
The session and those of its sub-agents get into the OpenCode of this machine, under the same ids, in the folder in
which you are. Pull again to add what came in meanwhile. Permissions that were given in it stay where they were given.
${examples("pull last", "pull ses_dfdc78 --take-over", "pull ses_dfdc78 --map-paths")}`,
    )
    .action((reference: string, options: PullCommandOptions) => run((context) => pull(context, reference, options)))
}

async function pull(context: CommandContext, reference: string, options: PullCommandOptions): Promise<void> {
  const { directory, environment, globals, output } = context
  const store = await context.openStore()
  const session = await findSession(store, reference)
  const signal = context.takeInterruption()
  // Loaded here: other commands do without.
  const { pullSession, refuseWhileAtWork } = await import("@opencode/session-opencode")
  const { identifyProject } = await import("@opencode/session-core/project")
  const { worktreeDirectory } = await identifyProject({ directory, environment })
  const { mapPaths = false, takeOver = false } = options
  const author = currentAuthor()
  // Starting OpenCode takes seconds.
  if (!takeOver) refuseWhileAtWork(session, author)
  const progress = context.progress()
  progress.update(() => text`Starting OpenCode`)
  try {
    await using openCode = await startOpenCode(directory, environment)
    progress.update(() => text`Pulling ${session.title}`)
    const { api, databaseFile } = openCode
    const own = { mapPaths, takeOver, author, signal }
    const report = await pullSession(store, session.id, {
      ...{ openCode: api, databaseFile, directory: worktreeDirectory, ...own },
    })
    progress.end()
    if (globals.json) output.json(report)
    else printReport(context, report)
  } finally {
    progress.end()
  }
}

function printReport({ diagnostics, output }: CommandContext, report: PullReport): void {
  const [top, ...others] = report.sessions
  if (top === undefined) return
  const { author } = top
  const by = author === null ? text`` : text` by ${author.user}@${author.host}`
  output.line(
    text`${said[top.outcome]} ${output.style("yellow", text`${top.localId}`)} ${top.title}${by}: ${written(top)}.`,
  )
  for (const each of others) {
    output.line(
      text`  ${said[each.outcome]} ${output.style("yellow", text`${each.localId}`)} ${each.title}: ${written(each)}.`,
    )
  }
  for (const note of report.notes) diagnostics.line(text`${diagnostics.style("yellow", text`note`)} ${note}`)
  if (report.leftOut.length > 0) {
    const count = countOf(report.leftOut.length, "message")
    diagnostics.line(text`Left out, since OpenCode 1 has nothing like it: ${count}.`)
  }
  if (top.outcome === "forked") {
    diagnostics.line(
      text`The session ${top.id} went on here, too, and stays as it is. What the others wrote is the fork; nothing was merged.`,
    )
  }
  if (top.outcome === "ahead") {
    diagnostics.line(text`OpenCode has more of it than the store: opencode-session push ${top.id}`)
  }
  diagnostics.line(diagnostics.style("dim", text`Go on with it: opencode -s ${top.localId}`))
}

const said: Readonly<Record<PullOutcome, string>> = {
  created: "Pulled",
  updated: "Updated",
  unchanged: "Up to date:",
  ahead: "Ahead of the store:",
  forked: "Forked",
}

function written({ written, removed }: PulledSession): SafeText {
  const added = text`${written === 1 ? "1 message or part" : `${written} messages and parts`} written`
  return removed === 0 ? added : text`${added}, ${removed} removed`
}
