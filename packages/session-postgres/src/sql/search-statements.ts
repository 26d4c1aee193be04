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

/**
 * A text as it is searched: the letters from A to Z in lower case, whatever the database's language, and the sign of a kelvin
 * (U+212A) as the k that it folds to.
 */
const searched = (text: SQL): SQL => sql`lower(translate(${text}, chr(8490), 'k'))`

const like = (text: SQL) => (pattern: SQL) =>
  sql`${searched(text)} like ${pattern} escape ${sql.raw(`'${likeEscape}'`)}`

/** What the server proposes to a search. */
export const searchStatements: SearchStatements = {
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

  proposedParts: byGroups((scope, groups) =>
    statement(partParameters, (given) => {
      const where = and(
        sql`${part.number} < ${given.below}`,
        searchConditions("part", scope, given),
        // What else there is has no text to be found by.
        sql`${part.type} in ('text', 'reasoning', 'tool', 'file', 'subtask')`,
        ...matchesGroups(groups, given.patterns, like(part.data)),
      )
      return select(
        partSearchFields(sql`case when octet_length(${part.data}) <= ${given.large} then ${part.data} end`),
        sql`from ${part} join ${session} on ${session.id} = ${part.sessionId}
          where ${where} order by ${part.number} desc limit ${given.limit}`,
      )
    }),
  ),
}
