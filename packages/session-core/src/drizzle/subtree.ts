import { type SQL, sql } from "drizzle-orm"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDialect } from "./dialect.ts"
import { lastSequence, leftBehind, sequenceOfShard } from "./feed.ts"
import { and, assignmentList, bareNames, insertFrom, literal, remove, set, update } from "./neutral-sql.ts"
import { lastRevision } from "./receipt.ts"
import { changeFeed, departedSession, fileVersion, message, part, session, tombstone } from "./schema.ts"
import { insertLabels, removeLabels } from "./session-label.ts"
import { type Given, statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { discountTotals, forgetUsage, noteUsage, recountTotals } from "./usage-totals.ts"
import { integer, text } from "./value-type.ts"

/*
 * Deleting, restoring, moving and purging a session with its descendants.
 *
 * Every batch locks in one order: the row of a project, rows of sessions in the order of their ids, the feed's rows in the order
 * of their shards. So no two wait for each other. A subtree's rows are locked before anything else is done with them
 * (`keepSubtree`). The batch then marks those that it changes, and everything after that is about what is marked: a session that
 * joins the subtree meanwhile is not changed by half.
 */

const subtreeParameters = { session: text, batch: text, mark: text }
type SubtreeGiven = Given<typeof subtreeParameters>

const isRoot = ({ session: root }: { session: SQL }): SQL => sql`${session.id} = ${root}`

/**
 * The ids of a session and of its descendants within its project, as a table with the column `id`. It is wrapped once more than
 * it seems to need: this way it may stand in an UPDATE or DELETE of the same table on MySQL, too.
 */
const subtree = ({ session: root }: { session: SQL }, { byIndex }: SqlDialect, condition = sql``): SQL => {
  const [tree, ids] = [sql.identifier("subtree"), sql.identifier("subtree_ids")]
  const { id, projectId, parentId, lastBatch } = session
  const ofTree = (column: Column<unknown>) => sql`${tree}.${column.bare}`
  const rows = sql`select ${id}, ${projectId}, ${lastBatch} from ${session}`
  // Few sessions have a parent, and a planner may take them for many.
  const children = sql`${rows}${byIndex?.("session_parent") ?? sql``}`
  return sql`(select ${id.bare} from (with recursive ${tree} (${bareNames([id, projectId, lastBatch])}) as (
    ${rows} where ${id} = ${root}
    union
    ${children} join ${tree} on ${parentId} = ${ofTree(id)} and ${projectId} = ${ofTree(projectId)}
  ) select ${id.bare} from ${tree}${condition}) as ${ids})`
}

/** Of these, which the batch has marked: nobody else changes them until it ends. */
const markedSubtree = (given: SubtreeGiven, dialect: SqlDialect): SQL =>
  subtree(given, dialect, sql` where ${session.lastBatch.bare} in (${given.batch}, ${given.mark})`)

const isMarked = ({ batch, mark }: SubtreeGiven): SQL => sql`${session.lastBatch} in (${batch}, ${mark})`

/** The ids of those that are marked, and of others that were kept with them. */
const members = (given: SubtreeGiven, dialect: SqlDialect): SQL =>
  chosenRowsOf(dialect).kept(markedSubtree(given, dialect))

/** Before the batch's receipt, where several write at a time. */
export const keepSubtree = statement({ session: text }, (given, dialect) => {
  const { keep } = chosenRowsOf(dialect)
  if (keep === undefined) throw new TypeError("The dialect locks no rows.")
  return keep(session, session.id, subtree(given, dialect), "waits")
})

/** What a change leaves at each member: own numbers and a mark of the batch at the descendants, the batch's at the session itself. */
const touched = (given: SubtreeGiven, dialect: SqlDialect) => {
  const revision = sql<number>`case when ${isRoot(given)} then ${lastRevision(given, dialect)} else ${session.revision} + 1 end`
  return [
    set(session.fieldsRevision, revision),
    set(session.revision, revision),
    set(session.lastBatch, sql<string>`case when ${isRoot(given)} then ${given.batch} else ${given.mark} end`),
  ]
}

/** Hides those that are not hidden yet. */
export const deleteSubtree = statement({ ...subtreeParameters, at: integer }, (given, dialect) =>
  chosenRowsOf(dialect).update(
    session,
    session.id,
    subtree(given, dialect),
    [
      ...touched(given, dialect),
      set(session.state, sql<string>`'deleted'`),
      set(session.deletedAt, given.at),
      set(session.deletionId, given.batch),
    ],
    sql`${session.deletedAt} is null`,
  ),
)

/** Brings back what the session's deletion hid. */
export const restoreSubtree = statement(subtreeParameters, (given, dialect) => {
  const deletion = sql.identifier("deletion_id")
  // Read once and before anything changes: the session itself is among those that lose it.
  const ofRoot = sql`(select ${deletion} from
    (select ${session.deletionId} as ${deletion} from ${session} where ${isRoot(given)}) as ${sql.identifier("deletion")})`
  return chosenRowsOf(dialect).update(
    session,
    session.id,
    subtree(given, dialect),
    [
      ...touched(given, dialect),
      set(session.state, sql<string>`case when ${session.archivedAt} is null then 'active' else 'archived' end`),
      set(session.deletedAt, sql<null>`null`),
      set(session.deletionId, sql<null>`null`),
    ],
    sql`${session.deletionId} = ${ofRoot}`,
  )
})

/** Marks all members before they leave their project, and gives them their numbers. */
export const claimSubtree = statement(subtreeParameters, (given, dialect) =>
  chosenRowsOf(dialect).update(session, session.id, subtree(given, dialect), touched(given, dialect)),
)

/** Takes as many positions in every shard of the feed as there are members. */
export const advanceSubtree = statement(subtreeParameters, (given, dialect) => {
  const { shards, onConflict, oneWriter } = dialect
  const [feed, counted] = [sql.identifier("feed"), sql.identifier("counted")]
  const [shard, count] = [sql.identifier("shard"), sql.identifier("count")]
  const numbers = Array.from({ length: shards }, (_, number) =>
    number === 0 ? sql`select 0 as ${shard}` : sql`select ${literal(number)}`,
  )
  // The rows come in the order in which they are to be locked. SQLite wants a condition before ON CONFLICT.
  const taken = oneWriter ? sql`${lastSequence} + ${counted}.${count}` : sql`${counted}.${count}`
  const rows = sql`select ${feed}.${shard}, ${taken}
    from (${sql.join(numbers, sql` union all `)}) as ${feed}
    cross join (select count(*) as ${count} from ${members(given, dialect)} as ${sql.identifier("ids")}) as ${counted}
    where true order by ${feed}.${shard}`
  const inserted = sql<number>`${onConflict.inserted(changeFeed.sequence)}`
  const next = oneWriter ? inserted : sql<number>`${changeFeed.sequence} + ${inserted}`
  return sql`${insertFrom(changeFeed, [changeFeed.shard, changeFeed.sequence], rows)}
    ${onConflict.update([changeFeed.shard])} ${assignmentList([set(changeFeed.sequence, next)])}`
})

/** How many members have a smaller id: no two members get one position in the feed. */
const rank = (given: SubtreeGiven, dialect: SqlDialect): SQL => {
  const other = sql.identifier("other")
  return sql`(select count(*) from ${members(given, dialect)} as ${other} where ${other}.${session.id.bare} < ${session.id})`
}

/** What the batch leaves at the session itself, which is marked by it. Before the members get their positions. */
export const settleRoot = statement({ session: text, batch: text, at: integer }, (given, dialect) =>
  update(session, leftBehind(given, dialect), isRoot(given)),
)

/** Gives those that the batch changed their positions in the feed. There may be many: they are settled at once. */
export const placeSubtree = statement(subtreeParameters, (given, dialect) => {
  const sequence = sql<number>`${sequenceOfShard} - ${rank(given, dialect)}`
  return chosenRowsOf(dialect).update(
    session,
    session.id,
    markedSubtree(given, dialect),
    [
      set(session.sequence, sequence),
      set(session.fedAt, sequence),
      set(session.listedAt, sql<number>`${session.updatedAt}`),
      set(session.labelledAt, sql<number>`${session.updatedAt}`),
    ],
    isMarked(given),
  )
})

/** Their labels, before `placeSubtree` and before they leave their project, and after it. */
export const unlabelSubtree = statement(subtreeParameters, (given, dialect) =>
  removeLabels(dialect, markedSubtree(given, dialect), isMarked(given)),
)
export const labelSubtree = statement(subtreeParameters, (given, dialect) =>
  insertLabels(dialect, markedSubtree(given, dialect), isMarked(given), session.listedAt),
)

/** What they count for in the totals, last of all: writers lock the totals after everything else. */
export const recountSubtree = statement(subtreeParameters, (given, dialect) =>
  recountTotals(dialect, markedSubtree(given, dialect), isMarked(given)),
)
export const discountSubtree = statement(subtreeParameters, (given, dialect) =>
  discountTotals(dialect, markedSubtree(given, dialect), isMarked(given)),
)
export const forgetUsageOfSubtree = statement(subtreeParameters, (given, dialect) =>
  forgetUsage(dialect, markedSubtree(given, dialect), isMarked(given)),
)
export const noteUsageOfSubtree = statement(subtreeParameters, (given, dialect) =>
  noteUsage(dialect, markedSubtree(given, dialect), isMarked(given)),
)

/** The members leave the project, purged or moved to another one: the feed tells of them. After `advanceSubtree`. */
export const departSubtree = statement(subtreeParameters, (given, dialect) => {
  const { sessionId, projectId, revision, shard, sequence } = departedSession
  const { from, where } = chosenRowsOf(dialect).from(session, session.id, markedSubtree(given, dialect))
  return insertFrom(
    departedSession,
    [sessionId, projectId, revision, shard, sequence],
    sql`select ${session.id}, ${session.projectId}, ${session.revision}, ${session.shard}, ${sequenceOfShard} - ${rank(given, dialect)}
    from ${from} where ${and(where, isMarked(given))}`,
  )
})

/** Their earlier departures from the same project, before `departSubtree`. */
export const forgetEarlierDepartures = statement(subtreeParameters, (given, dialect) =>
  chosenRowsOf(dialect).remove(
    departedSession,
    departedSession.sessionId,
    markedSubtree(given, dialect),
    sql`${departedSession.projectId} = (select ${session.projectId} from ${session} where ${isRoot(given)})`,
  ),
)

/** Departures from the project that the members come back to. */
export const forgetDepartures = statement({ ...subtreeParameters, target: text }, (given, dialect) =>
  chosenRowsOf(dialect).remove(
    departedSession,
    departedSession.sessionId,
    markedSubtree(given, dialect),
    sql`${departedSession.projectId} = ${given.target}`,
  ),
)

export const moveSubtree = statement({ ...subtreeParameters, target: text }, (given, dialect) =>
  chosenRowsOf(dialect).update(session, session.id, markedSubtree(given, dialect), [
    set(session.projectId, given.target),
  ]),
)

/** All that the members hold, parts before the messages that they refer to. */
export const purgeContent = [
  statement(subtreeParameters, (given, dialect) => {
    const members = markedSubtree(given, dialect)
    if (!dialect.partialIndexes) return chosenRowsOf(dialect).remove(part, part.sessionId, members)
    // No index has all parts of a session.
    return remove(
      part,
      sql`(${part.messageId}, ${part.sessionId}) in
      (select ${message.id}, ${message.sessionId} from ${message} where ${message.sessionId} in ${members})`,
    )
  }),
  ...[message, fileVersion, tombstone].map((table) =>
    statement(subtreeParameters, (given, dialect) =>
      chosenRowsOf(dialect).remove(table, table.sessionId, markedSubtree(given, dialect)),
    ),
  ),
]

export const purgeSubtree = statement(subtreeParameters, (given, dialect) =>
  chosenRowsOf(dialect).remove(session, session.id, markedSubtree(given, dialect)),
)
