import type { Command } from "commander"
import type { RunAction } from "./command-context.ts"

/** A file of `commands/`. It loads what is large only when its command runs. */
export interface CommandModule {
  /** Adds options, examples and the action to a command that has its name, arguments and summary. */
  define(command: Command, run: RunAction): void
}

/** A command as the program's own help knows it. */
export interface CommandEntry {
  /** With its arguments, as commander reads them: `rename <session> <title>`. */
  usage: string
  summary: string
  /** The heading under which it stands. */
  group: string
  module: CommandModule
}
