import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { changeSessions } from "../sessions/change-sessions.ts"
import { examples } from "../usage/examples.ts"

interface MoveOptions {
  to: string
}

export function define(command: Command, run: RunAction): void {
  command
    .requiredOption("--to <project>", "the id of the project, or one of its aliases")
    .addHelpText(
      "after",
      `
The sessions of sub-agents go with the session that started them. To move all sessions of a project, see
\`projects merge\`.
${examples("move last --to github.com/me/my-app", "move ses_dfdc78 ses_dfdc79 --to my-app --all-projects")}`,
    )
    .action((references: string[], options: MoveOptions) => run((context) => move(context, references, options)))
}

async function move(context: CommandContext, references: readonly string[], { to }: MoveOptions): Promise<void> {
  const store = await context.openStore()
  const projects = await store.projects.list()
  const isKnown = projects.some(({ id, aliases }) => id === to || aliases.includes(to))
  await changeSessions(context, references, {
    // One that went with its parent already is found there, too.
    change: (_, { id }) => store.allProjects().sessions.move(id, to),
    done: "Moved",
    // A mistyped name is a new project, too.
    afterwards: ([session]) =>
      isKnown
        ? `In project ${to}.`
        : `In project ${to}, which is new: opencode-session show ${session} --project ${to}`,
  })
}
