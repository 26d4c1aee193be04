import type { MigrationReport } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"
import { examples } from "../usage/examples.ts"

interface MigrateOptions {
  status?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .option("--status", "only say what is in the database and what would be run")
    .addHelpText(
      "after",
      `\nEvery other command does this by itself when it opens the store.\n${examples("migrate --status", "migrate")}`,
    )
    .action((options: MigrateOptions) => run((context) => migrate(context, options)))
}

async function migrate(context: CommandContext, { status = false }: MigrateOptions): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore({ migrate: false })
  const report = await store.migrate({ dryRun: status })
  if (globals.json) return output.json(report)
  for (const name of report.applied) output.line(text`applied ${name}`)
  for (const name of report.pending) output.line(text`pending ${name}`)
  output.line(text`${summary(report)}`)
}

function summary({ pending, version }: MigrationReport): string {
  const state = version === null ? "The database is empty" : `The database is at ${version}`
  return pending.length === 0 ? `${state}: up to date.` : `${state}: \`opencode-session migrate\` runs what is pending.`
}
