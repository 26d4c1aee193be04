import {
  type BoundStatement,
  compile,
  lazily,
  once,
  type SearchKind,
  type SqlSearch,
  searchCandidate,
  searchKinds,
  searchSelection,
  value,
} from "@opencode/session-core/drizzle"
import {
  decodeCursor,
  encodeCursor,
  firstMatch,
  fold,
  makeSnippet,
  type SearchHit,
  type SearchPage,
  type SearchPosition,
  type SearchQuery,
  scopeProjectId,
  searchPageKey,
  searchTerms,
} from "@opencode/session-core/provider"
import { type SQL, sql } from "drizzle-orm"
import { type SQLiteColumn, SQLiteSyncDialect } from "drizzle-orm/sqlite-core"
import { schema } from "./schema.ts"
import type { SqliteConnection } from "./sqlite-connection.ts"
import { indexedText, trigramQuery } from "./trigram-query.ts"

/** A hit and its number among those of its kind. */
interface Match {
  number: number
  hit: SearchHit
}

/** Search by trigrams (migrations/0001_search.sql). The index proposes, and the text itself decides. */
export class SqliteSearch implements SqlSearch {
  readonly #connection: SqliteConnection

  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }

  putPart({ sessionId, messageId, partId, text }: Parameters<SqlSearch["putPart"]>[0]): BoundStatement[] {
    const key = { session: sessionId, message: messageId, part: partId }
    if (text === "") return [statements.forgetPart().bind(key)]
    return [statements.putPart().bind({ ...key, text: indexedText(fold(text)) })]
  }

  putSession(sessionId: string): BoundStatement[] {
    return [statements.putSession().bind({ session: sessionId })]
  }

  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const terms = searchTerms(query.text)
    const after = decodeCursor(key, query.cursor)
    const found: { position: SearchPosition; hit: SearchHit }[] = []
    for (const kind of ["title", "part"] as const) {
      const [afterKind, afterNumber] = after ?? []
      if (afterKind !== undefined && afterKind < searchKinds[kind]) continue
      const below = afterKind === searchKinds[kind] && afterNumber !== undefined ? afterNumber : Number.MAX_SAFE_INTEGER
      // One more than asked for tells whether there is a next page.
      const missing = query.limit + 1 - found.length
      if (missing <= 0) break
      for (const { number, hit } of this.#matches(kind, terms, query, below, missing)) {
        found.push({ position: [searchKinds[kind], number], hit })
      }
    }
    const page = found.slice(0, query.limit)
    const last = page.at(-1)
    return {
      hits: page.map((each) => each.hit),
      nextCursor: found.length > query.limit && last !== undefined ? encodeCursor(key, last.position) : null,
    }
  }

  #matches(kind: SearchKind, terms: string[], query: SearchQuery, below: number, count: number): Match[] {
    const narrowed = trigramQuery(terms, (prefix, limit) => this.#lookUp(kind, prefix, limit))
    if (narrowed === "none") return []
    const match = narrowed === "any" ? null : narrowed.match
    const project = scopeProjectId(query.scope)
    const statement = statements.candidates(
      `${kind}${match === null ? "" : ",match"}${project === null ? "" : ",project"}`,
    )
    const bound = statement.bind({ match, project, below })
    const matches: Match[] = []
    // Read one by one: how many candidates it takes shows only on the way. Of each text only the snippet is kept.
    for (const row of this.#connection.iterate(bound)) {
      const { number, text, hit } = searchCandidate(kind, row)
      const first = firstMatch(text, terms)
      if (first < 0) continue
      matches.push({ number, hit: { ...hit, ...makeSnippet(text, terms, first) } })
      if (matches.length === count) break
    }
    return matches
  }

  #lookUp(kind: SearchKind, prefix: string, limit: number): string[] {
    const bound = statements.terms(kind).bind({ from: prefix, to: `${prefix}\u{10ffff}`, limit })
    return [...this.#connection.iterate(bound)].map((row) => String(row.term))
  }
}

const { session, part } = schema

/** The index of titles or parts. Names of tables that the schema does not have, since drizzle-kit knows no virtual tables. */
const indexOf = (kind: SearchKind) => sql.identifier(kind === "title" ? "session_search" : "part_search")
const termsOf = (kind: SearchKind) => sql.identifier(kind === "title" ? "session_search_terms" : "part_search_terms")

const isPart = sql`${part.sessionId} = ${value("session")} and ${part.messageId} = ${value("message")} and ${part.id} = ${value("part")}`

const ofSession = (column: SQLiteColumn) =>
  sql`(select ${column} from ${session} where ${session.id} = ${value("session")})`

const statements = {
  // One row by VALUES: an INSERT from a SELECT may be of several rows, which SQLite guards with a savepoint, and at each
  // savepoint FTS5 writes out what it has collected. That took four times as long.
  putPart: once(() =>
    compile<"session" | "message" | "part" | "text">(
      query(
        sql`insert or replace into ${indexOf("part")} (rowid, text) values ((select ${part.number} from ${part} where ${isPart}), ${value("text")})`,
      ),
    ),
  ),

  putSession: once(() =>
    compile<"session">(
      query(
        sql`insert or replace into ${indexOf("title")} (rowid, text) values (${ofSession(session.number)}, ${ofSession(session.title)} || '  ')`,
      ),
    ),
  ),

  forgetPart: once(() =>
    compile<"session" | "message" | "part">(
      query(sql`delete from ${indexOf("part")} where rowid = (select ${part.number} from ${part} where ${isPart})`),
    ),
  ),

  terms: lazily((kind: SearchKind) =>
    compile<"from" | "to" | "limit">(
      query(
        sql`select term from ${termsOf(kind)} where term >= ${value("from")} and term < ${value("to")} limit ${value("limit")}`,
      ),
    ),
  ),

  /** Newest first. With a match the index leads, without one the table itself. */
  candidates: lazily((variant: string) => {
    const asked = new Set(variant.split(","))
    const kind = asked.has("title") ? "title" : "part"
    const table = kind === "title" ? session : part
    const joined = kind === "title" ? sql`` : sql` join ${session} on ${session.id} = ${part.sessionId}`
    const from = asked.has("match")
      ? sql`${indexOf(kind)} join ${table} on ${table.number} = ${indexOf(kind)}.rowid${joined}
          where ${indexOf(kind)} match ${value("match")} and ${indexOf(kind)}.rowid < ${value("below")}`
      : sql`${table}${joined} where ${table.number} < ${value("below")}`
    const order = asked.has("match") ? sql`${indexOf(kind)}.rowid` : sql`${table.number}`
    const inProject = asked.has("project") ? sql` and ${session.projectId} = ${value("project")}` : sql``
    return compile<"match" | "project" | "below">(
      query(
        sql`select ${searchSelection(schema, kind)} from ${from} and ${session.deletedAt} is null${inProject} order by ${order} desc`,
      ),
    )
  }),
}

const dialect = new SQLiteSyncDialect()

/** SQL that Drizzle's builders have no words for. */
function query(statement: SQL) {
  return { toSQL: () => dialect.sqlToQuery(statement) }
}
