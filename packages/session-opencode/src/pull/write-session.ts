import type { JsonObject } from "@opencode/session-core"
import { equalJson } from "@opencode/session-core/transfer"
import { sessionInfoOf } from "../mapping/session-info.ts"
import { isCount } from "../values/plain-values.ts"
import type { SessionDifference } from "./compare-with-store.ts"
import { contentDigest } from "./content-digest.ts"
import { EventSender } from "./event-sender.ts"
import { type LocalDatabase, type RowTimes, type SessionRest, sameTodos } from "./local-database.ts"
import { fieldsOf, ownOf, placeOf, updateTimeOf, withoutOwn } from "./local-info.ts"
import type { LocalSession } from "./local-session.ts"
import type { TimedDocument } from "./message-document.ts"
import type { OpenCodeApi } from "./open-code-api.ts"
import { renamedMessage } from "./renaming.ts"
import type { LocalProject } from "./require-open-code.ts"
import { type DocumentContext, type TargetSession, targetDocuments } from "./target-session.ts"

/** This machine's OpenCode. */
export interface LocalOpenCode extends DocumentContext {
  database: LocalDatabase
  openCode: OpenCodeApi
  project: LocalProject
  /** The project's top folder on this machine. */
  directory: string
  /** Receives what a person should know. */
  note(text: string): void
}

/** What was written: numbers of messages and parts. */
export interface WrittenSession {
  written: number
  removed: number
}

/** Gives OpenCode a session that it does not have. */
export async function createSession(target: TargetSession, context: LocalOpenCode): Promise<WrittenSession> {
  const { project, directory } = context
  const sender = senderFor(target, context)
  const info = { ...withoutOwn(target.info), ...placeOf(target.session, project, directory) }
  await sender.add({ type: "session.created.1", data: { sessionID: target.id, info } })
  const rows = await send(target, sender, null, context)
  await finish(target, sender, info)
  const { createdAt, archivedAt, todos } = target.session
  writeRest(target, sender.head, { createdAt, archivedAt, updatedAt: timeAfterPull(target), rows, todos }, context)
  return { written: rows.length, removed: 0 }
}

/** Brings a session of OpenCode to what the store has of it. What OpenCode has of its own stays. */
export async function updateSession(
  target: TargetSession,
  local: LocalSession,
  { toPut, toTime, toRemove }: SessionDifference,
  context: LocalOpenCode,
): Promise<WrittenSession & { fields: boolean }> {
  const localInfo = sessionInfoOf(local.row)
  const isNewerHere = updateTimeOf(localInfo) > updateTimeOf(target.info)
  const { session } = target
  const todos = isNewerHere || sameTodos(local.todos, session.todos) ? null : session.todos
  const fields = !isNewerHere && (todos !== null || !equalJson(fieldsOf(localInfo), fieldsOf(target.info)))
  const result = { written: toPut.size, removed: toRemove.length, fields }
  const isContentSame = toPut.size + toRemove.length === 0
  if (isContentSame && !fields && toTime.length === 0) return result
  const sender = senderFor(target, context)
  const written = toPut.size === 0 ? [] : await send(target, sender, toPut, context)
  for (const { messageId, partId } of toRemove) {
    const ids = { sessionID: target.id, messageID: messageId }
    await sender.add(
      partId === null
        ? { type: "message.removed.1", data: ids }
        : { type: "message.part.removed.1", data: { ...ids, partID: partId } },
    )
  }
  if (!isContentSame || fields) {
    const info = { ...withoutOwn(isNewerHere ? localInfo : target.info), ...ownOf(localInfo) }
    await finish(target, sender, info)
  }
  const rows = [...written, ...toTime]
  const times = isNewerHere
    ? timesOfRow(local.row)
    : { createdAt: session.createdAt, archivedAt: session.archivedAt, updatedAt: timeAfterPull(target) }
  writeRest(target, sender.head, { ...times, rows, todos }, context)
  return result
}

const senderFor = ({ id }: TargetSession, { openCode, directory, database }: LocalOpenCode): EventSender =>
  new EventSender(openCode, id, directory, database.head(id))

/** Sends messages and parts: those of `wanted`, or all. Returns the times that their rows are to have. */
async function send(
  target: TargetSession,
  sender: EventSender,
  wanted: ReadonlySet<string> | null,
  context: DocumentContext,
): Promise<RowTimes[]> {
  const rows: RowTimes[] = []
  const isWanted = ({ content: { id } }: TimedDocument) => wanted === null || wanted.has(id)
  for await (const exact of targetDocuments(target, context)) {
    const message = renamedMessage(exact, target.renamePaths)
    if (isWanted(message)) {
      await sender.add({ type: "message.updated.1", data: { sessionID: target.id, info: message.content } })
      rows.push(timesOf("message", exact))
    }
    for (const [index, part] of message.parts.entries()) {
      if (!isWanted(part)) continue
      const data = { sessionID: target.id, part: part.content, time: part.createdAt }
      await sender.add({ type: "message.part.updated.1", data })
      rows.push(timesOf("part", exact.parts[index] ?? part))
    }
  }
  return rows
}

const timesOf = (table: RowTimes["table"], { content, createdAt, updatedAt }: TimedDocument): RowTimes => ({
  ...{ table, id: content.id, createdAt, updatedAt },
  digest: contentDigest(content),
})

/** Each part of a step adds what it cost to its session: the sums are set in the end. */
async function finish({ id }: TargetSession, sender: EventSender, info: JsonObject): Promise<void> {
  await sender.add({ type: "session.updated.1", data: { sessionID: id, info } })
  await sender.flush()
}

/** The row has this machine's folder in it, so that it is another form of the store's: see `LocalDatabase.writeRest`. */
const timeAfterPull = ({ info }: TargetSession): number => updateTimeOf(info) - 1

const timesOfRow = ({ time_created, time_updated, time_archived }: JsonObject) => ({
  createdAt: isCount(time_created) ? time_created : 0,
  updatedAt: isCount(time_updated) ? time_updated : 0,
  archivedAt: isCount(time_archived) ? time_archived : null,
})

function writeRest({ id }: TargetSession, head: number, rest: SessionRest, { database, note }: LocalOpenCode): void {
  if (database.writeRest(id, head, rest)) return
  note(`OpenCode went on with session ${id} meanwhile: times and to-dos are not those of the store. Pull it again.`)
}
