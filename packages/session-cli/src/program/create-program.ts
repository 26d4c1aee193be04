import { Command } from "commander"
import { commandEntries } from "../commands/index.ts"
import type { RunAction } from "../context/command-context.ts"
import { exitCodes } from "../failure/exit-codes.ts"
import { addGlobalOptions } from "../usage/global-options.ts"
import { packageVersion } from "./package-version.ts"

/** What `createProgram` cannot know by itself. */
export interface ProgramOptions {
  run: RunAction
  writeOutput(text: string): void
  writeError(text: string): void
}

/** The command line as commander knows it. Of the commands only names and summaries, until one of them is needed. */
export function createProgram({ run, writeOutput, writeError }: ProgramOptions): Command {
  const program = new Command("opencode-session")
  program
    .description("Import, browse, search, copy and look after the sessions of OpenCode.")
    .exitOverride()
    // Errors of usage are printed like all others.
    .configureOutput({ writeOut: writeOutput, writeErr: writeError, outputError: () => {} })
    .configureHelp({ showGlobalOptions: true })
    .helpOption("-h, --help", "show this help; `COMMAND --help` shows that of a command, with examples")
    .helpCommand("help [command]", "show the help of a command")
    .version(packageVersion(), "-V, --version", "show the version")
    .addHelpText("after", helpText)
  addGlobalOptions(program)
  const entries = new Map<Command, (typeof commandEntries)[number]>()
  for (const entry of commandEntries) {
    const command = program.command(entry.usage).description(entry.summary).helpGroup(entry.group)
    entries.set(command, entry)
  }
  program.hook("preSubcommand", (_program, command) => entries.get(command)?.module.define(command, run))
  return program
}

const helpText = (): string => `
SESSION is a session's id, the beginning of one, or \`last\` for the one that changed last.
The project is that of the current folder's git remote, or its name: see \`opencode-session config\`.

Examples:
  $ opencode-session import ~/.local/share/opencode/opencode.db
  $ opencode-session list
  $ opencode-session show last
  $ opencode-session search parser error

Exit codes:
${Object.entries(exitCodes)
  .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
  .join("\n")}
`
