import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { examples } from "../usage/examples.ts"
import { parseDuration } from "../usage/parse-values.ts"

interface PruneOptions {
  /** Milliseconds. */
  olderThan: number
  everybody?: boolean
  dryRun?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .requiredOption("--older-than <time>", "deleted at least so long ago: 12h, 30d, 8w", parseDuration)
    .option("--everybody", "sessions of other authors too; only your own by default")
    .option("--dry-run", "say what would be removed, and remove nothing")
    .addHelpText("after", examples("prune --older-than 30d --dry-run", "prune --older-than 30d"))
    .action((options: PruneOptions) => run((context) => prune(context, options)))
}

async function prune(context: CommandContext, options: PruneOptions): Promise<void> {
  const { globals, output } = context
  const { everybody = false, dryRun = false } = options
  const store = await context.openStore()
  const { sessions } = await store.prune({ deletedBefore: Date.now() - options.olderThan, everybody, dryRun })
  if (globals.json) return output.json({ sessions, dryRun })
  for (const id of sessions)
    output.line(text`${dryRun ? "Would purge" : "Purged"} ${output.style("yellow", text`${id}`)}`)
  if (output.interactive)
    output.line(text`${countOf(sessions.length, "session")} ${dryRun ? "would be" : "were"} removed.`)
}
