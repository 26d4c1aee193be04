import { sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { feedOrder, heating, isOf } from "./hot-sessions.ts"
import { countParameters, updateCounting } from "./message.ts"
import { type Assignment, assignmentList, insert, literal, remove, set, update } from "./neutral-sql.ts"
import { lastRevision } from "./receipt.ts"
import { changeFeed, departedSession, session } from "./schema.ts"
import { type Given, statement } from "./statement.ts"
import { type Expression, integer, text } from "./value-type.ts"

/*
 * The feed of changed sessions. Each batch takes the next number of its session's shard in the transaction that it is: the
 * numbers of a shard ascend in the order of commits, whatever the clocks say, and a reader that has seen one has seen all
 * before it.
 *
 * With several writers a shard's row is counted up, and locked until the commit. One writer finds the last number by looking at what
 * has one, and need not write it a second time.
 */

/** Takes the next position, last of all: the lock on the feed's row is then held for the shortest time. */
export const advance = statement({ shard: integer }, (given, { onConflict }) => {
  const next = sql<number>`${changeFeed.sequence} + ${onConflict.inserted(changeFeed.sequence)}`
  return sql`${insert(changeFeed, { shard: given.shard, sequence: literal(1) })}
    ${onConflict.update([changeFeed.shard])} ${assignmentList([set(changeFeed.sequence, next)])}`
})

/** The position that was taken last in a session's shard. */
export const sequenceOfShard = sql<number>`(select ${changeFeed.sequence} from ${changeFeed} where ${changeFeed.shard} = ${session.shard})`

/**
 * The last position of all, for one writer. What left a project took its position from the row of the feed, which knows of it when
 * nothing else does any more.
 */
export const lastSequence: Expression<number> = (() => {
  const last = sql.identifier("last")
  const ofFeed = sql`select max(${changeFeed.sequence}) as ${last} from ${changeFeed}`
  const ofHot = sql`select max(${feedOrder.hot}) from ${session} where ${isOf("hot")}`
  const ofSettled = sql`select max(${feedOrder.settled}) from ${session} where ${session.shard} = 0 and ${isOf("settled")}`
  return integer.sql`(select coalesce(max(${last}), 0)
    from (${ofFeed} union all ${ofHot} union all ${ofSettled}) as ${sql.identifier("taken")})`
})()

const leftParameters = { session: text, batch: text, at: integer }

/** What a batch leaves at its session. */
export const leftBehind = (given: Given<typeof leftParameters>, dialect: SqlDialect): Assignment[] => [
  set(session.revision, lastRevision(given, dialect)),
  set(
    session.updatedAt,
    sql<number>`case when ${session.updatedAt} < ${given.at} then ${given.at} else ${session.updatedAt} end`,
  ),
  set(session.lastBatch, given.batch),
]

const placing = (given: Given<typeof leftParameters>, dialect: SqlDialect): Assignment[] => [
  ...leftBehind(given, dialect),
  set(session.sequence, dialect.oneWriter ? sql<number>`${lastSequence} + 1` : sequenceOfShard),
  ...(dialect.rewritesIndexes ? [] : heating),
]

/**
 * What the batch leaves at the session, in one update of its row, and its new position: the one that `advance` took right before,
 * or the next.
 */
export const place = statement(leftParameters, (given, dialect) =>
  update(session, placing(given, dialect), sql`${session.id} = ${given.session}`),
)

/** The same, and the totals of a message that is about to be put: the session's row is then written once. */
export const placeCounting = statement({ ...leftParameters, ...countParameters }, (given, dialect) =>
  updateCounting(given, dialect, placing(given, dialect)),
)

/** A session that comes back to a project has not departed from it. */
export const forgetDeparture = statement({ session: text, project: text }, (given) =>
  remove(
    departedSession,
    sql`${departedSession.sessionId} = ${given.session} and ${departedSession.projectId} = ${given.project}`,
  ),
)
