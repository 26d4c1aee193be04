import { fnvHash } from "../hash/fnv-hash.ts"
import type { MessageFields } from "../model/message.ts"
import type { Batch } from "../provider/batch.ts"
import type { Change } from "../provider/change.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { Plan } from "./database.ts"
import type { SqlDialect } from "./dialect.ts"
import { advance, forgetDeparture, place, placeCounting } from "./feed.ts"
import { putFile, removeFile } from "./file.ts"
import { heat } from "./hot-sessions.ts"
import { countMessage, putMessage, removeMessage } from "./message.ts"
import { putPart, removePart, removePartsOfMessage } from "./part.ts"
import { ensureProject } from "./projects.ts"
import { keep, keptRevision, receiptOf, record, recordKept } from "./receipt.ts"
import { createSession, labelledFields, replaceSession, updateSession } from "./session.ts"
import { unlabel } from "./session-label.ts"
import type { BoundStatement } from "./statement.ts"
import {
  advanceSubtree,
  claimSubtree,
  deleteSubtree,
  departSubtree,
  discountSubtree,
  forgetDepartures,
  forgetEarlierDepartures,
  forgetUsageOfSubtree,
  keepSubtree,
  labelSubtree,
  moveSubtree,
  noteUsageOfSubtree,
  placeSubtree,
  purgeContent,
  purgeSubtree,
  recountSubtree,
  restoreSubtree,
  settleRoot,
  unlabelSubtree,
} from "./subtree.ts"
import { recordTombstone } from "./tombstone.ts"
import {
  countValues,
  messageValues,
  noFields,
  nothingAssigned,
  sessionValues,
  sumOfCounts,
  updateValues,
} from "./values.ts"

/** A plan that may still get statements. */
interface BatchPlan extends Plan {
  statements: BoundStatement[]
}

/**
 * A batch as statements for which the client needs no result in between: a server takes them as one packet. The receipt comes
 * first: it takes the revisions, and aborts the batch if it is not allowed. The session's own row, with most of the indexes, is
 * written last and once; before a message, where the same update can count that.
 */
