import { type SQL, sql } from "drizzle-orm"
import { compareBytes } from "../paging/compare-bytes.ts"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin } from "../paging/page-bytes.ts"
import { sessionPageKey } from "../paging/page-keys.ts"
import type { SessionPage, SessionPageQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SessionFilter } from "../provider/session-filter.ts"
import { matchesTerms, searchTerms } from "../search/search-terms.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf, listOrder } from "./hot-sessions.ts"
import { boundOf, isUnchanged, largeAbove, largeSessions, loadContent, sizeOfRow } from "./large-rows.ts"
import { and, select } from "./neutral-sql.ts"
import { sessionOf } from "./rows.ts"
import { session, sessionLabel } from "./schema.ts"
import {
  dateConditions,
  filterChoices,
  filterConditions,
  filterParameters,
  filterValues,
  filterVariant,
  leadingLabels,
} from "./session-filter.ts"
import { type RowFrom, statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/*
 * A page of sessions that a filter is about. Settled ones are looked at in the order of an index: that of a label that they have, or
 * the list's. Those that do not fit the whole filter come without their content. Hot ones are all looked at.
 */

const parameters = {
  ...filterParameters,
  state: text,
  project: optional(text),
  parent: optional(text),
  scope: text,
  label: text,
  updatedAt: optional(integer),
  id: optional(text),
  large: integer,
  limit: integer,
}

const choices = {
  ...filterChoices,
  by: ["label", "list", "hot"],
  scope: ["project", "all"],
  parent: ["any", "none", "given"],
  title: [false, true],
  after: [false, true],
} as const

/** The next sessions that are looked at, last changed first, and whether each fits, its title aside. */
export const lookedAtSessions = variants(choices, ({ by, scope, parent, title, after, ...filter }) =>
  statement(parameters, (given) => {
    const [updatedAt, id] =
      by === "label"
        ? [sessionLabel.listedAt, sessionLabel.sessionId]
        : [by === "hot" ? listOrder.hot : listOrder.settled, session.id]
    const ofSession = and(
      scope === "project" ? sql`${session.projectId} = ${given.project}` : undefined,
      parent === "none" ? sql`${session.parentId} is null` : undefined,
      parent === "given" ? sql`${session.parentId} = ${given.parent}` : undefined,
    )
    const conditions = filterConditions(filter, given)
    const position = and(
      ...dateConditions(filter, given, updatedAt),
      // The first condition bounds the index; a comparison of pairs would not on MySQL.
      after
        ? sql`${updatedAt} <= ${given.updatedAt} and (${updatedAt} < ${given.updatedAt} or ${id} < ${given.id})`
        : undefined,
    )
    const order = sql`order by ${updatedAt} desc, ${id} desc limit ${given.limit}`
    // Of an index, each row is looked at that it has next; a hot session that does not fit is none.
    const [fitting, where] = by === "hot" ? [[], conditions] : [conditions, []]
    const fits = all(by === "label" ? [ofSession, ...fitting] : fitting)
    const fields = {
      ...largeSessions.fields(sql<number>`case when ${fits} then ${given.large} else -1 end`),
      fits: integer.sql`case when ${fits} then 1 else 0 end`,
      words: optional(text).sql`${title ? sql`case when ${fits} then ${session.title} end` : sql`null`}`,
    }
    if (by === "label") {
      // The index has rows of sessions that are hot by now (session-label.ts).
      return select(
        fields,
        sql`from ${sessionLabel} cross join ${session} where ${all([
          sql`${sessionLabel.scope} = ${given.scope} and ${sessionLabel.label} = ${given.label}`,
          sql`${sessionLabel.state} = ${given.state}`,
          position,
          sql`${session.id} = ${sessionLabel.sessionId} and ${session.listedAt} = ${sessionLabel.listedAt}`,
          sql`${session.state} = ${sessionLabel.state}`,
        ])} ${order}`,
      )
    }
    return select(
      fields,
      sql`from ${session} where ${all([
        isOf(by === "hot" ? "hot" : "settled"),
        sql`${session.state} = ${given.state}`,
        ofSession,
        ...where,
        position,
      ])} ${order}`,
    )
  }),
)

const all = (conditions: readonly SQL[]): SQL => {
  const given = conditions.filter(({ queryChunks }) => queryChunks.length > 0)
  return given.length === 0 ? sql`1 = 1` : and(...given)
}

type Row = RowFrom<ReturnType<typeof lookedAtSessions>>
type Position = [updatedAt: number, id: string]

/** How many sessions a page looks at before it ends with those that it has found. */
const mostLookedAt = 5000
/** How many it looks at with one statement. */
const mostAtOnce = 1000

/** A page of sessions; undefined where somebody has written to one of them meanwhile, unless it is the last try. */
export async function readFilteredPage(
  database: SqlDatabase,
  query: SessionPageQuery & { filter: SessionFilter },
  isLast: boolean,
): Promise<SessionPage | undefined> {
  const key = sessionPageKey(query)
  const bytes = boundOf(query)
  const found: Row[] = []
  let position: Position | null = decodeCursor(key, query.cursor) ?? null
  let looked = 0
  // As many as are asked for, and one that tells whether there are more: often all of them fit.
  for (let limit = query.limit + 1; ; limit = Math.min(4 * limit, mostAtOnce)) {
    const { rows, end } = await lookAt(database, query, position, limit)
    found.push(...rows)
    looked += limit
    position = end
    if (found.length > query.limit || end === null || looked >= mostLookedAt) break
  }
  const within = found.slice(0, query.limit)
  const shown = within.slice(0, countWithin(within, sizeOfRow, bytes))
  const last = shown.at(-1)
  const isCut = found.length > shown.length && last !== undefined
  const end: Position | null = isCut ? [last.updatedAt, last.id] : position
  const changed = await loadContent(database, largeSessions.missing(shown))
  if (!isLast && !isUnchanged(changed)) return undefined
  return {
    sessions: shown.filter((row) => !changed.gone.has(row)).map(sessionOf),
    nextCursor: end === null ? null : encodeCursor(key, end),
  }
}

/** Looks at the next sessions. Gives those that fit, and where it ended; null at the end of all. */
async function lookAt(
  database: SqlDatabase,
  query: SessionPageQuery & { filter: SessionFilter },
  after: Position | null,
  limit: number,
): Promise<{ rows: Row[]; end: Position | null }> {
  const { filter, state, parentId } = query
  const project = scopeProjectId(query.scope)
  const labels = leadingLabels(filter)
  const variant = {
    ...filterVariant(filter),
    scope: project === null ? "all" : "project",
    parent: parentId === undefined ? "any" : parentId === null ? "none" : "given",
    title: filter.title !== undefined,
    after: after !== null,
  } as const
  const [updatedAt = null, id = null] = after ?? []
  const values = {
    ...filterValues(filter),
    ...{ state, project, parent: parentId ?? null, scope: project ?? "", updatedAt, id },
    ...{ large: largeAbove(boundOf(query), limit), limit },
  }
  const led =
    labels.length === 0
      ? [lookedAtSessions({ ...variant, by: "list" }).bind({ ...values, label: "" })]
      : labels.map((label) => lookedAtSessions({ ...variant, by: "label" }).bind({ ...values, label }))
  const hot = lookedAtSessions({ ...variant, by: "hot" }).bind({ ...values, label: "" })
  const lists = await database.read([...led, hot])
  // Beyond the end of a list that is full there may be others before those of another list.
  const ends = lists.flatMap((rows): Position[] => {
    const last = rows[limit - 1]
    return last === undefined ? [] : [[last.updatedAt, last.id]]
  })
  const [end = null] = ends.sort(inOrder)
  const unique = new Map(lists.flat().map((row) => [row.id, row]))
  const terms = searchTerms(filter.title ?? "")
  const rows = [...unique.values()]
    .filter((row) => row.fits === 1 && (end === null || inOrder([row.updatedAt, row.id], end) <= 0))
    .filter(({ words }) => words === null || matchesTerms(words, terms))
    .sort((left, right) => inOrder([left.updatedAt, left.id], [right.updatedAt, right.id]))
  return { rows, end }
}

/** Last changed first. */
const inOrder = (left: Position, right: Position): number => right[0] - left[0] || compareBytes(right[1], left[1])
