import { type SQL, sql } from "drizzle-orm"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin, rowBytes } from "../paging/page-bytes.ts"
import { sessionChangesKey } from "../paging/page-keys.ts"
import type { SessionChangesPage, SessionChangesQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { lastSequence } from "./feed.ts"
import { feedOrder, isOf, type Temperature } from "./hot-sessions.ts"
import {
  boundOf,
  isUnchanged,
  largeAbove,
  largeSessions,
  loadContent,
  sizeOfRow,
  untilChanged,
  untilUnchanged,
} from "./large-rows.ts"
import { and, literal, select } from "./neutral-sql.ts"
import { sessionOf } from "./rows.ts"
import { changeFeed, departedSession, session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, list, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/* Reading the feed of changed sessions (feed.ts). A cursor has one number for each shard. */

/** Where the feed is now. */
export const feedPositions = statement({}, (_, { oneWriter }) =>
  oneWriter
    ? select({ shard: integer.sql`0`, sequence: lastSequence })
    : select({ shard: changeFeed.shard, sequence: changeFeed.sequence }, sql`from ${changeFeed}`),
)

const parameters = { project: optional(text), since: list(integer), limit: integer }

/** What comes next after the positions that a reader has seen. */
export const changedSessions = variants({ scope: ["project", "all"] }, ({ scope }) => {
  const next = (
    table: typeof session | typeof departedSession,
    sequence: SQL,
    given: { project: SQL; since: (shard: number) => SQL; limit: SQL },
    shards: number,
    { condition, ofShard }: { condition?: SQL; ofShard?: SQL } = {},
  ): SQL => {
    const after = Array.from(
      { length: shards },
      (_, shard) =>
        sql`(${and(sql`${table.shard} = ${literal(shard)}`, ofShard, sql`${sequence} > ${given.since(shard)}`)})`,
    )
    const where = and(
      condition,
      scope === "project" ? sql`${table.projectId} = ${given.project}` : undefined,
      sql`(${sql.join(after, sql` or `)})`,
    )
    return sql`from ${table} where ${where} order by ${table.shard}, ${sequence} limit ${given.limit}`
  }
  const sessions = (temperature: Temperature) =>
    statement({ ...parameters, large: integer }, (given, { shards }) =>
      select(
        { ...largeSessions.fields(given.large), shard: session.shard, sequence: session.sequence },
        next(session, feedOrder[temperature], given, shards, {
          condition: isOf(temperature),
          // Where an index has all sessions, the hot ones are at one end of each shard.
          ...(temperature === "hot" && { ofShard: sql`${session.fedAt} is null` }),
        }),
      ),
    )
  return {
    settled: sessions("settled"),
    hot: sessions("hot"),
    departed: statement(parameters, (given, { shards }) => {
      const { sessionId, revision, shard, sequence } = departedSession
      // Seen from everywhere, a session that only moved is still there.
      const isNowhere = sql`not exists (select 1 from ${session} where ${session.id} = ${sessionId})`
      return select(
        { sessionId, revision, shard, sequence },
        next(departedSession, sequence, given, shards, scope === "all" ? { condition: isNowhere } : {}),
      )
    }),
  }
})

export function feedReads(database: SqlDatabase) {
  const { shards } = database.dialect
  const beginning = Array.from({ length: shards }, () => 0)
  const key = sessionChangesKey(shards)

  return {
    async sessionChanges(query: SessionChangesQuery): Promise<SessionChangesPage> {
      if (query.since === "now") {
        const cursor = [...beginning]
        for (const { shard, sequence } of await database.rows(feedPositions.bind({}))) cursor[shard] = sequence
        return { changes: [], cursor: encodeCursor(key, cursor), complete: true }
      }
      const since = decodeCursor(key, query.since) ?? beginning
      const project = scopeProjectId(query.scope)
      const bytes = boundOf(query)
      const next = { project, since, limit: query.limit + 1 }
      const statements = changedSessions({ scope: project === null ? "all" : "project" })
      return untilUnchanged(async (isLast) => {
        const large = largeAbove(bytes, query.limit)
        const [settled, hot, departed] = await database.read([
          statements.settled.bind({ ...next, large }),
          statements.hot.bind({ ...next, large }),
          statements.departed.bind(next),
        ])
        const entries = [
          ...[...settled, ...hot].map((row) => {
            const { shard, sequence } = row
            return { shard, sequence, present: row, departed: undefined, size: sizeOfRow(row) }
          }),
          ...departed.map((row) => {
            const { shard, sequence } = row
            return { shard, sequence, present: undefined, departed: row, size: rowBytes }
          }),
        ].sort((left, right) => left.shard - right.shard || left.sequence - right.sequence)
        const within = entries.slice(0, query.limit)
        const page = within.slice(
          0,
          countWithin(within, ({ size }) => size, bytes),
        )
        const meanwhile = await loadContent(
          database,
          largeSessions.missing(page.flatMap(({ present }) => present ?? [])),
        )
        if (!isLast && !isUnchanged(meanwhile)) return undefined
        const shown = untilChanged(page, meanwhile, ({ present }) => present)
        const cursor = [...since]
        for (const { shard, sequence } of shown) cursor[shard] = sequence
        return {
          changes: shown.map(({ present, departed }) =>
            present === undefined
              ? { sessionId: departed.sessionId, revision: departed.revision, session: null }
              : { sessionId: present.id, revision: present.revision, session: sessionOf(present) },
          ),
          cursor: encodeCursor(key, cursor),
          complete: shown.length === entries.length,
        }
      })
    },
  }
}
