import {
  integer,
  optional,
  partCandidate,
  partSearchFields,
  type SearchCandidate,
  type SearchKind,
  SqlDatabase,
  searchKinds,
  select,
  sessionTables,
  statement,
  text,
  titleCandidate,
  titleFields,
} from "@opencode/session-core/drizzle"
import {
  decodeCursor,
  encodeCursor,
  makeSnippet,
  matchesTerms,
  type SearchHit,
  type SearchPage,
  type SearchPosition,
  type SearchQuery,
  scopeProjectId,
  searchPageKey,
  searchTerms,
} from "@opencode/session-core/provider"
import { type SQL, sql } from "drizzle-orm"
import type { ExampleConnection } from "./connection.ts"
import { dialect } from "./dialect.ts"

/** How many texts are looked at in one read. */
const lookedAt = 200

/** A part's data above this many bytes is read by itself, so that a read of many does not fill the memory. */
const largeBytes = 65_536

const { session, part } = sessionTables

const parameters = { project: optional(text), below: integer, limit: integer }

const isSearched = (project: SQL) =>
  sql`${session.deletedAt} is null and (${project} is null or ${session.projectId} = ${project})`

const titles = statement(parameters, ({ project, below, limit }) =>
  select(
    titleFields,
    sql`from ${session} where ${session.number} < ${below} and ${isSearched(project)}
      order by ${session.number} desc limit ${limit}`,
  ),
)

const parts = statement({ ...parameters, large: integer }, ({ project, below, limit, large }) =>
  select(
    partSearchFields(sql`case when octet_length(${part.data}) <= ${large} then ${part.data} end`),
    sql`from ${part} join ${session} on ${session.id} = ${part.sessionId}
      where ${part.number} < ${below} and ${isSearched(project)}
      order by ${part.number} desc limit ${limit}`,
  ),
)

const dataOfPart = statement({ session: text, message: text, part: text }, (given) =>
  select(
    { data: part.data },
    sql`from ${part} where ${part.sessionId} = ${given.session}
      and ${part.messageId} = ${given.message} and ${part.id} = ${given.part}`,
  ),
)

/**
 * Search without an index: it looks at the texts of the scope, newest first, until a page is full. Have the database propose
 * candidates (by LIKE, trigrams or its full-text index) as soon as there are many; whether a text matches is still decided here.
 */
export class ExampleSearch {
  readonly #database: SqlDatabase

  constructor(connection: ExampleConnection) {
    this.#database = new SqlDatabase(connection, dialect)
  }

  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const terms = searchTerms(query.text)
    const hits: { position: SearchPosition; hit: SearchHit }[] = []
    for await (const { position, candidate } of this.#candidates(query, decodeCursor(key, query.cursor))) {
      const { text, hit } = candidate
      if (matchesTerms(text, terms)) hits.push({ position, hit: { ...hit, ...makeSnippet(text, terms) } })
      // One more than asked for tells whether there is a next page.
      if (hits.length > query.limit) break
    }
    const page = hits.slice(0, query.limit)
    const last = page.at(-1)
    return {
      hits: page.map(({ hit }) => hit),
      nextCursor: hits.length > query.limit && last !== undefined ? encodeCursor(key, last.position) : null,
    }
  }

  /** What may match after a position: titles, then parts, each from the newest on. */
  async *#candidates({ scope }: SearchQuery, after: SearchPosition | undefined) {
    const [kind = searchKinds.title, number = Number.MAX_SAFE_INTEGER] = after ?? []
    const project = scopeProjectId(scope)
    if (kind === searchKinds.title) {
      yield* positioned("title", number, (below) =>
        this.#database.rows(titles.bind({ project, below, limit: lookedAt })).then((rows) => rows.map(titleCandidate)),
      )
    }
    yield* positioned("part", kind === searchKinds.part ? number : Number.MAX_SAFE_INTEGER, (below) =>
      this.#parts(project, below),
    )
  }

  async #parts(project: string | null, below: number): Promise<SearchCandidate[]> {
    const rows = await this.#database.rows(parts.bind({ project, below, limit: lookedAt, large: largeBytes }))
    const candidates: SearchCandidate[] = []
    for (const row of rows) {
      const { sessionId, messageId, partId } = row
      const key = { session: sessionId, message: messageId, part: partId }
      // A part that has gone meanwhile has no text.
      const data = row.data ?? (await this.#database.rows(dataOfPart.bind(key)))[0]?.data ?? "{}"
      candidates.push(partCandidate({ ...row, data }))
    }
    return candidates
  }
}

/** Candidates with their positions, read by read until there are none. */
async function* positioned(kind: SearchKind, from: number, read: (below: number) => Promise<SearchCandidate[]>) {
  let below = from
  for (;;) {
    const candidates = await read(below)
    for (const candidate of candidates) {
      below = candidate.number
      const position: SearchPosition = [searchKinds[kind], candidate.number]
      yield { position, candidate }
    }
    if (candidates.length < lookedAt) return
  }
}
