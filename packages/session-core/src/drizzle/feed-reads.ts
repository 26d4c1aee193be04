import { and, asc, eq, type SQL, sql } from "drizzle-orm"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin, rowBytes } from "../paging/page-bytes.ts"
import { sessionChangesKey } from "../paging/page-keys.ts"
import type { SessionChangesPage, SessionChangesQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { Row } from "./dialect.ts"
import { once, value } from "./expressions.ts"
import {
  boundOf,
  isUnchanged,
  largeAbove,
  largeRows,
  missingOf,
  sizeOfRow,
  untilChanged,
  untilUnchanged,
} from "./large-rows.ts"
import { sessionOf } from "./rows.ts"
import { rowsOf, type SqlContext } from "./sql-context.ts"
import { compile, lazily } from "./statement.ts"

/**
 * The feed of changed sessions. Each batch takes the next number of its session's shard in the transaction that it is: the
 * numbers of a shard ascend in the order of commits, whatever the clocks say, and a reader that has seen one has seen all
 * before it. A cursor has one number for each shard.
 */
export function feedReads({ connection, dialect, schema }: SqlContext) {
  const { session, departedSession, changeFeed } = schema
  const { builder, shards } = dialect
  const large = largeRows(connection, dialect, schema)
  const numbers = Array.from({ length: shards }, (_, shard) => shard)
  const nameOf = (shard: number) => `since${shard}`
  const key = sessionChangesKey(shards)

  const current = once(() =>
    compile(builder.select({ shard: changeFeed.shard, sequence: changeFeed.sequence }).from(changeFeed)),
  )

  const changed = lazily((variant: "project" | "all") => {
    const after = (table: typeof session | typeof departedSession): SQL => {
      const conditions = numbers.map(
        (shard) => sql`(${table.shard} = ${sql.raw(String(shard))} and ${table.sequence} > ${value(nameOf(shard))})`,
      )
      return sql`(${sql.join(conditions, sql` or `)})`
    }
    const inProject = (table: typeof session | typeof departedSession) =>
      variant === "project" ? eq(table.projectId, value("project")) : undefined
    return {
      sessions: compile(
        builder
          .select(large.select("session"))
          .from(session)
          .where(and(inProject(session), after(session)))
          .orderBy(asc(session.shard), asc(session.sequence))
          .limit(sql.placeholder("limit")),
      ),
      departed: compile(
        builder
          .select({
            sessionId: sql`${departedSession.sessionId}`.as("sessionId"),
            revision: sql`${departedSession.revision}`.as("revision"),
            shard: sql`${departedSession.shard}`.as("shard"),
            sequence: sql`${departedSession.sequence}`.as("sequence"),
          })
          .from(departedSession)
          .where(
            and(
              inProject(departedSession),
              after(departedSession),
              // Seen from everywhere, a session that only moved is still there.
              variant === "all"
                ? sql`not exists (select 1 from ${session} where ${session.id} = ${departedSession.sessionId})`
                : undefined,
            ),
          )
          .orderBy(asc(departedSession.shard), asc(departedSession.sequence))
          .limit(sql.placeholder("limit")),
      ),
    }
  })

  return {
    async sessionChanges(query: SessionChangesQuery): Promise<SessionChangesPage> {
      if (query.since === "now") {
        const cursor = numbers.map(() => 0)
        for (const row of await rowsOf(connection, current().bind({}))) cursor[Number(row.shard)] = Number(row.sequence)
        return { changes: [], cursor: encodeCursor(key, cursor), complete: true }
      }
      const since = decodeCursor(key, query.since) ?? numbers.map(() => 0)
      const project = scopeProjectId(query.scope)
      const bytes = boundOf(query)
      const values = {
        project,
        large: largeAbove(bytes, query.limit),
        limit: query.limit + 1,
        ...Object.fromEntries(numbers.map((shard) => [nameOf(shard), since[shard] ?? 0])),
      }
      const statements = changed(project === null ? "all" : "project")
      return untilUnchanged(async (isLast) => {
        const [sessions = [], departed = []] = await connection.read([
          statements.sessions.bind(values),
          statements.departed.bind(values),
        ])
        const entries = [
          ...sessions.map((row) => ({ ...placeOf(row), row, isDeparted: false, size: sizeOfRow(row) })),
          ...departed.map((row) => ({ ...placeOf(row), row, isDeparted: true, size: rowBytes })),
        ].sort((left, right) => left.shard - right.shard || left.sequence - right.sequence)
        const within = entries.slice(0, query.limit)
        const page = within.slice(
          0,
          countWithin(within, ({ size }) => size, bytes),
        )
        const sessionRows = page.filter(({ isDeparted }) => !isDeparted).map(({ row }) => row)
        const meanwhile = await large.load(missingOf("session", sessionRows))
        if (!isLast && !isUnchanged(meanwhile)) return undefined
        const shown = untilChanged(page, meanwhile, ({ row }) => row)
        const cursor = [...since]
        for (const { shard, sequence } of shown) cursor[shard] = sequence
        return {
          changes: shown.map(({ row, isDeparted }) =>
            isDeparted
              ? { ...revisionOf(row, "sessionId"), session: null }
              : { ...revisionOf(row, "id"), session: sessionOf(row) },
          ),
          cursor: encodeCursor(key, cursor),
          complete: shown.length === entries.length,
        }
      })
    },
  }
}

const revisionOf = (row: Row, id: "id" | "sessionId") => ({
  sessionId: String(row[id]),
  revision: Number(row.revision),
})

const placeOf = (row: Row) => ({ shard: Number(row.shard), sequence: Number(row.sequence) })
