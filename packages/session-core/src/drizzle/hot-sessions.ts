import { type SQL, sql } from "drizzle-orm"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDialect } from "./dialect.ts"
import { type Assignment, literal, set, update } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { insertLabels, removeLabels } from "./session-label.ts"
import { type Given, statement } from "./statement.ts"
import { forgetUsage, noteUsage, recountTotals } from "./usage-totals.ts"
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
  set(session.labelledAt, sql<number>`${session.updatedAt}`),
]

// By their states, since MySQL's index begins with them.
const ofHot = sql`from ${session} where ${session.state} in ('active', 'archived', 'deleted') and ${isOf("hot")}`

/** At once, so that no batch takes long for it. */
const mostSettled = 500

/** The ids of the hot sessions that were written longest ago, when there are more than a reader should look at. */
const oldest = ({ hotSessions }: SqlDialect): SQL => {
  const sequence = sql.identifier("sequence")
  const newest = sql`select ${session.sequence} ${ofHot} order by ${session.sequence} desc limit ${literal(Math.floor(hotSessions / 2))}`
  // Wrapped once more, so that it may stand in an UPDATE of the same table on MySQL, too.
  return sql`(select ${session.id.bare} from (select ${session.id} ${ofHot}
    and (select count(*) ${ofHot}) > ${literal(hotSessions)}
    and ${session.sequence} < (select min(${sequence}) from (${newest}) as ${sql.identifier("newest")})
    limit ${literal(mostSettled)}) as ${sql.identifier("oldest")})`
}

/*
 * Settling the oldest takes several statements, which must be about the same sessions. They are chosen once: locked and kept where the
 * dialect can do that (rows that another transaction is writing are passed over), and claimed by a mark in their rows otherwise. A
 * batch does it last of all. It waits for nobody, so nobody can wait for it in a circle.
 */

export const keepOldest = statement({}, (_, dialect) => {
  const { keep } = chosenRowsOf(dialect)
  if (keep === undefined) throw new TypeError("The dialect locks no rows.")
  return keep(session, session.id, oldest(dialect), "passes over locked ones")
})

const settlingParameter = { mark: text }

export const claimOldest = statement(settlingParameter, (given, dialect) =>
  chosenRowsOf(dialect).update(session, session.id, oldest(dialect), [set(session.settledBy, given.mark)], isOf("hot")),
)

/** The ids of those that were chosen. Wrapped as `oldest` is. */
const chosen = ({ mark }: Given<typeof settlingParameter>, dialect: SqlDialect): SQL =>
  chosenRowsOf(dialect).kept(sql`(select ${session.id.bare} from
    (select ${session.id} ${ofHot} and ${session.settledBy} = ${mark}) as ${sql.identifier("claimed")})`)

/** In this order. */
export const settleOldest = {
  removeLabels: statement(settlingParameter, (given, dialect) =>
    removeLabels(dialect, chosen(given, dialect), isOf("hot")),
  ),
  insertLabels: statement(settlingParameter, (given, dialect) =>
    insertLabels(dialect, chosen(given, dialect), isOf("hot"), session.updatedAt),
  ),
  recount: statement(settlingParameter, (given, dialect) =>
    recountTotals(dialect, chosen(given, dialect), isOf("hot")),
  ),
  forgetUsage: statement(settlingParameter, (given, dialect) =>
    forgetUsage(dialect, chosen(given, dialect), isOf("hot")),
  ),
  noteUsage: statement(settlingParameter, (given, dialect) => noteUsage(dialect, chosen(given, dialect), isOf("hot"))),
  sessions: statement(settlingParameter, (given, dialect) =>
    chosenRowsOf(dialect).update(session, session.id, chosen(given, dialect), settling, isOf("hot")),
  ),
}
