import type { Batch } from "../provider/batch.ts"
import type { Change } from "../provider/change.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { searchableText } from "../search/searchable-text.ts"
import type { ContentStatements } from "./content-statements.ts"
import type { SqlSearch } from "./dialect.ts"
import type { SessionStatements } from "./session-statements.ts"
import type { BoundStatement } from "./statement.ts"
import { countValues, messageValues, sessionValues, sumOfCounts, updateValues } from "./values.ts"

/** What the plans of all batches are made of. */
export interface BatchPlanner {
  sessions: SessionStatements
  contents: ContentStatements
  search: SqlSearch | undefined
  shardOf(sessionId: string): number
}

/**
 * A batch as statements for which the client needs no result in between: a server takes them as one packet. The answer comes
 * first: it takes the revisions, and fails the whole where it may not. The session's own row, with most of the indexes, is
 * written last and once.
 */
export function planBatch(planner: BatchPlanner, batch: Batch): BoundStatement[] {
  const { sessions } = planner
  const { sessionId: session, at } = batch
  const shard = planner.shardOf(session)
  const [first] = batch.changes
  const creation = first?.type === "session.create" || first?.type === "session.put" ? first : undefined
  const project = creation?.session.projectId ?? scopeProjectId(batch.scope)
  const plan: BoundStatement[] = []
  const { expectedRevision } = batch
  const fresh = putsOnlyWhatIsNew(batch)
  if (creation !== undefined) {
    const { createdAt, projectId } = creation.session
    plan.push(sessions.ensureProject().bind({ project: projectId, name: projectId, at }))
    // Whoever expects a revision expects a session: that must not come into being here.
    if (expectedRevision === undefined || expectedRevision === 0) {
      plan.push(
        sessions.insert().bind({
          ...sessionValues(creation.session),
          // Counted here, once: nothing of what follows can be there already.
          ...sumOfCounts(
            fresh ? batch.changes.flatMap((each) => (each.type === "message.put" ? each.message : [])) : [],
          ),
          session,
          batch: batch.id,
          project: projectId,
          createdAt,
          at,
          shard,
          firstRevision: creation.revision ?? null,
        }),
        sessions.forgetDeparture().bind({ session, project: projectId }),
      )
    }
  }
  // Only this batch may have created it.
  const mustBeNew = creation?.type === "session.create" || (creation !== undefined && expectedRevision === 0)
  const answerValues = {
    session,
    batch: batch.id,
    project,
    expected: mustBeNew && expectedRevision === 0 ? null : (expectedRevision ?? null),
    below: first?.revision ?? null,
    createdBy: mustBeNew ? batch.id : null,
    final: batch.changes.at(-1)?.revision ?? null,
    count: batch.changes.length,
  }
  plan.push(...sessions.answer().map((statement) => statement.bind(answerValues)))
  batch.changes.forEach((change, index) => {
    const numbers = { revision: change.revision ?? null, offset: batch.changes.length - 1 - index }
    plan.push(...planChange(planner, change, { session, batch: batch.id, at, fresh, ...numbers }))
  })
  const placeFamily = () => [
    sessions.settle().bind({ session, batch: batch.id, at }),
    sessions.placeFamily().bind({ session, batch: batch.id, mark: markOf(batch.id) }),
  ]
  if (first?.type === "session.move") plan.push(...placeFamily())
  else if (batch.changes.some((change) => familyChanges.has(change.type)))
    plan.push(sessions.advanceForFamily().bind({ session }), ...placeFamily())
  else if (first?.type !== "session.purge")
    plan.push(sessions.advance().bind({ shard }), sessions.place().bind({ session, batch: batch.id, at }))
  return plan
}

/**
 * Whether the batch creates its session, or fails, and puts each message and part once: then none of them can have been there
 * before, and neither the totals nor the index need a look at what it replaces.
 */
function putsOnlyWhatIsNew({ changes }: Batch): boolean {
  if (changes[0]?.type !== "session.create") return false
  const messages = new Set<string>()
  const parts = new Set<string>()
  for (const change of changes) {
    if (change.type === "message.remove" || change.type === "part.remove") return false
    const [seen, key] =
      change.type === "message.put"
        ? [messages, change.message.id]
        : change.type === "part.put"
          ? [parts, JSON.stringify([change.part.messageId, change.part.id])]
          : []
    if (seen === undefined || key === undefined) continue
    if (seen.has(key)) return false
    seen.add(key)
  }
  return true
}

