import { type SQL, sql } from "drizzle-orm"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDialect } from "./dialect.ts"
import { labelLength } from "./labels.ts"
import { and, insertFrom, literal, set, update } from "./neutral-sql.ts"
import { removeRows } from "./remove-rows.ts"
import { session, sessionLabel } from "./schema.ts"
import { statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { text } from "./value-type.ts"

/*
 * The index of settled sessions by their labels (labels.ts): two rows for each label, one of the project and one of all projects. They
 * are written when sessions are settled, many at a time, and never by a write to a session. Rows of a session that became hot stay
 * until it is settled again: their time is no settled session's, by which a read tells them.
 *
 * A statement that changes a session's labels or its project takes its rows away before.
 */

const columns = [
  sessionLabel.scope,
  sessionLabel.label,
  sessionLabel.state,
  sessionLabel.listedAt,
  sessionLabel.sessionId,
] as const

const lists = [
  session.authorLabels,
  session.modelLabels,
  session.originLabels,
  session.folderLabels,
  session.markLabels,
]

const name = sql.identifier
const [piece, list, labels, tens, units, scopes, states, number] = [
  name("piece"),
  name("list"),
  name("labels"),
  name("tens"),
  name("units"),
  name("scopes"),
  name("states"),
  name("number"),
]

/** Rows numbered from 0. */
const numbered = (count: number): SQL =>
  sql`(${sql.join(
    Array.from({ length: count }, (_, index) =>
      index === 0 ? sql`select 0 as ${number}` : sql`select ${literal(index)}`,
    ),
    sql` union all `,
  )})`

/**
 * A row for each label of the sessions that `from` gives. The list is taken apart by numbers, of which there are more than it can have
 * labels: MariaDB takes no recursive query within a DELETE.
 */
const pieces = (at: Column<number | null>, { from, where }: { from: SQL; where: SQL }): SQL => {
  const { projectId, state, id } = session
  const { listedAt } = sessionLabel
  const listOfNumber = sql.join(
    lists.map((column, index) => sql`when ${literal(index)} then ${column}`),
    sql` `,
  )
  const position = sql`(${tens}.${number} * 10 + ${units}.${number}) * ${literal(labelLength)}`
  return sql`(select ${projectId.bare}, ${state.bare}, ${listedAt.bare}, ${id.bare},
      substr(${list}.${labels}, ${position} + 1, ${literal(labelLength)}) as ${labels}
    from (select ${projectId}, ${state}, ${at} as ${listedAt.bare}, ${id}, case ${list}.${number} ${listOfNumber} end as ${labels}
      from ${from} cross join ${numbered(lists.length)} as ${list} where ${where}) as ${list}
    join ${numbered(10)} as ${tens} on ${tens}.${number} * ${literal(10 * labelLength)} < length(${list}.${labels})
    join ${numbered(10)} as ${units} on ${position} < length(${list}.${labels})) as ${piece}`
}

const ofPiece = (column: Column<unknown>): SQL => sql`${piece}.${column.bare}`
const scope = sql`case ${scopes}.${number} when 0 then ${ofPiece(session.projectId)} else '' end`

type Chosen = { from: SQL; where: SQL }

const rowsToInsert = (chosen: Chosen, at: Column<number | null>): SQL =>
  sql`select ${scope}, ${piece}.${labels}, ${ofPiece(session.state)}, ${ofPiece(sessionLabel.listedAt)}, ${ofPiece(session.id)}
    from ${pieces(at, chosen)} cross join ${numbered(2)} as ${scopes}`

/** In whatever state a session was. */
const rowsToRemove = (chosen: Chosen): SQL => {
  const state = sql`case ${states}.${number} when 0 then 'active' when 1 then 'archived' else 'deleted' end`
  return sql`select ${scope} as ${sessionLabel.scope.bare}, ${piece}.${labels} as ${sessionLabel.label.bare},
      ${state} as ${sessionLabel.state.bare}, ${ofPiece(sessionLabel.listedAt)} as ${sessionLabel.listedAt.bare},
      ${ofPiece(session.id)} as ${sessionLabel.sessionId.bare}
    from ${pieces(session.labelledAt, chosen)} cross join ${numbered(2)} as ${scopes} cross join ${numbered(3)} as ${states}`
}

const isLabelled = sql`${session.labelledAt} is not null`

/** Takes the labels of sessions out of the index. `keys` is a subquery of their ids, in a column `id`. */
export function removeLabels(dialect: SqlDialect, keys: SQL, condition: SQL): SQL {
  const { from, where } = chosenRowsOf(dialect).from(session, session.id, keys)
  return removeRows(dialect, sessionLabel, columns, rowsToRemove({ from, where: and(where, condition, isLabelled) }))
}

/** Puts the labels of sessions into the index, with the time at which the lists have them. */
export function insertLabels(dialect: SqlDialect, keys: SQL, condition: SQL, at: Column<number | null>): SQL {
  const { from, where } = chosenRowsOf(dialect).from(session, session.id, keys)
  return insertFrom(sessionLabel, columns, rowsToInsert({ from, where: and(where, condition) }, at))
}

/** Takes the labels of one session out of the index, before they change. */
export const unlabel = {
  rows: statement({ session: text }, (given, dialect) =>
    removeRows(
      dialect,
      sessionLabel,
      columns,
      rowsToRemove({ from: sql`${session}`, where: sql`${session.id} = ${given.session} and ${isLabelled}` }),
    ),
  ),
  session: statement({ session: text }, (given) =>
    update(
      session,
      [set(session.labelledAt, sql<null>`null`)],
      sql`${session.id} = ${given.session} and ${isLabelled}`,
    ),
  ),
}
