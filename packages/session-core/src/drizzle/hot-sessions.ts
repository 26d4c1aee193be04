import { sql } from "drizzle-orm"
import { type Assignment, literal, set, update } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { statement } from "./statement.ts"
import { text } from "./value-type.ts"

/*
 * A session that was written lately is hot: it has no entry in the ordered indexes of lists and feed, so that one more write moves
 * none. The others are settled: their entries say what their rows say. Hot sessions are few. A read takes both kinds on one state
 * of the database: the settled ones in the order of an index, the hot ones by looking at each.
 *
 * A writer settles the oldest of them now and then (upkeep.ts). That changes nothing that a reader can see, and nothing depends on
 * when it happens.
 */

/** The two kinds of sessions, for the variants of a statement. */
export const temperatures = ["settled", "hot"] as const
export type Temperature = (typeof temperatures)[number]

const conditions = { settled: sql`${session.listedAt} is not null`, hot: sql`${session.listedAt} is null` }

/** Holds for the sessions of a kind. The indexes of each kind have the same condition. */
export const isOf = (temperature: Temperature) => conditions[temperature]

/** By what sessions of a kind are ordered: by their entries in the index, or by what the entries would be. */
export const listOrder = { settled: session.listedAt, hot: session.updatedAt }
export const feedOrder = { settled: session.fedAt, hot: session.sequence }

/** What makes a session hot. */
export const heating: Assignment[] = [set(session.listedAt, sql<null>`null`), set(session.fedAt, sql<null>`null`)]

/** Makes a session hot, where an update of a hot one would write its entry among the hot ones again. */
export const heat = statement({ session: text }, (given) =>
  update(session, heating, sql`${session.id} = ${given.session} and ${isOf("settled")}`),
)

/** What makes a session settled that has its sequence. */
export const settling: Assignment[] = [
  set(session.listedAt, sql<number>`${session.updatedAt}`),
  set(session.fedAt, sql<number>`${session.sequence}`),
]

// By their states, since MySQL's index begins with them.
const ofHot = sql`from ${session} where ${session.state} in ('active', 'archived', 'deleted') and ${isOf("hot")}`

/**
 * Settles the hot sessions that were written longest ago, when there are more than a reader should look at, and passes over those
 * that another transaction is writing. The last statement of a batch: it waits for no lock, so that nobody can wait for it in a
 * circle.
 */
export const settleOldest = statement({}, (_, { hotSessions, skipLocked }) => {
  const [id, sequence] = [sql.identifier("id"), sql.identifier("sequence")]
  const newest = sql`select ${session.sequence} ${ofHot} order by ${session.sequence} desc limit ${literal(Math.floor(hotSessions / 2))}`
  const oldest = sql`select ${session.id} ${ofHot}
      and (select count(*) ${ofHot}) > ${literal(hotSessions)}
      and ${session.sequence} < (select min(${sequence}) from (${newest}) as ${sql.identifier("newest")})
      limit ${literal(mostSettled)}${skipLocked}`
  // Wrapped once more, so that MySQL takes it in an UPDATE of the same table.
  return update(session, settling, sql`${session.id} in (select ${id} from (${oldest}) as ${sql.identifier("oldest")})`)
})

/** At once, so that no batch takes long for it. */
const mostSettled = 500
