import type { SessionStore } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"
import { addTeamOption, type TeamOptions } from "../usage/team-option.ts"

/** `tag`, and `untag`, which takes it back. */
const defining =
  (change: "tag" | "untag", ...shown: string[]) =>
  (command: Command, run: RunAction): void => {
    addTeamOption(command)
      .addHelpText("after", examples(...shown))
      .action((reference: string, tags: string[], options: TeamOptions) =>
        run((context) => changeTags(context, reference, { tags, ...options, change })),
      )
  }

export const tag = { define: defining("tag", "tag last release", "tag ses_dfdc78 bug urgent --team", "list --tag bug") }
export const untag = { define: defining("untag", "untag last release", "untag ses_dfdc78 bug --team") }

interface TagChange extends TeamOptions {
  tags: readonly string[]
  change: "tag" | "untag"
}

async function changeTags(
  context: CommandContext,
  reference: string,
  { tags, team, change }: TagChange,
): Promise<void> {
  const { globals, output } = context
  const store: SessionStore = await context.openStore()
  let session = await findSession(store, reference)
  for (const each of tags) session = await store.sessions[change](session.id, each, { team })
  if (globals.json) return output.json({ session })
  const id = output.style("yellow", text`${session.id}`)
  output.line(text`${change === "tag" ? "Tagged" : "Untagged"} ${id} ${session.title}: ${tags.join(", ")}`)
}
