import type { CopyReport } from "@opencode/session-core/transfer"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import type { Output } from "../output/output.ts"
import { progressOf } from "../output/progress.ts"
import { text } from "../output/safe-text.ts"
import { openCopyTarget } from "../setup/open-copy-target.ts"
import { examples } from "../usage/examples.ts"

interface CopyOptions {
  to: string
}

export function define(command: Command, run: RunAction): void {
  command
    .requiredOption("--to <target>", "where to")
    .addHelpText(
      "after",
      `
Copies the sessions of the project (of all projects with --all-projects), deleted ones too, with all that they
hold, and compares each copy with its source. Run it again after an interruption, or after more was written:
only what is missing is sent.

TARGET is one of
  backup.db, ./folder/, sqlite:PATH     a SQLite file; in a folder it is opencode.db
  mysql://user@host/database            a MySQL server, by URL
  user:password@tcp(host)/database      or by DSN
  postgres://user@host/database         a PostgreSQL server
  sqlite, mysql, postgres, or any       a provider with the options that are configured for it. This keeps
  configured type                       a password out of the list of processes and the shell's history.
${examples(
  "copy --to ~/backup/sessions.db",
  "copy --all-projects --to mysql",
  "copy --to mysql://me@db.example/opencode",
)}`,
    )
    .action((options: CopyOptions) => run((context) => copy(context, options.to)))
}

async function copy(context: CommandContext, to: string): Promise<number> {
  const { diagnostics, globals, output } = context
  // Loaded here: other commands do without.
  const { copyStore } = await import("@opencode/session-core/transfer")
  const source = await context.openStore()
  const signal = context.takeInterruption()
  await using target = await openCopyTarget(context, source, to)
  const progress = context.progress()
  let report: CopyReport
  try {
    report = await copyStore(source, target, {
      signal,
      onProgress: ({ sessions, totalSessions }) =>
        progress.update(() => text`Copying: ${progressOf(sessions, totalSessions, "sessions")}`),
    })
  } finally {
    progress.end()
  }
  if (globals.json) output.json({ target: target.provider, ...report })
  else {
    const where = text`${source.projectId ?? "all projects"} to ${target.provider.name} ${target.provider.location}`
    output.line(text`Copied ${where}:`)
    printReport(output, report)
    printProblems(diagnostics, report)
  }
  return report.problems.length + report.leftOutAliases.length > 0 ? 6 : 0
}

function printReport(output: Output, report: CopyReport): void {
  const { sessions, messages, parts, files, removals, verified } = report
  output.line(text`  sessions  ${sessions.created} new, ${sessions.updated} updated, ${sessions.unchanged} unchanged`)
  output.line(
    text`  written   ${countOf(messages, "message")}, ${countOf(parts, "part")}, ${countOf(files, "file version")}`,
  )
  if (removals > 0) output.line(text`  removed   ${removals} messages, parts and file versions`)
  output.line(text`  ${countOf(verified.length, "session")} verified: read again on both sides, and compared`)
}

function printProblems(diagnostics: Output, { problems, leftOutAliases, unverified, damaged }: CopyReport): void {
  for (const { projectId, alias } of leftOutAliases) {
    diagnostics.line(
      text`${diagnostics.style("yellow", text`left out`)} the alias ${alias} of ${projectId}: at the target it is, or holds, another project`,
    )
  }
  for (const { sessionId, message } of problems) {
    diagnostics.line(text`${diagnostics.style("red", text`not copied`)} ${sessionId}: ${message}`)
  }
  for (const id of unverified) {
    diagnostics.line(
      text`${diagnostics.style("yellow", text`changing`)} ${id}: somebody is writing to it; run this again`,
    )
  }
  for (const { sessionId, messageId, partId, reason } of damaged) {
    const where = [sessionId, messageId, partId].filter((id) => id !== null).join(" ")
    diagnostics.line(text`${diagnostics.style("yellow", text`damaged`)} ${where}: ${reason}`)
  }
}
