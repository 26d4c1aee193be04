import type { Command } from "commander"
import { changeSessions } from "../program/change-sessions.ts"
import type { RunAction } from "../program/command-context.ts"
import { examples } from "../program/examples.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples("archive last", "list --archived", "unarchive ses_dfdc78"))
    .action((references: string[]) =>
      run((context) =>
        changeSessions(context, references, {
          change: (store, session) => store.sessions.archive(session.id),
          done: "Archived",
        }),
      ),
    )
}
