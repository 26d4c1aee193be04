import {
  and,
  byGroups,
  likeEscape,
  matchesGroups,
  partParameters,
  partSearchFields,
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

/*
 * What the server proposes to search, newest first. Which way the tables are read is given: left to itself, MariaDB reads all
 * parts of all sessions, and sorts the lot for one page.
 */

const like = (searched: SQL) => (pattern: SQL) =>
  sql`${searched} collate utf8mb4_general_ci like ${pattern} escape ${sql.raw(`'${likeEscape}'`)}`

/** Sessions by their titles. */
const proposedTitles = byGroups((scope, groups) =>
  statement(titleParameters, (given) => {
    // A project has few sessions beside its parts: all of them are looked at, and no others, and what fits is sorted.
    const byIndex = sql.raw(scope.scope === "project" ? "session_list" : "session_number_unique")
    const where = and(
      sql`${session.number} < ${given.below}`,
      searchConditions("title", scope, given),
      ...matchesGroups(groups, given.patterns, like(session.title)),
    )
    return select(
      titleFields,
      sql`from ${session} force index (${byIndex}) where ${where} order by ${session.number} desc limit ${given.limit}`,
    )
  }),
)

/** Parts by their data, of which only what is not above `large` bytes comes with them. */
const proposedParts = byGroups((scope, groups) =>
  statement(partParameters, (given) => {
    // A part's entry in the index of numbers, which has the part's key, too. The index alone says which session comes next; a
    // part itself is read only where the session is one to be searched.
    const entry = sql.identifier("entry")
    const ofEntry = (column: string) => sql`${entry}.${sql.identifier(column)}`
    const where = and(
      sql`${ofEntry("number")} < ${given.below}`,
      searchConditions("part", scope, given),
      // What else there is has no text to be found by.
      sql`${part.type} in ('text', 'reasoning', 'tool', 'file', 'subtask')`,
      ...matchesGroups(groups, given.patterns, like(part.data)),
    )
    return select(
      partSearchFields(sql`case when octet_length(${part.data}) <= ${given.large} then ${part.data} end`),
      sql`from ${part} ${entry} force index (part_number_unique)
          straight_join ${session} force index (primary) on ${session.id} = ${ofEntry("session_id")}
          straight_join ${part} force index (primary) on ${part.sessionId} = ${ofEntry("session_id")}
            and ${part.messageId} = ${ofEntry("message_id")} and ${part.id} = ${ofEntry("id")}
          where ${where} order by ${ofEntry("number")} desc limit ${given.limit}`,
    )
  }),
)

/** Search on MySQL and on MariaDB. Writers pay nothing for it. */
export const searchStatements: SearchStatements = {
  proposedTitles,
  proposedParts,
  // The sign of a kelvin (U+212A) folds to a k, and is another letter to the collation.
  ambiguousLetters: "k",
}