export function planBatch(batch: Batch, dialect: SqlDialect): BatchPlan {
  const { sessionId: session, at } = batch
  const shard = dialect.shards === 1 ? 0 : fnvHash(session) % dialect.shards
  const [first] = batch.changes
  const creation = first?.type === "session.create" || first?.type === "session.put" ? first : undefined
  const project = creation?.session.projectId ?? scopeProjectId(batch.scope)
  const plan: BoundStatement[] = []
  const { expectedRevision } = batch
  const fresh = putsOnlyWhatIsNew(batch)
  if (creation !== undefined) {
    const { createdAt, projectId } = creation.session
    plan.push(ensureProject.bind({ project: projectId, name: projectId, at }))
    // A writer that expects a revision expects a session: that must not be created here.
    if (expectedRevision === undefined || expectedRevision === 0) {
      plan.push(
        createSession.bind({
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
        forgetDeparture.bind({ session, project: projectId }),
      )
    }
  }
  // Only this batch may have created it.
  const mustBeNew = creation?.type === "session.create" || (creation !== undefined && expectedRevision === 0)
  const conditions = {
    session,
    project,
    expected: mustBeNew && expectedRevision === 0 ? null : (expectedRevision ?? null),
    below: first?.revision ?? null,
    createdBy: mustBeNew ? batch.id : null,
    final: batch.changes.at(-1)?.revision ?? null,
    count: batch.changes.length,
  }
  if (first?.type === "session.move")
    plan.push(ensureProject.bind({ project: first.projectId, name: first.projectId, at }))
  const receipt = { session, batch: batch.id }
  if (chosenRowsOf(dialect).keep !== undefined && batch.changes.some(isOfSubtree))
    plan.push(keepSubtree.bind({ session }))
  if (dialect.revisionVariable === undefined) plan.push(record.bind({ ...conditions, batch: batch.id }))
  else plan.push(keep.bind(conditions), recordKept.bind(receipt))
  const counted = messageCountedWithin(batch, fresh)
  const placed = () => {
    if (dialect.rewritesIndexes && first?.type !== "session.create") plan.push(heat.bind({ session }))
    if (!dialect.oneWriter) plan.push(advance.bind({ shard }))
    const left = { ...receipt, at }
    plan.push(
      counted === undefined
        ? place.bind(left)
        : placeCounting.bind({ ...left, id: counted.id, ...countValues(counted) }),
    )
  }
  if (counted !== undefined) placed()
  let lastMessage: { id: string; offset: number } | undefined
  batch.changes.forEach((change, index) => {
    const numbers = { revision: change.revision ?? null, offset: batch.changes.length - 1 - index }
    if (change.type === "message.put") lastMessage = { id: change.message.id, offset: numbers.offset }
    if (change.type === "message.remove") lastMessage = undefined
    // A copy's revisions are its source's: they do not say what stands behind what.
    const isBehind =
      change.type === "part.put" && change.revision === undefined && change.part.messageId === lastMessage?.id
    const behind = isBehind ? (lastMessage?.offset ?? null) : null
    const isCounted = fresh || counted !== undefined
    plan.push(...planChange(change, { session, batch: batch.id, at, isCounted, behind, ...numbers }))
  })
  const members = { ...receipt, mark: markOf(batch.id) }
  const settle = settleRoot.bind({ ...receipt, at })
  const recounted = [recountSubtree, forgetUsageOfSubtree, noteUsageOfSubtree].map((each) => each.bind(members))
  if (first?.type === "session.move")
    plan.push(settle, placeSubtree.bind(members), labelSubtree.bind(members), ...recounted)
  else if (batch.changes.some(({ type }) => type === "session.delete" || type === "session.restore"))
    plan.push(
      settle,
      unlabelSubtree.bind(members),
      advanceSubtree.bind(members),
      placeSubtree.bind(members),
      labelSubtree.bind(members),
      ...recounted,
    )
  else if (first?.type !== "session.purge" && counted === undefined) placed()
  const revision = dialect.revisionVariable === undefined ? receiptOf.bind(receipt) : keptRevision.bind({})
  return { statements: plan, revision }
}

/**
 * Whether the batch creates its session, or fails, and puts each message and part once: then none of them can have been there
 * before, and the totals need no look at what it replaces.
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

/** Of how many changes a batch is so small that the feed's row may be locked before the others are written. */
const fewChanges = 16

/** The message that a small batch puts, if it is the only one that it puts or removes. */
function messageCountedWithin({ changes }: Batch, fresh: boolean): MessageFields | undefined {
  if (fresh || changes.length > fewChanges || changes.some(isOfSubtree)) return undefined
  const [only, ...others] = changes.filter(({ type }) => type === "message.put" || type === "message.remove")
  return only?.type === "message.put" && others.length === 0 ? only.message : undefined
}

/** Whether a change is about the session's descendants, too. */
export const isOfSubtree = ({ type }: Change): boolean =>
  type === "session.delete" || type === "session.restore" || type === "session.move" || type === "session.purge"

/** What a batch leaves at the descendants: no batch has such an id, so none of theirs is taken for it. */
const markOf = (batchId: string): string => `${batchId}\u001f`

interface ChangeValues {
  session: string
  batch: string
  at: number
  /** Whether the totals have what it puts already. */
  isCounted: boolean
  /** For a part: where in the batch its message was put, if no other message was put between them. */
  behind: number | null
  revision: number | null
  offset: number
}

function planChange(change: Change, values: ChangeValues): BoundStatement[] {
  const { session, batch, at, isCounted, behind, revision, offset } = values
  const numbers = { session, batch, revision, offset }
  const members = { session, batch, mark: markOf(batch) }
  const touchFields = () => updateSession(nothingAssigned).bind({ ...noFields, ...numbers })
  const unlabelled = [unlabel.rows.bind({ session }), unlabel.session.bind({ session })]
  const depart = (content: BoundStatement[]) => [
    claimSubtree.bind(members),
    unlabelSubtree.bind(members),
    ...content,
    advanceSubtree.bind(members),
    forgetEarlierDepartures.bind(members),
    departSubtree.bind(members),
  ]
  switch (change.type) {
    case "session.create":
      return []
    case "session.put": {
      const { createdAt } = change.session
      return [...unlabelled, replaceSession.bind({ ...sessionValues(change.session), ...numbers, createdAt })]
    }
    case "session.update": {
      const { assigned, values: fields } = updateValues(change.fields)
      const changesLabels = labelledFields.some((name) => assigned[name])
      return [...(changesLabels ? unlabelled : []), updateSession(assigned).bind({ ...fields, ...numbers })]
    }
    case "session.delete":
      return [deleteSubtree.bind({ ...members, at }), touchFields()]
    case "session.restore":
      return [restoreSubtree.bind(members), touchFields()]
    case "session.purge":
      return [
        ...depart(purgeContent.map((each) => each.bind(members))),
        discountSubtree.bind(members),
        forgetUsageOfSubtree.bind(members),
        purgeSubtree.bind(members),
      ]
    case "session.move": {
      const to = { ...members, target: change.projectId }
      return [...depart([]), forgetDepartures.bind(to), moveSubtree.bind(to)]
    }
    case "message.put": {
      const { message } = change
      return [
        ...(isCounted ? [] : [countMessage.bind({ session, id: message.id, ...countValues(message) })]),
        putMessage.bind({ ...messageValues(message), ...numbers, position: change.position ?? null }),
      ]
    }
    case "message.remove": {
      const { messageId } = change
      return [
        countMessage.bind({ session, id: messageId, ...countValues(null) }),
        removePartsOfMessage.bind({ session, message: messageId }),
        removeMessage.bind({ session, id: messageId }),
        recordTombstone.bind({ ...nothing, ...numbers, type: "message.removed", messageId }),
      ]
    }
    case "part.put": {
      const { id, messageId, type, data, createdAt, updatedAt } = change.part
      const position = change.position ?? null
      return [
        putPart.bind({
          ...{ id, messageId, type, data: JSON.stringify(data), createdAt, updatedAt, position, behind },
          ...numbers,
        }),
      ]
    }
    case "part.remove": {
      const { messageId, partId } = change
      return [
        removePart.bind({ session, message: messageId, part: partId }),
        recordTombstone.bind({ ...nothing, ...numbers, type: "part.removed", messageId, partId }),
      ]
    }
    case "file.put": {
      const { path, content, createdAt } = change.file
      return [putFile.bind({ path, content, createdAt, version: change.version ?? null, ...numbers })]
    }
    case "file.remove": {
      const { path, version } = change
      return [
        removeFile.bind({ session, path, version }),
        recordTombstone.bind({ ...nothing, ...numbers, type: "file.removed", path, version }),
      ]
    }
  }
}

/** A tombstone names one thing. */
const nothing = { messageId: null, partId: null, path: null, version: null }
