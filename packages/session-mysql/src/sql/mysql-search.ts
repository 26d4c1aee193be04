import {
  largeAbove,
  partCandidate,
  type RowFrom,
  type SearchCandidate,
  type SqlConnection,
  SqlDatabase,
  searchKinds,
  titleCandidate,
} from "@opencode/session-core/drizzle"
import {
  decodeCursor,
  encodeCursor,
  limits,
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
import { likePatterns } from "./like-pattern.ts"
import { mysqlDialect } from "./mysql-dialect.ts"
import { dataOfPart, type PatternGroups, proposedParts, proposedTitles } from "./search-statements.ts"

type PartRow = RowFrom<ReturnType<ReturnType<typeof proposedParts>>>

/** What the server proposes, and its position: its kind and its number. */
interface Proposal {
  position: SearchPosition
  read(): SearchCandidate | Promise<SearchCandidate>
}

/** Search only reads, and what it reads is the same whatever a server takes of a write. */
const dialect = mysqlDialect({ userVariables: false, foreignKeys: true })

/**
 * Search without an index of its own, the same on MySQL and on MariaDB: the server proposes by LIKE, newest first, and the
 * text itself decides. It reads what it searches, none of another project's, and stops at a full page; writers pay nothing for
 * it.
 */
export class MysqlSearch {
  readonly #database: SqlDatabase

  constructor(connection: SqlConnection) {
    this.#database = new SqlDatabase(connection, dialect)
  }

  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const terms = searchTerms(query.text)
    const found: { position: SearchPosition; hit: SearchHit }[] = []
    let after: SearchPosition | undefined = decodeCursor(key, query.cursor)
    // One more than asked for tells whether there is a next page. Proposals that prove wrong are rare: one turn is the rule.
    while (found.length <= query.limit) {
      const { proposals, last } = await this.#propose(query, terms, after, query.limit + 1 - found.length)
      for (const { position, read } of proposals) {
        const { text, hit } = await read()
        // Of each text only the snippet is kept.
        if (matchesTerms(text, terms)) found.push({ position, hit: { ...hit, ...makeSnippet(text, terms) } })
      }
      if (last) break
      after = proposals.at(-1)?.position
    }
    const page = found.slice(0, query.limit)
    const last = page.at(-1)
    return {
      hits: page.map(({ hit }) => hit),
      nextCursor: found.length > query.limit && last !== undefined ? encodeCursor(key, last.position) : null,
    }
  }

  /** A proposed part with its data, which is read by itself where it is large. It may have gone meanwhile: then it has none. */
  async #withData(row: PartRow): Promise<SearchCandidate> {
    if (row.data !== null) return partCandidate(row)
    const { sessionId, messageId, partId } = row
    const [found] = await this.#database.rows(dataOfPart.bind({ session: sessionId, message: messageId, part: partId }))
    return partCandidate({ ...row, data: found?.data ?? "{}" })
  }

  /** What the server proposes next after a position, and whether that is all. */
  async #propose(
    query: SearchQuery,
    terms: string[],
    after: SearchPosition | undefined,
    count: number,
  ): Promise<{ proposals: Proposal[]; last: boolean }> {
    const [afterKind = searchKinds.title, afterNumber = Number.MAX_SAFE_INTEGER] = after ?? []
    const project = scopeProjectId(query.scope)
    const inTitles = terms.flatMap((term) => likePatterns(term, "text"))
    const inParts = terms.flatMap((term) => likePatterns(term, "json"))
    const scope = project === null ? "all" : "project"
    const next = { project, limit: count }
    const titles = (below: number) =>
      proposedTitles({ scope })(groupsOf(inTitles)).bind({ ...next, below, patterns: inTitles.flat() })
    const parts = (below: number) =>
      proposedParts({ scope })(groupsOf(inParts)).bind({
        ...next,
        below,
        patterns: inParts.flat(),
        large: largeAbove(limits.pageBytes, count),
      })
    const [titleRows, partRows] =
      afterKind === searchKinds.title
        ? await this.#database.read([titles(afterNumber), parts(Number.MAX_SAFE_INTEGER)])
        : [[], await this.#database.rows(parts(afterNumber))]
    // Where titles fill the page, parts come in a later one, from their beginning.
    const full = titleRows.length >= count
    const proposals: Proposal[] = titleRows.map((row) => ({
      position: [searchKinds.title, row.number],
      read: () => titleCandidate(row),
    }))
    if (!full) {
      for (const row of partRows) {
        proposals.push({ position: [searchKinds.part, row.number], read: () => this.#withData(row) })
      }
    }
    return { proposals, last: !full && partRows.length < count }
  }
}

const groupsOf = (patterns: string[][]): PatternGroups => patterns.map(({ length }) => length)
