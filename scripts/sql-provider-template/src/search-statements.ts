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
 * LIKE where the case of the letters from a to z does not count, whatever the database's language. U+212A, the sign of a kelvin, is
 * a k to a search. Where LIKE itself takes case for equal, `text` alone is enough.
 */
const like = (text: SQL) => (pattern: SQL) =>
  sql`lower(translate(${text}, chr(8490), 'k')) like ${pattern} escape ${sql.raw(`'${likeEscape}'`)}`

/**
 * What the database proposes to a search, newest first. Whether a text really matches, core decides. Without an index each search
 * reads all that it looks in: add one, such as trigrams, when that takes too long.
 */
export const searchStatements: SearchStatements = {
  proposedTitles: byGroups((scope, groups) =>
    statement(titleParameters, (given) =>
      select(
        titleFields,
        sql`from ${session} where ${and(
          sql`${session.number} < ${given.below}`,
          searchConditions("title", scope, given),
          ...matchesGroups(groups, given.patterns, like(session.title)),
        )} order by ${session.number} desc limit ${given.limit}`,
      ),
    ),
  ),

  proposedParts: byGroups((scope, groups) =>
    statement(partParameters, (given) =>
      select(
        // Large data is read by itself, so that a page does not fill the memory.
        partSearchFields(sql`case when octet_length(${part.data}) <= ${given.large} then ${part.data} end`),
        sql`from ${part} join ${session} on ${session.id} = ${part.sessionId} where ${and(
          sql`${part.number} < ${given.below}`,
          searchConditions("part", scope, given),
          ...matchesGroups(groups, given.patterns, like(part.data)),
        )} order by ${part.number} desc limit ${given.limit}`,
      ),
    ),
  ),
}
