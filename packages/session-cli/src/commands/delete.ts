import type { Command } from "commander"
import type { RunAction } from "../context/command-context.ts"
import { changeSessions } from "../sessions/change-sessions.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText("after", examples("delete last", "delete ses_dfdc78 ses_dfdc79", "restore ses_dfdc78"))
    .action((references: string[]) =>
      run((context) =>
        changeSessions(context, references, {
          async change(store, { id }) {
            await store.sessions.delete(id)
            return store.sessions.require(id, { includeDeleted: true })
          },
          done: "Deleted",
          afterwards: (ids) => `To bring back: opencode-session restore ${ids.join(" ")}`,
        }),
      ),
    )
}
