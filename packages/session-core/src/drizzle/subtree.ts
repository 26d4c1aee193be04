import { type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { sequenceOfShard, settled } from "./feed.ts"
import { assignmentList, insertFrom, literal, remove, set, update } from "./neutral-sql.ts"
import { lastRevision } from "./receipt.ts"
import { changeFeed, departedSession, fileVersion, message, part, session, tombstone } from "./schema.ts"
import { type Given, statement } from "./statement.ts"
import { integer, text } from "./value-type.ts"

/*
 * Deleting, restoring, moving and purging a session with its descendants.
 *
 * All of them lock in one order: the session (its receipt does that), its descendants' rows, then the feed's rows in the order
 * of their shards. A writer of one session locks its row and then one of the feed's, so neither can wait for the other in a
 * circle.
 */

const subtreeParameters = { session: text, batch: text, mark: text }
type SubtreeGiven = Given<typeof subtreeParameters>

const isRoot = ({ session: root }: { session: SQL }): SQL => sql`${session.id} = ${root}`

/**
 * The ids of a session and of its descendants within its project, as a table with the column `id`. It is wrapped once more than
 * it seems to need: this way it may stand in an UPDATE or DELETE of the same table on MySQL, too.
 */
const subtree = ({ session: root }: { session: SQL }): SQL => {
  const tree = (name: string) => sql`${sql.identifier("subtree")}.${sql.identifier(name)}`
  const id = sql.identifier("id")
  return sql`(select ${id} from (with recursive ${sql.identifier("subtree")} (${id}, ${sql.identifier("project_id")}) as (
    select ${session.id}, ${session.projectId} from ${session} where ${session.id} = ${root}
    union
    select ${session.id}, ${session.projectId} from ${session}
      join ${sql.identifier("subtree")} on ${session.parentId} = ${tree("id")} and ${session.projectId} = ${tree("project_id")}
  ) select ${id} from ${sql.identifier("subtree")}) as ${sql.identifier("subtree_ids")})`
}

const isInSubtree = (given: { session: SQL }): SQL => sql`${session.id} in ${subtree(given)}`

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
  update(
    session,
    [
      ...touched(given, dialect),
      set(session.state, sql<string>`'deleted'`),
      set(session.deletedAt, given.at),
      set(session.deletionId, given.batch),
    ],
    sql`${isInSubtree(given)} and ${session.deletedAt} is null`,
  ),
)

/** Brings back what the session's deletion hid. */
export const restoreSubtree = statement(subtreeParameters, (given, dialect) => {
  const deletion = sql.identifier("deletion_id")
  // Read once and before anything changes: the session itself is among those that lose it.
  const ofRoot = sql`(select ${deletion} from
    (select ${session.deletionId} as ${deletion} from ${session} where ${isRoot(given)}) as ${sql.identifier("deletion")})`
  return update(
    session,
    [
      ...touched(given, dialect),
      set(session.state, sql<string>`case when ${session.archivedAt} is null then 'active' else 'archived' end`),
      set(session.deletedAt, sql<null>`null`),
      set(session.deletionId, sql<null>`null`),
    ],
    sql`${isInSubtree(given)} and ${session.deletionId} = ${ofRoot}`,
  )
})

/** Locks all members before they leave their project, and gives them their numbers. */
export const claimSubtree = statement(subtreeParameters, (given, dialect) =>
  update(session, touched(given, dialect), isInSubtree(given)),
)

/** Takes as many positions in every shard of the feed as there are members. After the members are locked. */
export const advanceSubtree = statement({ session: text }, (given, dialect) => {
  const { shards, onConflict } = dialect
  const [feed, members] = [sql.identifier("feed"), sql.identifier("members")]
  const [shard, count] = [sql.identifier("shard"), sql.identifier("count")]
  const numbers = Array.from({ length: shards }, (_, number) =>
    number === 0 ? sql`select 0 as ${shard}` : sql`select ${literal(number)}`,
  )
  // The rows come in the order in which they are to be locked. SQLite wants a condition before ON CONFLICT.
  const rows = sql`select ${feed}.${shard}, ${members}.${count}
    from (${sql.join(numbers, sql` union all `)}) as ${feed}
    cross join (select count(*) as ${count} from ${subtree(given)} as ${sql.identifier("ids")}) as ${members}
    where true order by ${feed}.${shard}`
  const next = sql<number>`${changeFeed.sequence} + ${onConflict.inserted(changeFeed.sequence)}`
  return sql`${insertFrom(changeFeed, [changeFeed.shard, changeFeed.sequence], rows)}
    ${onConflict.update([changeFeed.shard])} ${assignmentList([set(changeFeed.sequence, next)])}`
})

/** How many members have a smaller id: no two members get one position in the feed. */
const rank = (members: SQL): SQL =>
  sql`(select count(*) from ${members} as ${sql.identifier("members")} where ${sql.identifier("members")}.${sql.identifier("id")} < ${session.id})`

/** What the batch leaves at the session itself, before `placeSubtree`. */
export const settleRoot = statement({ session: text, batch: text, at: integer }, (given, dialect) =>
  update(session, settled(given, dialect), isRoot(given)),
)

/** Gives those that the batch changed their positions in the feed. */
export const placeSubtree = statement(subtreeParameters, (given) => {
  const id = sql.identifier("id")
  // Not the whole subtree: a session that moved may find children in its new project, which have their positions already.
  // `distinct` keeps MySQL from merging the subquery into the update of the same table.
  const changed = sql`(select ${id} from (select distinct ${session.id} from ${session}
    where ${isInSubtree(given)} and ${session.lastBatch} in (${given.batch}, ${given.mark})) as ${sql.identifier("changed_ids")})`
  return update(
    session,
    [set(session.sequence, sql<number>`${sequenceOfShard} - ${rank(changed)}`)],
    sql`${session.id} in ${changed}`,
  )
})

/** The members leave the project, purged or moved to another one: the feed tells of them. After `advanceSubtree`. */
export const departSubtree = statement({ session: text }, (given) => {
  const { sessionId, projectId, revision, shard, sequence } = departedSession
  return insertFrom(
    departedSession,
    [sessionId, projectId, revision, shard, sequence],
    sql`select ${session.id}, ${session.projectId}, ${session.revision}, ${session.shard}, ${sequenceOfShard} - ${rank(subtree(given))}
    from ${session} where ${isInSubtree(given)}`,
  )
})

/** Their earlier departures from the same project, before `departSubtree`. */
export const forgetEarlierDepartures = statement({ session: text }, (given) =>
  remove(
    departedSession,
    sql`${departedSession.sessionId} in ${subtree(given)} and ${departedSession.projectId} =
    (select ${session.projectId} from ${session} where ${isRoot(given)})`,
  ),
)

/** Departures from the project that the members come back to. */
export const forgetDepartures = statement({ session: text, target: text }, (given) =>
  remove(
    departedSession,
    sql`${departedSession.projectId} = ${given.target} and ${departedSession.sessionId} in ${subtree(given)}`,
  ),
)

export const moveSubtree = statement({ session: text, target: text }, (given) =>
  update(session, [set(session.projectId, given.target)], isInSubtree(given)),
)

/** All that the members hold, parts before the messages that they refer to. */
export const purgeContent = [part, message, fileVersion, tombstone].map((table) =>
  statement({ session: text }, (given) => remove(table, sql`${table.sessionId} in ${subtree(given)}`)),
)

export const purgeSubtree = statement({ session: text }, (given) => remove(session, isInSubtree(given)))
