import {
  compile,
  largeAbove,
  lazily,
  once,
  type Row,
  type SearchKind,
  type SqlConnection,
  type SqlSearch,
  searchCandidate,
  searchKinds,
  searchSelection,
  value,
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
import { type SQL, sql } from "drizzle-orm"
import { likeEscape, likePatterns } from "./like-pattern.ts"
import { rawQuery } from "./raw-query.ts"
import { schema } from "./schema.ts"

/** What the server proposes, and its position: its kind and its number. */
interface Proposal {
  kind: SearchKind
  row: Row
  position: SearchPosition
}

/**
 * Search without an index of its own, the same on MySQL and on MariaDB: the server proposes by LIKE, newest first, and the
 * text itself decides. It reads what it searches, none of another project's, and stops at a full page; writers pay nothing for
 * it.
 */
export class MysqlSearch implements SqlSearch {
  readonly #connection: SqlConnection

  constructor(connection: SqlConnection) {
    this.#connection = connection
  }

  /** The text is where it is. */
  putPart(): [] {
    return []
  }

  async find(query: SearchQuery): Promise<SearchPage> {
    const key = searchPageKey(query)
    const terms = searchTerms(query.text)
    const found: { position: SearchPosition; hit: SearchHit }[] = []
    let after: SearchPosition | undefined = decodeCursor(key, query.cursor)
    // One more than asked for tells whether there is a next page. Proposals that prove wrong are rare: one turn is the rule.
    while (found.length <= query.limit) {
      const { proposals, last } = await this.#propose(query, terms, after, query.limit + 1 - found.length)
      for (const { kind, row, position } of proposals) {
        const { text, hit } = searchCandidate(kind, await this.#withData(kind, row))
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
  async #withData(kind: SearchKind, row: Row): Promise<Row> {
    if (kind === "title" || row.data !== null) return row
    const { sessionId, messageId, partId } = row
    const [[found] = []] = await this.#connection.read([
      dataOfPart().bind({ session: sessionId, message: messageId, part: partId }),
    ])
    return { ...row, data: found?.data ?? "{}" }
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
    const titles = statements(`title,${project === null ? "all" : "project"},${inTitles.length}`)
    const parts = statements(`part,${project === null ? "all" : "project"},${inParts.length}`)
    const values = (patterns: string[], below: number) => ({
      project,
      below,
      limit: count,
      large: largeAbove(limits.pageBytes, count),
      ...Object.fromEntries(patterns.map((pattern, index) => [`pattern${index}`, pattern])),
    })
    const askTitles = afterKind === searchKinds.title
    const results = await this.#connection.read([
      ...(askTitles ? [titles.bind(values(inTitles, afterNumber))] : []),
      parts.bind(values(inParts, askTitles ? Number.MAX_SAFE_INTEGER : afterNumber)),
    ])
    const titleRows = askTitles ? (results[0] ?? []) : []
    const partRows = results.at(-1) ?? []
    // Where titles fill the page, parts come in a later one, from their beginning.
    const full = titleRows.length >= count
    const proposalsOf = (kind: SearchKind, rows: Row[]) =>
      rows.map((row): Proposal => ({ kind, row, position: [searchKinds[kind], Number(row.number)] }))
    const proposals = [...proposalsOf("title", titleRows), ...(full ? [] : proposalsOf("part", partRows))]
    return { proposals, last: !full && partRows.length < count }
  }
}

const { session, part } = schema

/**
 * Newest first. The key is what is looked through, whether in one project, and for how many patterns. Which way the tables are
 * read is given: left to itself, MariaDB reads all parts of all sessions, and sorts the lot for one page.
 */
const statements = lazily((variant: string) => {
  const [kind, scope, patterns] = variant.split(",")
  const ofParts = kind === "part"
  const ofProject = scope === "project"
  const number = ofParts ? sql`${place}.${sql.identifier("number")}` : sql`${session.number}`
  const text = ofParts ? part.data : session.title
  const conditions: SQL[] = [sql`${number} < ${value("below")}`, sql`${session.deletedAt} is null`]
  if (ofProject) conditions.push(sql`${session.projectId} = ${value("project")}`)
  // What else there is has no text to be found by.
  if (ofParts) conditions.push(sql`${part.type} in ('text', 'reasoning', 'tool', 'file', 'subtask')`)
  for (let index = 0; index < Number(patterns); index += 1) {
    conditions.push(
      sql`${text} collate utf8mb4_general_ci like ${value(`pattern${index}`)} escape ${sql.raw(`'${likeEscape}'`)}`,
    )
  }
  const from = ofParts ? partsNewestFirst : ofProject ? sessionsOfProject : sessionsNewestFirst
  return compile(
    rawQuery(sql`select ${searchSelection(schema, ofParts ? "part" : "title", smallData)} from ${from}
      where ${sql.join(conditions, sql` and `)} order by ${number} desc limit ${value("limit")}`),
  )
})

/** A page of hits is small, and what it is made of is to be, too: large parts are read one by one. */
const smallData = sql`case when octet_length(${part.data}) <= ${value("large")} then ${part.data} end`

const dataOfPart = once(() =>
  compile<"session" | "message" | "part">(
    rawQuery(
      sql`select ${part.data} as data from ${part} where ${part.sessionId} = ${value("session")}
        and ${part.messageId} = ${value("message")} and ${part.id} = ${value("part")}`,
    ),
  ),
)

/** A part's entry in the index of numbers, which has the part's key, too. */
const place = sql.identifier("place")
const keyOf = (column: string) => sql`${place}.${sql.identifier(column)}`

/** The index alone says which session comes next; a part itself is read only where the session is one to be searched. */
const partsNewestFirst = sql`${part} ${place} force index (part_number_unique)
  straight_join ${session} force index (primary) on ${session.id} = ${keyOf("session_id")}
  straight_join ${part} force index (primary) on ${part.sessionId} = ${keyOf("session_id")}
    and ${part.messageId} = ${keyOf("message_id")} and ${part.id} = ${keyOf("id")}`

/** A project has few sessions beside its parts: all of them are looked at, and no others, and what fits is sorted. */
const sessionsOfProject = sql`${session} force index (session_list)`
const sessionsNewestFirst = sql`${session} force index (session_number_unique)`
