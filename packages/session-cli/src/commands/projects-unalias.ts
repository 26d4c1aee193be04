import type { CommandContext } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"

export async function removeAlias(context: CommandContext, alias: string): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore({ allProjects: true })
  const { projectId } = await store.projects.removeAlias(alias)
  if (globals.json) return output.json({ alias, projectId })
  output.line(text`${alias} no longer leads to ${projectId}. Sessions that were merged stay there.`)
}
