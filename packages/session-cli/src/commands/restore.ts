import type { Command } from "commander"
import type { RunAction } from "../context/command-context.ts"
import { changeSessions } from "../sessions/change-sessions.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command.addHelpText("after", examples("list --deleted", "restore ses_dfdc78")).action((references: string[]) =>
    run((context) =>
      changeSessions(context, references, {
        includeDeleted: true,
        change: (store, session) => store.sessions.restore(session.id),
        done: "Restored",
      }),
    ),
  )
}
