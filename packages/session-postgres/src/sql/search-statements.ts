import {
  and,
  byGroups,
  likeEscape,
  literal,
  matchesGroups,
  type PatternGroups,
  partParameters,
  partSearchFields,
  type SearchScope,
  type SearchStatements,
  searchConditions,
  select,
  sessionTables,
  statement,
  titleFields,
  titleParameters,
} from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"

const { session, part } = sessionTables

/**
 * A text as it is searched: the letters from A to Z in lower case, whatever the database's language, and the sign of a kelvin
 * (U+212A) as the k that it folds to. The index is of the same expression.
 */
const searched = (text: SQL): SQL => sql`lower(translate(${text}, chr(8490), 'k'))`

const like = (text: SQL) => (pattern: SQL) =>
  sql`${searched(text)} like ${pattern} escape ${sql.raw(`'${likeEscape}'`)}`

type PartsGiven = Parameters<typeof searchConditions>[2] & { below: SQL; patterns: (index: number) => SQL }

/** Parts and their sessions that are proposed. */
const ofParts = (scope: SearchScope, groups: PatternGroups, given: PartsGiven): SQL =>
  sql`from ${part} join ${session} on ${session.id} = ${part.sessionId} where ${and(
    sql`${part.number} < ${given.below}`,
    searchConditions("part", scope, given),
    // What else there is has no text to be found by.
    sql`${part.type} in ('text', 'reasoning', 'tool', 'file', 'subtask')`,
    ...matchesGroups(groups, given.patterns, like(part.data)),
  )}`

const fields = (large: SQL) =>
  partSearchFields(sql`case when octet_length(${part.data}) <= ${large} then ${part.data} end`)

/** Newest first, until the page is full: for words that many parts have, and where there is no index. */
const newestFirst = byGroups((scope, groups) =>
  statement(partParameters, (given) =>
    select(
      fields(given.large),
      sql`${ofParts(scope, groups, given)} order by ${part.number} desc limit ${given.limit}`,
    ),
  ),
)

/** How many of the newest parts are looked at before the index is: a word that many parts have fills a page from them. */
const newest = 500

/**
 * The newest parts first, where they fill the page; otherwise all that the index gives, sorted. The server cannot know beforehand
 * which of the two is short: it would go through all parts for a rare word, or sort half of them for a common one.
 */
const byIndex = byGroups((scope, groups) =>
  statement(partParameters, (given) => {
    const [recent, enough, found, chosen, number] = ["recent", "enough", "found", "chosen", "number"].map((name) =>
      sql.identifier(name),
    )
    const isEnough = sql`(select ${enough} from ${enough})`
    const lowest = sql`coalesce((select min(${number}) from (select ${part.number} from ${part}
      where ${part.number} < ${given.below} order by ${part.number} desc limit ${literal(newest)}) as ${recent}), 0)`
    const page = (of: SQL, condition: SQL) =>
      sql`(select ${of}.${number} from ${of} where ${condition} order by ${of}.${number} desc limit ${given.limit})`
    return select(
      fields(given.large),
      sql`from (with ${recent} as materialized (select ${part.number} ${ofParts(scope, groups, given)}
          and ${part.number} >= ${lowest}),
        ${enough} as materialized (select count(*) >= ${given.limit} as ${enough} from ${recent}),
        ${found} as materialized (select ${part.number} ${ofParts(scope, groups, given)} and not ${isEnough})
        ${page(sql`${recent}`, isEnough)} union all ${page(sql`${found}`, sql`true`)}) as ${chosen}
        join ${part} on ${part.number} = ${chosen}.${number} join ${session} on ${session.id} = ${part.sessionId}
        order by ${part.number} desc limit ${given.limit}`,
    )
  }),
)

/** The index has three characters together of words. Others are wildcards, or not letters in every database. */
const isIndexed = (patterns: readonly string[]): boolean => patterns.some((pattern) => /[a-z0-9]{3}/.test(pattern))

/**
 * What the server proposes to a search.
 *
 * @param hasIndex - whether the database has the index of searches, as far as is known.
 */
export const searchStatements = (hasIndex: () => boolean): SearchStatements => ({
  proposedTitles: byGroups((scope, groups) =>
    statement(titleParameters, (given) => {
      const where = and(
        sql`${session.number} < ${given.below}`,
        searchConditions("title", scope, given),
        ...matchesGroups(groups, given.patterns, like(session.title)),
      )
      return select(
        titleFields,
        sql`from ${session} where ${where} order by ${session.number} desc limit ${given.limit}`,
      )
    }),
  ),
  proposedParts: (scope, groups, patterns) =>
    hasIndex() && isIndexed(patterns) ? byIndex(scope, groups) : newestFirst(scope, groups),
})
