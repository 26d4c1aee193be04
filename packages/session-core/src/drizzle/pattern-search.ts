import { type SQL, sql } from "drizzle-orm"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { type SearchPosition, searchPageKey } from "../paging/page-keys.ts"
import { limits } from "../provider/limits.ts"
import type { SearchHit, SearchPage, SearchQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import { matchesTerms, searchTerms } from "../search/search-terms.ts"
import { makeSnippet } from "../search/snippet.ts"
import type { SqlDatabase } from "./database.ts"
import { largeAbove } from "./large-rows.ts"
import { likePatterns } from "./like-pattern.ts"
import { and, select } from "./neutral-sql.ts"
import { part, session } from "./schema.ts"
import {
  type PartRow,
  partCandidate,
  type SearchCandidate,
  type SearchKind,
  searchKinds,
  type TitleRow,
  titleCandidate,
} from "./search.ts"
import {
  type SearchFilterVariant,
  searchedKinds,
  searchFilterConditions,
  searchFilterParameters,
  searchFilterValues,
  searchFilterVariant,
  titleFits,
} from "./search-filter.ts"
import { type Given, type Statement, statement } from "./statement.ts"
import { integer, list, optional, text } from "./value-type.ts"

/** How many patterns each group has: a text matches one of each. */
export type PatternGroups = readonly number[]

/** Where a search looks: in one project or in all, and at what its filter is about. */
export type SearchScope = SearchFilterVariant & { readonly scope: "project" | "all" }

/** The parameters of a statement that proposes sessions by their titles. */
export const titleParameters = {
  ...searchFilterParameters,
  /** The project; null for all. */
  project: optional(text),
  /** What the number is less than. */
  below: integer,
  /** Those of all groups. */
  patterns: list(text),
  /** How many rows at most. */
  limit: integer,
}
/** The parameters of a statement that proposes parts. */
export const partParameters = {
  ...titleParameters,
  /** A part's data comes with it up to this many bytes. */
  large: integer,
}

/** How a dialect proposes, newest first: what is below a number and matches one pattern of each group. */
export interface SearchStatements {
  /** Sessions by their titles. */
  proposedTitles(scope: SearchScope, groups: PatternGroups): Statement<typeof titleParameters, TitleRow>
  /** Parts by their data. `patterns` are what it is going to be bound to. */
  proposedParts(
    scope: SearchScope,
    groups: PatternGroups,
    patterns: readonly string[],
  ): Statement<typeof partParameters, PartRow>
  /** Letters from a to z that another character may fold to, which the database takes for a different letter. */
  ambiguousLetters?: string
}

/** What a title or a part must be, besides matching, for a search to find it. */
export const searchConditions = (
  kind: SearchKind,
  { scope, ...filter }: SearchScope,
  given: Pick<Given<typeof titleParameters>, "project" | keyof typeof searchFilterParameters>,
): SQL =>
  and(
    sql`${session.deletedAt} is null`,
    scope === "project" ? sql`${session.projectId} = ${given.project}` : undefined,
    ...searchFilterConditions(kind, filter, given),
  )

/** A page of hits is small, and what it is made of is to be, too: large parts are read one by one. */
export const dataOfPart = statement({ session: text, message: text, part: text }, (given) =>
  select(
    { data: part.data },
    sql`from ${part} where ${part.sessionId} = ${given.session}
      and ${part.messageId} = ${given.message} and ${part.id} = ${given.part}`,
  ),
)

/** A statement for each shape of the patterns, built at its first use and kept. */
export function byGroups<Value>(
  build: (scope: SearchScope, groups: PatternGroups) => Value,
): (scope: SearchScope, groups: PatternGroups) => Value {
  const built = new Map<string, Value>()
  return (scope, groups) => {
    const key = JSON.stringify([scope, groups])
    const found = built.get(key) ?? build(scope, groups)
    built.set(key, found)
    return found
  }
}

/** The condition that each group has one pattern that matches. */
export function matchesGroups(
  groups: PatternGroups,
  patterns: (index: number) => SQL,
  like: (pattern: SQL) => SQL,
): SQL[] {
  let index = 0
  return groups.map((count) => {
    const alternatives = Array.from({ length: count }, () => like(patterns(index++)))
    return count === 1 ? sql.join(alternatives) : sql`(${sql.join(alternatives, sql` or `)})`
  })
}

/** What the server proposes, and its position: its kind and its number. */
interface Proposal {
  position: SearchPosition
  read(): SearchCandidate | Promise<SearchCandidate>
}

/**
 * Search without an index of its own: the server proposes by LIKE, newest first, and the text itself decides. It reads what it
 * searches, none of another project's, and stops at a full page.
 */
export class PatternSearch {
  readonly #database: SqlDatabase
  readonly #statements: SearchStatements

  constructor(database: SqlDatabase, statements: SearchStatements) {
    this.#database = database
    this.#statements = statements
  }

  /** The provider's `search`. */
  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const terms = searchTerms(query.text)
    const { filter = {} } = query
    const found: { position: SearchPosition; hit: SearchHit }[] = []
    let after: SearchPosition | undefined = decodeCursor(key, query.cursor)
    // One more than asked for tells whether there is a next page. Proposals that prove wrong are rare: one turn is the rule.
    while (found.length <= query.limit) {
      const { proposals, last } = await this.#propose(query, terms, after, query.limit + 1 - found.length)
      for (const { position, read } of proposals) {
        const { text, hit } = await read()
        // Of each text only the snippet is kept.
        if (titleFits(filter, hit.session.title) && matchesTerms(text, terms))
          found.push({ position, hit: { ...hit, ...makeSnippet(text, terms) } })
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
    const { filter = {} } = query
    const wanted = searchedKinds(filter)
    const wantsTitles = afterKind === searchKinds.title && wanted.includes("title")
    const partsBelow = afterKind === searchKinds.part ? afterNumber : Number.MAX_SAFE_INTEGER
    const project = scopeProjectId(query.scope)
    const { proposedTitles, proposedParts, ambiguousLetters } = this.#statements
    const inTitles = terms.flatMap((term) => likePatterns(term, "text", ambiguousLetters))
    const inParts = terms.flatMap((term) => likePatterns(term, "json", ambiguousLetters))
    const scope = { scope: project === null ? "all" : "project", ...searchFilterVariant(filter) } as const
    const next = { ...searchFilterValues(filter), project, limit: count }
    const titles = (below: number) =>
      proposedTitles(scope, groupsOf(inTitles)).bind({ ...next, below, patterns: inTitles.flat() })
    const parts = (below: number) =>
      proposedParts(scope, groupsOf(inParts), inParts.flat()).bind({
        ...next,
        below,
        patterns: inParts.flat(),
        large: largeAbove(limits.pageBytes, count),
      })
    const [titleRows, partRows] = !wanted.includes("part")
      ? [wantsTitles ? await this.#database.rows(titles(afterNumber)) : [], []]
      : wantsTitles
        ? await this.#database.read([titles(afterNumber), parts(partsBelow)])
        : [[], await this.#database.rows(parts(partsBelow))]
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
