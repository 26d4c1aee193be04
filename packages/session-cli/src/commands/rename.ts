import type { Command } from "commander"
import { text } from "../output/safe-text.ts"
import type { CommandContext, RunAction } from "../program/command-context.ts"
import { examples } from "../program/examples.ts"
import { findSession } from "../program/find-session.ts"

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
