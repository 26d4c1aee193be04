import { sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { type Assignment, assignmentList, insert, literal, remove, set, update } from "./neutral-sql.ts"
import { lastRevision } from "./receipt.ts"
import { changeFeed, departedSession, session } from "./schema.ts"
import { type Given, statement } from "./statement.ts"
import { integer, text } from "./value-type.ts"

/*
 * The feed of changed sessions. Each batch takes the next number of its session's shard in the transaction that it is: the
 * numbers of a shard ascend in the order of commits, whatever the clocks say, and a reader that has seen one has seen all
 * before it.
 */

/** Takes the next position, last of all: the lock on the feed's row is then held for the shortest time. */
export const advance = statement({ shard: integer }, (given, { onConflict }) => {
  const next = sql<number>`${changeFeed.sequence} + ${onConflict.inserted(changeFeed.sequence)}`
  return sql`${insert(changeFeed, { shard: given.shard, sequence: literal(1) })}
    ${onConflict.update([changeFeed.shard])} ${assignmentList([set(changeFeed.sequence, next)])}`
})

/** The position that was taken last in a session's shard. */
export const sequenceOfShard = sql<number>`(select ${changeFeed.sequence} from ${changeFeed} where ${changeFeed.shard} = ${session.shard})`

const settledParameters = { session: text, batch: text, at: integer }

/** What a batch leaves at its session. */
export const settled = (given: Given<typeof settledParameters>, dialect: SqlDialect): Assignment[] => [
  set(session.revision, lastRevision(given, dialect)),
  set(
    session.updatedAt,
    sql<number>`case when ${session.updatedAt} < ${given.at} then ${given.at} else ${session.updatedAt} end`,
  ),
  set(session.lastBatch, given.batch),
]

/** Right after `advance`: what the batch leaves at the session, in one update of its row and indexes, and its new position. */
export const place = statement(settledParameters, (given, dialect) =>
  update(
    session,
    [...settled(given, dialect), set(session.sequence, sequenceOfShard)],
    sql`${session.id} = ${given.session}`,
  ),
)

/** A session that comes back to a project has not departed from it. */
export const forgetDeparture = statement({ session: text, project: text }, (given) =>
  remove(
    departedSession,
    sql`${departedSession.sessionId} = ${given.session} and ${departedSession.projectId} = ${given.project}`,
  ),
)
