import type { Command } from "commander"
import { changeSessions } from "../program/change-sessions.ts"
import type { RunAction } from "../program/command-context.ts"
import { examples } from "../program/examples.ts"

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
