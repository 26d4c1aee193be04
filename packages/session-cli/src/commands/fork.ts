import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

interface ForkOptions {
  upTo?: string
  title?: string
}

export function define(command: Command, run: RunAction): void {
  command
    .option("--up-to <message>", "the id of the last message to take; all by default")
    .option("--title <title>", 'the title; by default the source\'s with "(fork)"')
    .addHelpText("after", examples("fork last", 'fork ses_dfdc78 --up-to msg_202388 --title "Another way"'))
    .action((reference: string, options: ForkOptions) => run((context) => fork(context, reference, options)))
}

async function fork(context: CommandContext, reference: string, options: ForkOptions): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore()
  const source = await findSession(store, reference)
  const session = await store.sessions.fork(source.id, options)
  if (globals.json) return output.json({ session })
  output.line(
    text`Session ${session.id} is a fork of ${source.id}: ${output.style("bold", text`${session.title}`)}, ${countOf(session.messageCount, "message")}.`,
  )
}
