import {
  type BoundStatement,
  partCandidate,
  type SearchCandidate,
  type SearchKind,
  SqlDatabase,
  searchedKinds,
  searchFilterValues,
  searchFilterVariant,
  searchKinds,
  titleCandidate,
  titleFits,
} from "@opencode/session-core/drizzle"
import {
  decodeCursor,
  encodeCursor,
  firstMatch,
  makeSnippet,
  type SearchHit,
  type SearchPage,
  type SearchPosition,
  type SearchQuery,
  scopeProjectId,
  searchPageKey,
  searchTerms,
} from "@opencode/session-core/provider"
import { type CandidateSource, lacks, partCandidates, titleCandidates, trigrams } from "./search-statements.ts"
import type { SqliteConnection } from "./sqlite-connection.ts"
import { sqliteDialect } from "./sqlite-dialect.ts"
import { trigramQuery } from "./trigram-query.ts"

/** A hit and its number among those of its kind. */
interface Match {
  number: number
  hit: SearchHit
}

/**
 * Search by trigrams (migrations/0001_search.sql). The index proposes, and so does what it lacks (search-indexing.ts): the text
 * itself decides.
 */
export class SqliteSearch {
  readonly #connection: SqliteConnection
  readonly #database: SqlDatabase

  constructor(connection: SqliteConnection) {
    this.#connection = connection
    this.#database = new SqlDatabase(connection, sqliteDialect)
  }

  /** Finds text, as `SessionProvider.search` does. */
  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const after = decodeCursor(key, query.cursor)
    // On one state: what is indexed between two statements would be found twice, or not at all.
    const found = await this.#connection.snapshot(() => this.#find(query, after))
    const page = found.slice(0, query.limit)
    const last = page.at(-1)
    return {
      hits: page.map((each) => each.hit),
      nextCursor: found.length > query.limit && last !== undefined ? encodeCursor(key, last.position) : null,
    }
  }

  #find(query: SearchQuery, after: SearchPosition | undefined): { position: SearchPosition; hit: SearchHit }[] {
    const terms = searchTerms(query.text)
    const found: { position: SearchPosition; hit: SearchHit }[] = []
    for (const kind of searchedKinds(query.filter ?? {})) {
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
    return found
  }

  #matches(kind: SearchKind, terms: string[], query: SearchQuery, below: number, count: number): Match[] {
    const matches: Match[] = []
    // Read one by one: how many candidates it takes shows only on the way. Of each text only the snippet is kept.
    for (const { number, text, hit } of this.#candidates(kind, terms, query, below)) {
      if (!titleFits(query.filter ?? {}, hit.session.title)) continue
      const first = firstMatch(text, terms)
      if (first < 0) continue
      matches.push({ number, hit: { ...hit, ...makeSnippet(text, terms, first) } })
      if (matches.length === count) break
    }
    return matches
  }

  /** Newest first, each once. */
  *#candidates(kind: SearchKind, terms: string[], query: SearchQuery, below: number): Generator<SearchCandidate> {
    const read = (by: CandidateSource, match: string | null = null) => this.#read(kind, by, query, { match, below })
    const narrowed = trigramQuery(terms, (prefix, limit) => this.#lookUp(kind, prefix, limit))
    if (narrowed === "any") {
      yield* read("nothing")
      return
    }
    const [lacking] = this.#all(lacks({ kind }).bind({}))
    // All of them are newer than what the index has.
    if (lacking?.new === 1) yield* read("new")
    const found = narrowed === "none" ? none() : read("match", narrowed.match)
    yield* lacking?.changed === 1 ? newestFirst(read("changed"), found) : found
  }

  *#read(
    kind: SearchKind,
    by: CandidateSource,
    { scope, filter = {} }: SearchQuery,
    range: { match: string | null; below: number },
  ): Generator<SearchCandidate> {
    const project = scopeProjectId(scope)
    const variant = { by, scope: project === null ? "all" : "project", ...searchFilterVariant(filter) } as const
    const values = { ...range, project, ...searchFilterValues(filter) }
    if (kind === "title") {
      for (const row of this.#iterate(titleCandidates(variant).bind(values))) yield titleCandidate(row)
    } else {
      for (const row of this.#iterate(partCandidates(variant).bind(values))) yield partCandidate(row)
    }
  }

  #lookUp(kind: SearchKind, prefix: string, limit: number): string[] {
    const rows = this.#all(trigrams({ kind }).bind({ from: prefix, to: `${prefix}\u{10ffff}`, limit }))
    return rows.map((row) => row.term)
  }

  /** Few rows at once: reading them one by one would take twice as long. */
  #all<Row>(bound: BoundStatement<Row>): Row[] {
    const { statement, values } = this.#database.command(bound)
    return [...this.#database.decode(bound, this.#connection.prepare(statement).all(values))]
  }

  #iterate<Row>(bound: BoundStatement<Row>): Generator<Row> {
    return this.#database.decode(bound, this.#connection.iterate(this.#database.command(bound)))
  }
}

function* none(): Generator<never> {}

/** Two lists that are newest first as one. What both have comes once. */
function* newestFirst(left: Generator<SearchCandidate>, right: Generator<SearchCandidate>): Generator<SearchCandidate> {
  try {
    let fromLeft = left.next()
    let fromRight = right.next()
    while (fromLeft.done !== true && fromRight.done !== true) {
      const [leftNumber, rightNumber] = [fromLeft.value.number, fromRight.value.number]
      yield leftNumber >= rightNumber ? fromLeft.value : fromRight.value
      if (leftNumber >= rightNumber) fromLeft = left.next()
      if (rightNumber >= leftNumber) fromRight = right.next()
    }
    if (fromLeft.done !== true) yield fromLeft.value
    if (fromRight.done !== true) yield fromRight.value
    yield* left
    yield* right
  } finally {
    left.return(undefined)
    right.return(undefined)
  }
}
