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

/** How many parts the index gives before it is left: sorting more takes longer than to meet them on the way. */
const mostByIndex = 1000

/**
 * What the index gives, sorted, where that is not more than a few; otherwise newest first. The server cannot know beforehand how
 * many parts have a word, and would go through all of them for one that is rare.
 */
const byIndex = byGroups((scope, groups) =>
  statement(partParameters, (given) => {
    const [found, many, chosen, number] = ["found", "many", "chosen", "number"].map((name) => sql.identifier(name))
    const ordered = sql`select ${part.number} ${ofParts(scope, groups, given)} and (select ${many} from ${many})
      order by ${part.number} desc limit ${given.limit}`
    const few = sql`select ${found}.${number} from ${found} where not (select ${many} from ${many})
      order by ${found}.${number} desc limit ${given.limit}`
    return select(
      fields(given.large),
      sql`from (with ${found} as materialized (select ${part.number} ${ofParts(scope, groups, given)} limit ${literal(mostByIndex + 1)}),
        ${many} as materialized (select count(*) > ${literal(mostByIndex)} as ${many} from ${found})
        (${few}) union all (${ordered})) as ${chosen}
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
