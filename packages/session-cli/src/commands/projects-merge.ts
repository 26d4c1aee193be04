import type { CommandContext } from "../context/command-context.ts"
import { countOf } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"

/** Can be run again after an interruption: it goes on with what is left. */
export async function mergeProjects(context: CommandContext, from: string, target: string): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore({ allProjects: true })
  const { into, moved } = await store.projects.merge(from, target)
  if (globals.json) return output.json({ from, into, moved })
  output.line(text`Moved ${countOf(moved, "session")} from ${from} into ${into}, which now goes by both names.`)
}
