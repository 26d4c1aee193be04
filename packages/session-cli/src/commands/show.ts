import type { MessageWithParts, Session, SessionStore } from "@opencode/session-core"
import { type Command, Option } from "commander"
import { printMessage } from "../output/message-view.ts"
import { revertOf } from "../output/revert.ts"
import { safeJson } from "../output/safe-json.ts"
import { text } from "../output/safe-text.ts"
import { printSessionHeader } from "../output/session-header.ts"
import type { CommandContext, RunAction } from "../program/command-context.ts"
import { examples } from "../program/examples.ts"
import { findSession } from "../program/find-session.ts"
import { parseLimit } from "../program/parse-values.ts"

interface ShowOptions {
  full?: boolean
  limit?: number
  last?: number
  cursor?: string
}

export function define(command: Command, run: RunAction): void {
  command
    .option("--full", "everything, not abbreviated")
    .option("--limit <number>", "only the first messages; all by default", parseLimit)
    .addOption(
      new Option("--last <number>", "only the last messages").argParser(parseLimit).conflicts(["limit", "cursor"]),
    )
    .option("--cursor <cursor>", "go on where the last page ended")
    .addHelpText(
      "after",
      examples("show last", "show ses_dfdc78 --last 3", "show ses_dfdc78 --full | less", "show last --json"),
    )
    .action((reference: string, options: ShowOptions) => run((context) => show(context, reference, options)))
}

async function show(context: CommandContext, reference: string, options: ShowOptions): Promise<void> {
  const store = await context.openStore()
  const session = await findSession(store, reference)
  if (context.globals.json) await printJson(context, store, session, options)
  else await printText(context, store, session, options)
}

/** What is told to go on, besides the messages. */
interface End {
  nextCursor: string | null
}

async function printText(
  { diagnostics, output }: CommandContext,
  store: SessionStore,
  session: Session,
  options: ShowOptions,
): Promise<void> {
  const revert = revertOf(session)
  const end: End = { nextCursor: null }
  printSessionHeader(output, session)
  for await (const message of messagesOf(store, session.id, options, end)) {
    printMessage(output, message, { full: options.full === true, revert })
    await output.flush()
  }
  if (end.nextCursor !== null) {
    diagnostics.line(diagnostics.style("dim", text`There are more: --cursor ${end.nextCursor}`))
  }
}

/** One object, written as it is read: memory holds a page of messages. */
async function printJson(
  { output }: CommandContext,
  store: SessionStore,
  session: Session,
  options: ShowOptions,
): Promise<void> {
  const end: End = { nextCursor: null }
  output.write(`{"session":${safeJson(session)},"messages":[`)
  let separator = ""
  for await (const message of messagesOf(store, session.id, options, end)) {
    output.write(separator + safeJson(message))
    separator = ","
    await output.flush()
  }
  output.write(`],"nextCursor":${safeJson(end.nextCursor)}}\n`)
}

/** The messages that were asked for, oldest first, and in `end` where one could go on. */
async function* messagesOf(
  store: SessionStore,
  sessionId: string,
  { last, limit, cursor }: ShowOptions,
  end: End,
): AsyncGenerator<MessageWithParts> {
  if (last !== undefined) {
    const { messages } = await store.messages.list(sessionId, { order: "newest-first", limit: last })
    yield* messages.reverse()
  } else if (limit === undefined && cursor === undefined) {
    yield* store.messages.all(sessionId)
  } else {
    const page = await store.messages.list(sessionId, {
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    end.nextCursor = page.nextCursor
    yield* page.messages
  }
}
