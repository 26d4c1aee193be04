import type { SessionStore } from "@opencode/session-core"
import type { Command } from "commander"
import type { RunAction } from "../context/command-context.ts"
import { changeSessions } from "../sessions/change-sessions.ts"
import { examples } from "../usage/examples.ts"
import { addTeamOption, type TeamOptions } from "../usage/team-option.ts"

/** `pin`, and `unpin`, which takes it back. */
const defining =
  (change: "pin" | "unpin", done: string, ...shown: string[]) =>
  (command: Command, run: RunAction): void => {
    addTeamOption(command)
      .addHelpText("after", examples(...shown))
      .action((references: string[], { team }: TeamOptions) =>
        run((context) =>
          changeSessions(context, references, {
            change: (store: SessionStore, { id }) => store.sessions[change](id, { team }),
            done,
          }),
        ),
      )
  }

export const pin = { define: defining("pin", "Pinned", "pin last", "pin ses_dfdc78 --team", "list --pinned") }
export const unpin = { define: defining("unpin", "Unpinned", "unpin last", "unpin ses_dfdc78 --team") }
