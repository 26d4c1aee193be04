import { type MessageWithParts, revertOf, type Session, type SessionStore } from "@opencode/session-core"
import { type Command, Option } from "commander"
import type { CommandContext, RunAction } from "../context/command-context.ts"
import { printMessage } from "../output/message-view.ts"
import { safeJson } from "../output/safe-json.ts"
import { text } from "../output/safe-text.ts"
import { printSessionHeader } from "../output/session-header.ts"
import { withOrigin } from "../output/with-origin.ts"
import { findSession } from "../sessions/find-session.ts"
import { examples } from "../usage/examples.ts"
import { parseLimit } from "../usage/parse-values.ts"

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
    await printMessage(output, message, { full: options.full === true, revert, parts: store.messages.parts(message) })
    await output.flush()
  }
  if (end.nextCursor !== null) {
    diagnostics.line(diagnostics.style("dim", text`There are more: --cursor ${end.nextCursor}`))
  }
}

/** One object, written as it is read: memory holds a page of messages or of parts, or one large part. */
async function printJson(
  { output }: CommandContext,
  store: SessionStore,
  session: Session,
  options: ShowOptions,
): Promise<void> {
  const end: End = { nextCursor: null }
  output.write(`{"session":${safeJson(withOrigin(session))},"messages":[`)
  let separator = ""
  for await (const message of messagesOf(store, session.id, options, end)) {
    const { parts: _parts, partsCursor: _partsCursor, ...fields } = message
    output.write(`${separator}${safeJson(fields).slice(0, -1)},"parts":[`)
    separator = ","
    let partSeparator = ""
    for await (const part of store.messages.parts(message)) {
      output.write(partSeparator + safeJson(part))
      partSeparator = ","
      await output.flush()
    }
    output.write("]}")
    await output.flush()
  }
  output.write(`],"nextCursor":${safeJson(end.nextCursor)}}\n`)
}

/** The messages that were asked for, oldest first, and in `end` where one could go on. Large parts are not loaded. */
async function* messagesOf(
  store: SessionStore,
  sessionId: string,
  { last, limit, cursor }: ShowOptions,
  end: End,
): AsyncGenerator<MessageWithParts> {
  if (last === undefined) {
    yield* readMessages(store, sessionId, { limit, cursor }, end)
    return
  }
  // Where they begin, read backwards; then they come in their order, without being held.
  const beginning: End = { nextCursor: null }
  let from: string | undefined
  for await (const { id } of readMessages(store, sessionId, { order: "newest-first", limit: last }, beginning))
    from = id
  if (from !== undefined) yield* readMessages(store, sessionId, { from, limit: last }, beginning)
}

interface Reading {
  order?: "newest-first"
  limit?: number | undefined
  cursor?: string | undefined
  from?: string
}

/** As many messages as were asked for, page by page: a page may end before that, where messages are large. */
async function* readMessages(
  store: SessionStore,
  sessionId: string,
  { order, limit = Number.POSITIVE_INFINITY, cursor, from }: Reading,
  end: End,
): AsyncGenerator<MessageWithParts> {
  let left = limit
  let next = cursor ?? null
  let begin = from === undefined ? {} : { from }
  do {
    const page = await store.messages.list(sessionId, {
      partial: true,
      limit: Math.min(left, pageSize),
      ...(order === undefined ? {} : { order }),
      ...(next === null ? begin : { cursor: next }),
    })
    yield* page.messages
    left -= page.messages.length
    next = page.nextCursor
    begin = {}
  } while (next !== null && left > 0)
  end.nextCursor = next
}

const pageSize = 200
