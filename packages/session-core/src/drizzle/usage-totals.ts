import { type SQL, sql } from "drizzle-orm"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDialect } from "./dialect.ts"
import { assignmentList, insertFrom, literal, set } from "./neutral-sql.ts"
import { removeRows } from "./remove-rows.ts"
import { message, session, sessionUsage, usageTotal } from "./schema.ts"
import type { AnyTable, Column } from "./table.ts"

/*
 * Totals for statistics. They have what the settled sessions count for, and are written when sessions are settled, many at a time: what
 * a session counted for before is taken off, and what it counts for now is added. A session that became hot again is still counted as
 * it was: a read takes that off, and counts the few hot sessions' messages.
 */

const dayLength = literal(86_400_000)

/** The columns of counts, in the order in which the queries here give them. */
export const countNames = [
  "sessions",
  "messages",
  "inputTokens",
  "outputTokens",
  "reasoningTokens",
  "cacheReadTokens",
  "cacheWriteTokens",
  "costNanos",
] as const
type CountName = (typeof countNames)[number]

const columnList = (columns: readonly SQL[]): SQL => sql.join([...columns], sql`, `)
const countsOf = (of: Record<CountName, Column<number>>): Column<number>[] => countNames.map((name) => of[name])

const counted = [sessionUsage.state, sessionUsage.day, sessionUsage.author, sessionUsage.model] as const
const counts = countsOf(sessionUsage)
const rowColumns = [sessionUsage.sessionId, sessionUsage.projectId, ...counted, ...counts] as const

/** The FROM clause of a SELECT of sessions, and its condition. */
interface Chosen {
  from: SQL
  where: SQL
}

const named = (values: readonly SQL[], columns: readonly Column<unknown>[]): SQL =>
  columnList(columns.map((column, index) => sql`${values[index]} as ${column.bare}`))

/** What sessions count for now: each by its state. */
export const sessionsNow = ({ from, where }: Chosen): SQL => {
  const { inputTokens, outputTokens, reasoningTokens, cacheReadTokens, cacheWriteTokens, costNanos } = session
  const ofSession = [
    ...[session.id, session.projectId, session.state, literal(0), sql`''`, sql`''`],
    ...[literal(1), session.messageCount, inputTokens, outputTokens, reasoningTokens],
    ...[cacheReadTokens, cacheWriteTokens, costNanos],
  ]
  return sql`select ${named(ofSession, rowColumns)} from ${from} where ${where}`
}

/**
 * Rows beside the sessions that they belong to, sessions first: a planner that began with a small table, and went through all of it,
 * would lock rows of other sessions where it reads for a write.
 */
const besideSessions = ({ joinInOrder, byIndex }: SqlDialect, from: SQL, rows: AnyTable): SQL =>
  sql`${from} ${joinInOrder ?? sql`cross join`} ${rows}${byIndex?.("primary") ?? sql``}`

/** What each message of sessions counts for now, unless the session is deleted. */
export const messagesNow = (dialect: SqlDialect, { from, where }: Chosen): SQL => {
  const day = sql`${message.createdAt} - ${message.createdAt} % ${dayLength}`
  const author = sql`coalesce(${message.authorUser}, ${session.authorUser}, '')`
  const count = (column: Column<number | null>) => sql`coalesce(${column}, 0)`
  const ofMessage = [
    ...[
      session.id,
      session.projectId,
      sql`''`,
      day,
      author,
      sql`coalesce(${message.modelName}, '')`,
      literal(0),
      literal(1),
    ],
    ...[count(message.inputTokens), count(message.outputTokens), count(message.reasoningTokens)],
    ...[count(message.cacheReadTokens), count(message.cacheWriteTokens), count(message.costNanos)],
  ]
  return sql`select ${named(ofMessage, rowColumns)} from ${besideSessions(dialect, from, message)}
    where ${where} and ${message.sessionId} = ${session.id} and ${session.deletedAt} is null`
}

