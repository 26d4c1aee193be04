import {
  and,
  integer,
  list,
  optional,
  partSearchFields,
  select,
  sessionTables,
  statement,
  text,
  titleFields,
  variants,
} from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"
import { likeEscape } from "./like-pattern.ts"

const { session, part } = sessionTables

/*
 * What the server proposes to search, newest first. Which way the tables are read is given: left to itself, MariaDB reads all
 * parts of all sessions, and sorts the lot for one page.
 */

const scopes = { scope: ["project", "all"] } as const

const parameters = { project: optional(text), below: integer, patterns: list(text), limit: integer }
type Given = { project: SQL; below: SQL; patterns: (index: number) => SQL; limit: SQL }

/** How many patterns each group has: a text matches one of each. */
export type PatternGroups = readonly number[]

const matches = (searched: SQL, groups: PatternGroups, { patterns }: Given): SQL[] => {
  let index = 0
  return groups.map((count) => {
    const like = Array.from(
      { length: count },
      () => sql`${searched} collate utf8mb4_general_ci like ${patterns(index++)} escape ${sql.raw(`'${likeEscape}'`)}`,
    )
    return count === 1 ? sql.join(like) : sql`(${sql.join(like, sql` or `)})`
  })
}

const isSearched = (scope: "project" | "all", { project }: Given): SQL =>
  and(sql`${session.deletedAt} is null`, scope === "project" ? sql`${session.projectId} = ${project}` : undefined)

/** Sessions by their titles. */
export const proposedTitles = variants(scopes, ({ scope }) =>
  byGroups((groups) =>
    statement(parameters, (given) => {
      // A project has few sessions beside its parts: all of them are looked at, and no others, and what fits is sorted.
      const byIndex = sql.raw(scope === "project" ? "session_list" : "session_number_unique")
      const where = and(
        sql`${session.number} < ${given.below}`,
        isSearched(scope, given),
        ...matches(session.title, groups, given),
      )
      return select(
        titleFields,
        sql`from ${session} force index (${byIndex}) where ${where} order by ${session.number} desc limit ${given.limit}`,
      )
    }),
  ),
)

/** Parts by their data, of which only what is not above `large` bytes comes with them. */
export const proposedParts = variants(scopes, ({ scope }) =>
  byGroups((groups) =>
    statement({ ...parameters, large: integer }, (given) => {
      // A part's entry in the index of numbers, which has the part's key, too. The index alone says which session comes next; a
      // part itself is read only where the session is one to be searched.
      const entry = sql.identifier("entry")
      const ofEntry = (column: string) => sql`${entry}.${sql.identifier(column)}`
      const where = and(
        sql`${ofEntry("number")} < ${given.below}`,
        isSearched(scope, given),
        // What else there is has no text to be found by.
        sql`${part.type} in ('text', 'reasoning', 'tool', 'file', 'subtask')`,
        ...matches(part.data, groups, given),
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
  ),
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
function byGroups<Value>(build: (groups: PatternGroups) => Value): (groups: PatternGroups) => Value {
  const built = new Map<string, Value>()
  return (groups) => {
    const key = groups.join()
    const found = built.get(key) ?? build(groups)
    built.set(key, found)
    return found
  }
}
