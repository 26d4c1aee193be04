import { type SQL, sql } from "drizzle-orm"
import type { Session } from "../model/session.ts"
import { compareBytes } from "../paging/compare-bytes.ts"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin } from "../paging/page-bytes.ts"
import { sessionPageKey } from "../paging/page-keys.ts"
import type { SessionPage, SessionPageQuery, SessionQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { sessionFields } from "./fields.ts"
import { readFilteredPage } from "./filtered-session-page.ts"
import { isOf, listOrder, type Temperature, temperatures } from "./hot-sessions.ts"
import {
  boundOf,
  isUnchanged,
  largeAbove,
  largeSessions,
  loadContent,
  sizeOfRow,
  untilUnchanged,
} from "./large-rows.ts"
import { and, select } from "./neutral-sql.ts"
import { sessionOf } from "./rows.ts"
import { session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

export const sessionById = statement({ session: text, project: optional(text), deleted: integer }, (given) =>
  select(
    sessionFields,
    sql`from ${session} where ${session.id} = ${given.session}
    and (${given.project} is null or ${session.projectId} = ${given.project})
    and (${given.deleted} = 1 or ${session.deletedAt} is null)`,
  ),
)

const pageParameters = {
  state: text,
  project: optional(text),
  parent: optional(text),
  updatedAt: optional(integer),
  id: optional(text),
  large: integer,
  limit: integer,
}

// Hot sessions are fewer than a session may have children: the index of those must not lead.
const parentOf = { settled: session.parentId, hot: sql`coalesce(${session.parentId}, '')` }

const pageChoices = { scope: ["project", "all"], parent: ["any", "none", "given"], after: [false, true] } as const

/**
 * One statement for each combination of what a query asks for, so that each has the index that is made for it. It looks for the page among
 * the keys of both kinds of sessions, and reads the rows of the page alone. They come in no order.
 */
export const sessionPage = variants(pageChoices, ({ scope, parent, after }) =>
  statement(pageParameters, (given) => {
    const [number, position, id, keys, page] = ["number", "position", "id", "keys", "page"].map(sql.identifier)
    const firstOf = (of: Temperature): SQL => {
      const updatedAt = listOrder[of]
      const where = and(
        isOf(of),
        sql`${session.state} = ${given.state}`,
        scope === "project" ? sql`${session.projectId} = ${given.project}` : undefined,
        parent === "none" ? sql`${session.parentId} is null` : undefined,
        parent === "given" ? sql`${parentOf[of]} = ${given.parent}` : undefined,
        // The first condition bounds the index; a comparison of pairs would not on MySQL.
        after
          ? sql`${updatedAt} <= ${given.updatedAt} and (${updatedAt} < ${given.updatedAt} or ${session.id} < ${given.id})`
          : undefined,
      )
      // Wrapped, since SQLite sorts a part of a union only so.
      return sql`select ${number}, ${position}, ${id} from (select ${session.number}, ${updatedAt} as ${position}, ${session.id}
        from ${session} where ${where}
        order by ${updatedAt} desc, ${session.id} desc limit ${given.limit}) as ${sql.identifier(of)}`
    }
    const both = sql.join(temperatures.map(firstOf), sql` union all `)
    return select(
      largeSessions.fields(given.large),
      sql`from (select ${number} from (${both}) as ${keys}
        order by ${position} desc, ${id} desc limit ${given.limit}) as ${page}
        cross join ${session} where ${session.number} = ${page}.${number}`,
    )
  }),
)

/** The reads of sessions. */
export const sessionReads = (database: SqlDatabase) => ({
  async getSession({ scope, sessionId, includeDeleted }: SessionQuery): Promise<Session | null> {
    const [row] = await database.rows(
      sessionById.bind({
        session: sessionId,
        project: scopeProjectId(scope),
        deleted: includeDeleted === true ? 1 : 0,
      }),
    )
    return row === undefined ? null : sessionOf(row)
  },

  listSessions: (query: SessionPageQuery): Promise<SessionPage> =>
    untilUnchanged(async (isLast) => {
      const { filter } = query
      if (filter !== undefined) return readFilteredPage(database, { ...query, filter }, isLast)
      const key = sessionPageKey(query)
      const after = decodeCursor(key, query.cursor)
      const project = scopeProjectId(query.scope)
      const { state, parentId } = query
      const [updatedAt = null, id = null] = after ?? []
      const bytes = boundOf(query)
      const variant = {
        scope: project === null ? "all" : "project",
        parent: parentId === undefined ? "any" : parentId === null ? "none" : "given",
        after: after !== undefined,
      } as const
      const next = {
        state,
        project,
        parent: parentId ?? null,
        updatedAt,
        id,
        large: largeAbove(bytes, query.limit),
        limit: query.limit + 1,
      }
      const rows = await database.rows(sessionPage(variant).bind(next))
      rows.sort((left, right) => right.updatedAt - left.updatedAt || compareBytes(right.id, left.id))
      const within = rows.slice(0, query.limit)
      const shown = within.slice(0, countWithin(within, sizeOfRow, bytes))
      const last = shown.at(-1)
      const more = rows.length > shown.length && last !== undefined
      const nextCursor = more ? encodeCursor(key, [last.updatedAt, last.id]) : null
      const changed = await loadContent(database, largeSessions.missing(shown))
      if (!isLast && !isUnchanged(changed)) return undefined
      return { sessions: shown.filter((row) => !changed.gone.has(row)).map(sessionOf), nextCursor }
    }),
})