/** What sessions count for in the totals, with the other sign. */
export const countedBefore = (dialect: SqlDialect, { from, where }: Chosen): SQL =>
  sql`select ${named(
    rowColumns.map((column) => (counts.some((each) => each === column) ? sql`-${column}` : column)),
    rowColumns,
  )} from ${besideSessions(dialect, from, sessionUsage)} where ${where} and ${sessionUsage.sessionId} = ${session.id}`

const chosenBy = (dialect: SqlDialect, keys: SQL, condition: SQL): Chosen => {
  const { from, where } = chosenRowsOf(dialect).from(session, session.id, keys)
  return { from, where: where === undefined ? condition : sql`${where} and ${condition}` }
}

const [each, scopes, number] = [sql.identifier("each"), sql.identifier("scopes"), sql.identifier("number")]

/** Adds rows to the totals, in the order of their keys, in which all writers lock them. */
function addToTotals(dialect: SqlDialect, rows: SQL): SQL {
  const { onConflict } = dialect
  const totals = [usageTotal.scope, usageTotal.state, usageTotal.day, usageTotal.author, usageTotal.model] as const
  const sums = countsOf(usageTotal)
  const scope = sql`case ${scopes}.${number} when 0 then ${each}.${sessionUsage.projectId.bare} else '' end`
  const keys = [scope, ...counted.map((column) => sql`${each}.${column.bare}`)]
  const added = counts.map((column) => sql`sum(${each}.${column.bare})`)
  const assignments = sums.map((column) => set(column, sql<number>`${column} + ${onConflict.inserted(column)}`))
  return sql`${insertFrom(
    usageTotal,
    [...totals, ...sums],
    sql`select ${columnList([...keys, ...added])}
    from (${rows}) as ${each} cross join (select 0 as ${number} union all select 1) as ${scopes}
    where true group by ${columnList(keys)} order by ${columnList(keys)}`,
  )}
    ${onConflict.update(totals)} ${assignmentList(assignments)}`
}

/*
 * In this order. `keys` is a subquery of the sessions' ids, in a column `id`.
 */

/** What sessions count for instead of what they counted for. */
export const recountTotals = (dialect: SqlDialect, keys: SQL, condition: SQL): SQL => {
  const chosen = chosenBy(dialect, keys, condition)
  return addToTotals(
    dialect,
    sql`${countedBefore(dialect, chosen)} union all ${sessionsNow(chosen)} union all ${messagesNow(dialect, chosen)}`,
  )
}

/** Nothing instead of what they counted for. */
export const discountTotals = (dialect: SqlDialect, keys: SQL, condition: SQL): SQL =>
  addToTotals(dialect, countedBefore(dialect, chosenBy(dialect, keys, condition)))

/**
 * Forgets what sessions counted for. Not under a condition with a subquery of sessions: MariaDB makes a join of it that begins with
 * the sessions, and locks all of them.
 */
export const forgetUsage = (dialect: SqlDialect, keys: SQL, condition: SQL): SQL => {
  const { from, where } = chosenBy(dialect, keys, condition)
  const { sessionId } = sessionUsage
  return removeRows(
    dialect,
    sessionUsage,
    [sessionId],
    sql`select ${session.id} as ${sessionId.bare} from ${from} where ${where}`,
  )
}

/** Notes what sessions count for now. */
export const noteUsage = (dialect: SqlDialect, keys: SQL, condition: SQL): SQL => {
  const chosen = chosenBy(dialect, keys, condition)
  const of = (column: Column<unknown>) => sql`${each}.${column.bare}`
  const grouped = columnList([sessionUsage.sessionId, sessionUsage.projectId, ...counted].map(of))
  const sums = columnList(counts.map((column) => sql`sum(${of(column)})`))
  return insertFrom(
    sessionUsage,
    rowColumns,
    sql`${sessionsNow(chosen)}
    union all
    select ${grouped}, ${sums} from (${messagesNow(dialect, chosen)}) as ${each} group by ${grouped}`,
  )
}
