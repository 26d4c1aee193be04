import { type SQL, sql } from "drizzle-orm"
import type { SqlDatabase } from "./database.ts"
import type { RevisionVariable, SqlDialect } from "./dialect.ts"
import { type Inserted, insert, remove, select } from "./neutral-sql.ts"
import { receipt, session } from "./schema.ts"
import { type Given, statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"

/*
 * Idempotency: each batch records its revision as its receipt, under its own id. A batch that is sent again meets that row, and
 * is told what it says.
 */

/** By these a statement finds the revision of the change that it belongs to. */
export const changeParameters = { session: text, batch: text, revision: optional(integer), offset: integer }

type BatchGiven = Pick<Given<typeof changeParameters>, "session" | "batch">

/** The revision at which the batch leaves its session: as it was kept, or as the batch's receipt says. */
export const lastRevision = ({ session, batch }: BatchGiven, { revisionVariable }: SqlDialect): SQL<number> =>
  revisionVariable?.kept ??
  sql<number>`(select ${receipt.revision} from ${receipt} where ${receipt.sessionId} = ${session} and ${receipt.id} = ${batch})`

/** The revision of a change: that of its source in a copy, otherwise counted back from the batch's last. */
export const revisionOfChange = (given: Given<typeof changeParameters>, dialect: SqlDialect): SQL<number> =>
  sql<number>`coalesce(${given.revision}, ${lastRevision(given, dialect)} - ${given.offset})`

const conditions = {
  session: text,
  project: optional(text),
  /** The session's revision before the batch. */
  expected: optional(integer),
  /** What the session's revision must be below. */
  below: optional(integer),
  /** The batch that must have created the session. */
  createdBy: optional(text),
  /** The batch's last revision, when a copy brings it. */
  final: optional(integer),
  count: integer,
}

/**
 * Locks the session and takes the batch's revisions: gives the last of them. Null when the session is not there, not at the
 * expected revision, or not newly created; a receipt must have a revision, so the database then refuses the batch.
 */
const taken = (given: Given<typeof conditions>, { forUpdate }: SqlDialect): SQL<number> =>
  sql<number>`(select coalesce(${given.final}, ${session.revision} + ${given.count}) from ${session}
    where ${session.id} = ${given.session}
      and (${given.project} is null or ${session.projectId} = ${given.project})
      and (${given.expected} is null or ${session.revision} = ${given.expected})
      and (${given.below} is null or ${session.revision} < ${given.below})
      and (${given.createdBy} is null or ${session.lastBatch} = ${given.createdBy})${forUpdate})`

const rowOf = (given: BatchGiven, revision: SQL<number>, { now }: SqlDialect): Inserted<typeof receipt> => ({
  sessionId: given.session,
  id: given.batch,
  revision,
  createdAt: now,
})

const batchParameters = { session: text, batch: text }

/** Takes the batch's revisions and records the last. Refused where the batch has a receipt already. */
export const record = statement({ ...conditions, batch: text }, (given, dialect) =>
  insert(receipt, rowOf(given, taken(given, dialect), dialect)),
)

/** The same in two statements, for a dialect that keeps the revision in a variable. */
export const keep = statement(conditions, (given, dialect) => variableOf(dialect).keep(taken(given, dialect)))
export const recordKept = statement(batchParameters, (given, dialect) =>
  insert(receipt, rowOf(given, variableOf(dialect).kept, dialect)),
)

/** What the writer of a batch is told. */
export const receiptOf = statement(batchParameters, (given) =>
  select(
    { revision: receipt.revision },
    sql`from ${receipt} where ${receipt.sessionId} = ${given.session} and ${receipt.id} = ${given.batch}`,
  ),
)
/** The same of the batch that was written last on the connection. */
export const keptRevision = statement({}, (_, dialect) =>
  select({ revision: integer.sql`${variableOf(dialect).kept}` }),
)

function variableOf({ revisionVariable }: SqlDialect): RevisionVariable {
  if (revisionVariable === undefined) throw new TypeError("The dialect keeps no revision.")
  return revisionVariable
}

/** How long a receipt is kept for a batch that is sent again, milliseconds. The contract asks for an hour. */
const receiptAge = 24 * 60 * 60 * 1000
/** How many receipts are looked at together: nobody should wait long for what looks at them. */
const receiptsAtOnce = 2000

/*
 * Receipts have no index of their age: each batch would write it, and one that looks at all of them now and then costs less.
 */

const ageParameters = { after: text, age: integer }
const isAged = (createdAt: SQL, given: Given<typeof ageParameters>, { now }: SqlDialect) =>
  sql`${createdAt} < ${now} - ${given.age}`

/** Where the next receipts end that follow a batch's id, how many there are, and how many of them have aged. */
export const nextReceipts = statement({ ...ageParameters, limit: integer }, (given, dialect) => {
  const next = sql.identifier("next")
  const [id, createdAt] = [receipt.id.bare, receipt.createdAt.bare]
  const aged = isAged(sql`${next}.${createdAt}`, given, dialect)
  return select(
    {
      last: optional(text).sql`max(${next}.${id})`,
      count: integer.sql`count(*)`,
      aged: integer.sql`coalesce(sum(case when ${aged} then 1 else 0 end), 0)`,
    },
    sql`from (select ${receipt.id}, ${receipt.createdAt} from ${receipt} where ${receipt.id} > ${given.after}
      order by ${receipt.id} limit ${given.limit}) as ${next}`,
  )
})

/** Forgets receipts in a range of ids that are older than `age` milliseconds; never the one by which a session knows its last batch. */
export const forgetAged = statement({ ...ageParameters, last: text }, (given, dialect) =>
  remove(
    receipt,
    sql`${receipt.id} > ${given.after} and ${receipt.id} <= ${given.last}
    and ${isAged(receipt.createdAt, given, dialect)} and not exists
    (select 1 from ${session} where ${session.id} = ${receipt.sessionId} and ${session.lastBatch} = ${receipt.id})`,
  ),
)

/** Forgets receipts that nobody will ask for. Returns how many there were, or a few less. */
export async function forgetReceipts(database: SqlDatabase): Promise<number> {
  let looked = 0
  for (let after = ""; ; ) {
    const [next] = await database.rows(nextReceipts.bind({ after, age: receiptAge, limit: receiptsAtOnce }))
    if (next === undefined || next.last === null) return looked
    if (next.aged > 0) await database.run([forgetAged.bind({ after, age: receiptAge, last: next.last })])
    looked += next.count
    after = next.last
  }
}
