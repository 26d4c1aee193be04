import type { Session, SessionStore } from "@opencode/session-core"
import type { CommandContext } from "../context/command-context.ts"
import { text } from "../output/safe-text.ts"
import { findSessions } from "./find-session.ts"

interface SessionChange {
  /** Whether a deleted session may be meant. */
  includeDeleted?: boolean
  change(store: SessionStore, session: Session): Promise<Session>
  /** What was done, as a sentence begins: `Archived`. */
  done: string
  /** What to tell a person at the end. */
  afterwards?(sessionIds: string[]): string
}

/** Does the same with several sessions, and says what was done, also when the rest then fails. */
export async function changeSessions(
  context: CommandContext,
  references: readonly string[],
  { includeDeleted = false, change, done, afterwards }: SessionChange,
): Promise<void> {
  const { diagnostics, globals, output } = context
  const store = await context.openStore()
  const sessions = await findSessions(store, references, { includeDeleted })
  const changed: Session[] = []
  try {
    for (const session of sessions) changed.push(await change(store, session))
  } finally {
    if (globals.json) output.json({ sessions: changed })
    else {
      for (const { id, title } of changed) output.line(text`${done} ${output.style("yellow", text`${id}`)} ${title}`)
      const hint = changed.length > 0 ? afterwards?.(changed.map(({ id }) => id)) : undefined
      if (hint !== undefined) diagnostics.line(diagnostics.style("dim", text`${hint}`))
    }
  }
}
