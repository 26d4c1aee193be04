import type { Session } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { confirm } from "../context/confirm.ts"
import { countOf } from "../output/format-number.ts"
import { text } from "../output/safe-text.ts"
import { findSessions } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

interface PurgeOptions {
  yes?: boolean
}

export function define(command: Command, run: RunAction): void {
  command
    .option("-y, --yes", "do not ask")
    .addHelpText("after", examples("purge ses_dfdc78", "purge ses_dfdc78 ses_dfdc79 --yes"))
    .action((references: string[], options: PurgeOptions) => run((context) => purge(context, references, options)))
}

async function purge(context: CommandContext, references: readonly string[], { yes }: PurgeOptions): Promise<void> {
  const { globals, output } = context
  const store = await context.openStore()
  const sessions = await findSessions(store, references, { includeDeleted: true })
  if (!yes) await confirm(context, sessions.map(describe), "Remove for good, with the sessions of their sub-agents?")
  const purged: string[] = []
  try {
    for (const { id } of sessions) {
      // It went with its parent when that was named too.
      if ((await store.sessions.get(id, { includeDeleted: true })) !== null) await store.sessions.purge(id)
      purged.push(id)
    }
  } finally {
    if (globals.json) output.json({ purged })
    else for (const id of purged) output.line(text`Purged ${output.style("yellow", text`${id}`)}`)
  }
}

const describe = ({ id, title, messageCount }: Session) => text`${id} ${title} (${countOf(messageCount, "message")})`
