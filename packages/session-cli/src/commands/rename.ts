import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples('rename last "Fix the parser"', 'rename ses_dfdc78 -- "--json explained"'))
    .action((reference: string, title: string) => run((context) => rename(context, reference, title)))
}

async function rename(context: CommandContext, reference: string, title: string): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore()
  const { id } = await findSession(store, reference)
  const session = await store.sessions.rename(id, title)
  if (globals.json) return output.json({ session })
  output.line(text`Session ${session.id} is now called ${output.style("bold", text`${session.title}`)}.`)
}
