import { trustConfigurationFile } from "@opencode/session-core"
import { text } from "../output/safe-text.ts"
import type { CommandContext } from "../program/command-context.ts"
import { pathArgument } from "../program/path-argument.ts"

export async function trustFile(context: CommandContext, file: string): Promise<void> {
  const { directory, environment, globals, output } = context
  const entry = await trustConfigurationFile(pathArgument(file, directory, "FILE"), { environment })
  if (globals.json) return output.json({ trusted: entry })
  output.line(text`${entry.path} is trusted as it is now. After a change it must be trusted again.`)
}