/** What a batch leaves at the descendants: no batch has such an id, so none of theirs is taken for it. */
const markOf = (batchId: string): string => `${batchId}\u001f`

const familyChanges = new Set<Change["type"]>(["session.delete", "session.restore"])

interface ChangeValues {
  session: string
  batch: string
  at: number
  /** Whether nothing that it puts can be there already. */
  fresh: boolean
  revision: number | null
  offset: number
}

function planChange(planner: BatchPlanner, change: Change, values: ChangeValues): BoundStatement[] {
  const { sessions, contents, search } = planner
  const { session, batch, at, fresh, revision, offset } = values
  const numbers = { session, batch, revision, offset }
  const touchFields = () => sessions.update("").bind(numbers)
  const depart = () => [
    sessions.advanceForFamily().bind({ session }),
    sessions.forgetEarlierDepartures().bind({ session }),
    sessions.depart().bind({ session, batch }),
  ]
  const putTitle = () => search?.putSession?.(session) ?? []
  switch (change.type) {
    case "session.create":
      return putTitle()
    case "session.put": {
      const { createdAt } = change.session
      return [sessions.replace().bind({ ...sessionValues(change.session), ...numbers, createdAt }), ...putTitle()]
    }
    case "session.update": {
      const { names, values: fields } = updateValues(change.fields)
      return [sessions.update(names).bind({ ...fields, ...numbers })]
    }
    case "session.delete":
      return [sessions.delete().bind({ session, batch, mark: markOf(batch), at }), touchFields()]
    case "session.restore":
      return [sessions.restore().bind({ session, batch, mark: markOf(batch) }), touchFields()]
    case "session.purge":
      return [
        ...depart(),
        ...contents.purgeContent().map((statement) => statement.bind({ session })),
        sessions.purge().bind({ session }),
      ]
    case "session.move":
      return [
        sessions.ensureProject().bind({ project: change.projectId, name: change.projectId, at }),
        ...depart(),
        sessions.forgetDepartures().bind({ session, target: change.projectId }),
        sessions.move().bind({ session, batch, mark: markOf(batch), target: change.projectId }),
      ]
    case "message.put": {
      const { message } = change
      return [
        ...(fresh ? [] : [contents.count().bind({ session, id: message.id, ...countValues(message) })]),
        contents.putMessage().bind({ ...messageValues(message), ...numbers, position: change.position ?? null }),
      ]
    }
    case "message.remove": {
      const key = { session, id: change.messageId }
      return [
        contents.count().bind({ ...key, ...countValues(null) }),
        contents.removePartsOfMessage().bind(key),
        contents.removeMessage().bind(key),
        contents.bury().bind({ ...nothing, ...numbers, type: "message.removed", messageId: change.messageId }),
      ]
    }
    case "part.put": {
      const { id, messageId, type, data, createdAt, updatedAt } = change.part
      const position = change.position ?? null
      const text = searchableText(change.part)
      return [
        contents
          .putPart()
          .bind({ id, messageId, type, data: JSON.stringify(data), createdAt, updatedAt, position, ...numbers }),
        // Where there was no part, there is nothing to forget.
        ...(fresh && text === "" ? [] : (search?.putPart({ sessionId: session, messageId, partId: id, text }) ?? [])),
      ]
    }
    case "part.remove": {
      const { messageId, partId } = change
      return [
        contents.removePart().bind({ session, messageId, partId }),
        contents.bury().bind({ ...nothing, ...numbers, type: "part.removed", messageId, partId }),
      ]
    }
    case "file.put": {
      const { path, content, createdAt } = change.file
      return [contents.putFile().bind({ path, content, createdAt, version: change.version ?? null, ...numbers })]
    }
    case "file.remove": {
      const { path, version } = change
      return [
        contents.removeFile().bind({ session, path, version }),
        contents.bury().bind({ ...nothing, ...numbers, type: "file.removed", path, version }),
      ]
    }
  }
}

/** A tombstone names one thing. */
const nothing = { messageId: null, partId: null, path: null, version: null }
