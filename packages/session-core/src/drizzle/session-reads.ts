import { and, asc, desc, eq, gte, isNull, lt, type SQL, sql } from "drizzle-orm"
import type { Session, SessionSummary } from "../model/session.ts"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin } from "../paging/page-bytes.ts"
import { sessionPageKey } from "../paging/page-keys.ts"
import { textAfterPrefix } from "../paging/text-after-prefix.ts"
import type { SessionPage, SessionPageQuery, SessionPrefixQuery, SessionQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { once, value } from "./expressions.ts"
import { boundOf, isUnchanged, largeAbove, largeRows, missingOf, sizeOfRow, untilUnchanged } from "./large-rows.ts"
import { sessionOf, sessionSummaryOf } from "./rows.ts"
import { first, rowsOf, type SqlContext } from "./sql-context.ts"
import { compile, lazily } from "./statement.ts"

/** The reads of sessions. */
export function sessionReads({ connection, dialect, schema, select }: SqlContext) {
  const { session } = schema
  const { builder } = dialect
  const large = largeRows(connection, dialect, schema)

  const byId = once(() =>
    compile<"session" | "project" | "deleted">(
      builder
        .select(select.session)
        .from(session)
        .where(
          and(
            eq(session.id, value("session")),
            sql`(${value("project")} is null or ${session.projectId} = ${value("project")})`,
            sql`(${value("deleted")} = 1 or ${session.deletedAt} is null)`,
          ),
        ),
    ),
  )

  /** One statement for each combination of what a query asks for, so that each has the index that is made for it. */
  const page = lazily((variant: string) => {
    const asked = new Set(variant.split(","))
    const conditions: SQL[] = [eq(session.state, value("state"))]
    if (asked.has("project")) conditions.push(eq(session.projectId, value("project")))
    if (asked.has("roots")) conditions.push(isNull(session.parentId))
    if (asked.has("children")) conditions.push(eq(session.parentId, value("parent")))
    if (asked.has("after")) {
      // The first condition bounds the index; a comparison of pairs would not on MySQL.
      conditions.push(
        sql`${session.updatedAt} <= ${value("updatedAt")} and (${session.updatedAt} < ${value("updatedAt")} or ${session.id} < ${value("id")})`,
      )
    }
    return compile(
      builder
        .select(large.select("session"))
        .from(session)
        .where(and(...conditions))
        .orderBy(desc(session.updatedAt), desc(session.id))
        .limit(sql.placeholder("limit")),
    )
  })

  /** Of a project or of all, so that each has its index. */
  const withPrefix = lazily((variant: "project" | "all") => {
    return compile(
      builder
        .select(select.sessionSummary)
        .from(session)
        .where(
          and(
            variant === "project" ? eq(session.projectId, value("project")) : undefined,
            gte(session.id, value("prefix")),
            lt(session.id, value("after")),
            sql`(${value("deleted")} = 1 or ${session.deletedAt} is null)`,
          ),
        )
        .orderBy(asc(session.id))
        .limit(sql.placeholder("limit")),
    )
  })

  return {
    async getSession(query: SessionQuery): Promise<Session | null> {
      const rows = await rowsOf(
        connection,
        byId().bind({
          session: query.sessionId,
          project: scopeProjectId(query.scope),
          deleted: query.includeDeleted === true ? 1 : 0,
        }),
      )
      const row = first(rows)
      return row === undefined ? null : sessionOf(row)
    },

    async findSessions({
      scope,
      idPrefix,
      includeDeleted = false,
      limit,
    }: SessionPrefixQuery): Promise<SessionSummary[]> {
      const project = scopeProjectId(scope)
      const values = {
        project,
        prefix: idPrefix,
        after: textAfterPrefix(idPrefix),
        deleted: includeDeleted ? 1 : 0,
        limit,
      }
      const rows = await rowsOf(connection, withPrefix(project === null ? "all" : "project").bind(values))
      return rows.map(sessionSummaryOf)
    },

    listSessions: (query: SessionPageQuery): Promise<SessionPage> =>
      untilUnchanged(async (isLast) => {
        const key = sessionPageKey(query)
        const after = decodeCursor(key, query.cursor)
        const project = scopeProjectId(query.scope)
        const variant = [
          project === null ? [] : "project",
          query.parentId === undefined ? [] : query.parentId === null ? "roots" : "children",
          after === undefined ? [] : "after",
        ].flat()
        const [updatedAt = null, id = null] = after ?? []
        const bytes = boundOf(query)
        const values = {
          state: query.state,
          project,
          parent: query.parentId ?? null,
          updatedAt,
          id,
          large: largeAbove(bytes, query.limit),
          limit: query.limit + 1,
        }
        const rows = await rowsOf(connection, page(variant.join(",")).bind(values))
        const within = rows.slice(0, query.limit)
        const shown = within.slice(0, countWithin(within, sizeOfRow, bytes))
        const last = shown.at(-1)
        const more = rows.length > shown.length && last !== undefined
        const nextCursor = more ? encodeCursor(key, [Number(last.updatedAt), String(last.id)]) : null
        const changed = await large.load(missingOf("session", shown))
        if (!isLast && !isUnchanged(changed)) return undefined
        return { sessions: shown.filter((row) => !changed.gone.has(row)).map(sessionOf), nextCursor }
      }),
  }
}
