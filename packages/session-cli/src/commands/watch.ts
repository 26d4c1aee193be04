import type { RecordedChange, SessionStore, WatchedSessionChange } from "@opencode/session-core"
import type { Command } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { formatDateTime, formatTime } from "../output/format-time.ts"
import type { Output } from "../output/output.ts"
import { joinText, type SafeText, tabSeparated, text } from "../output/safe-text.ts"
import { summarizePart } from "../output/summarize-part.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"

export function define(command: Command, run: RunAction): void {
  command
    .addHelpText(
      "after",
      `\nWithout a session, prints the sessions of the project that change, whoever changes them; with one, what changes in it.\nEnds with Ctrl-C.\n${examples(
        "watch",
        "watch last",
        "watch --json --all-projects   # one JSON object per line",
      )}`,
    )
    .action((reference: string | undefined) => run((context) => watch(context, reference)))
}

async function watch(context: CommandContext, reference: string | undefined): Promise<number> {
  const { diagnostics } = context
  const store = await context.openStore()
  const session = reference === undefined ? null : await findSession(store, reference, { includeDeleted: true })
  const signal = context.takeInterruption()
  if (diagnostics.interactive) {
    const what =
      session === null ? text`the sessions of ${store.projectId ?? "all projects"}` : text`session ${session.id}`
    diagnostics.line(diagnostics.style("dim", text`Watching ${what}; Ctrl-C ends.`))
    await diagnostics.flush()
  }
  if (session === null) await watchSessions(context, store, signal)
  // From the revision that was read, so that nothing is missed in between.
  else await watchSession(context, store, session.id, session.revision, signal)
  return signal.aborted ? 130 : 0
}

async function watchSessions({ globals, output }: CommandContext, store: SessionStore, signal: AbortSignal) {
  for await (const change of store.watch({ signal })) {
    if (globals.json) output.json(change)
    else output.line(sessionLine(output, change))
    await output.flush()
  }
}

async function watchSession(
  { globals, output }: CommandContext,
  store: SessionStore,
  sessionId: string,
  since: number,
  signal: AbortSignal,
) {
  for await (const change of store.sessions.watch(sessionId, { since, signal })) {
    if (globals.json) output.json(change)
    else output.line(changeLine(output, change))
    await output.flush()
  }
}

function sessionLine(output: Output, { sessionId, revision, session }: WatchedSessionChange): SafeText {
  const state = session === null ? "gone" : session.deletedAt !== null ? "deleted" : "changed"
  return line(output, session?.updatedAt ?? Date.now(), state, revision, sessionId, session?.title ?? "")
}

function changeLine(output: Output, change: RecordedChange): SafeText {
  const { revision, type } = change
  const now = Date.now()
  switch (change.type) {
    case "session":
      return line(output, change.session.updatedAt, type, revision, change.session.id, change.session.title)
    case "message": {
      const { message } = change
      return line(output, message.updatedAt, type, revision, message.id, message.role)
    }
    case "part":
      return line(output, change.part.updatedAt, type, revision, change.part.id, summarizePart(change.part))
    case "file":
      return line(output, change.file.createdAt, type, revision, change.file.path, `version ${change.file.version}`)
    case "message.removed":
      return line(output, now, type, revision, change.messageId, "")
    case "part.removed":
      return line(output, now, type, revision, change.partId, "")
    case "file.removed":
      return line(output, now, type, revision, change.path, `version ${change.version}`)
  }
}

function line(output: Output, time: number, type: string, revision: number, id: string, description: string): SafeText {
  if (!output.interactive) return tabSeparated([formatTime(time), type, revision, id, description])
  return joinText(
    [
      output.style("dim", text`${formatDateTime(time)}`),
      text`${type}`,
      output.style("yellow", text`${id}`),
      text`${description}`,
    ],
    "  ",
  )
}
