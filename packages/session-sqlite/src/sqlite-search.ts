import {
  type BoundStatement,
  partCandidate,
  type SearchCandidate,
  type SearchKind,
  SqlDatabase,
  type SqlSearch,
  searchKinds,
  titleCandidate,
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
import { forgetPart, indexPart, indexTitle, partCandidates, titleCandidates, trigrams } from "./search-statements.ts"
import type { SqliteConnection } from "./sqlite-connection.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { indexedText, trigramQuery } from "./trigram-query.ts"

/** A hit and its number among those of its kind. */
interface Match {
  number: number
  hit: SearchHit
}

/** Search by trigrams (migrations/0001_search.sql). The index proposes, and the text itself decides. */
export class SqliteSearch implements SqlSearch {
  readonly #connection: SqliteConnection
  readonly #database: SqlDatabase

  constructor(connection: SqliteConnection) {
    this.#connection = connection
    this.#database = new SqlDatabase(connection, sqliteDialect)
  }

  putPart({ sessionId, messageId, partId, text }: Parameters<SqlSearch["putPart"]>[0]): BoundStatement[] {
    const key = { session: sessionId, message: messageId, part: partId }
    if (text === "") return [forgetPart.bind(key)]
    return [indexPart.bind({ ...key, text: indexedText(fold(text)) })]
  }

  putSession(sessionId: string): BoundStatement[] {
    return [indexTitle.bind({ session: sessionId })]
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
    const matches: Match[] = []
    // Read one by one: how many candidates it takes shows only on the way. Of each text only the snippet is kept.
    for (const { number, text, hit } of this.#candidates(kind, match, scopeProjectId(query.scope), below)) {
      const first = firstMatch(text, terms)
      if (first < 0) continue
      matches.push({ number, hit: { ...hit, ...makeSnippet(text, terms, first) } })
      if (matches.length === count) break
    }
    return matches
  }

  *#candidates(
    kind: SearchKind,
    match: string | null,
    project: string | null,
    below: number,
  ): Generator<SearchCandidate> {
    const variant = { by: match === null ? "nothing" : "match", scope: project === null ? "all" : "project" } as const
    const values = { match, project, below }
    if (kind === "title") {
      for (const row of this.#iterate(titleCandidates(variant).bind(values))) yield titleCandidate(row)
    } else {
      for (const row of this.#iterate(partCandidates(variant).bind(values))) yield partCandidate(row)
    }
  }

  #lookUp(kind: SearchKind, prefix: string, limit: number): string[] {
    const rows = this.#iterate(trigrams({ kind }).bind({ from: prefix, to: `${prefix}\u{10ffff}`, limit }))
    return Array.from(rows, (row) => row.term)
  }

  #iterate<Row>(bound: BoundStatement<Row>): Generator<Row> {
    return this.#database.decode(bound, this.#connection.iterate(this.#database.command(bound)))
  }
}
