import type { Command } from "commander"

/** Whose pins and tags a command is about. */
export interface TeamOptions {
  team?: boolean
}

export const addTeamOption = (command: Command): Command =>
  command.option("--team", "for everybody who works on the project; only for you by default")
