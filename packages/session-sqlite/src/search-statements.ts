import {
  bareNames,
  integer,
  optional,
  partSearchFields,
  remove,
  type SearchKind,
  select,
  sessionTables,
  statement,
  table,
  text,
  titleFields,
  variants,
} from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"

const { session, part } = sessionTables

/*
 * The statements of SQLite's search. Its indexes are virtual tables, which the schema does not have, since drizzle-kit knows
 * none: migrations/0001_search.sql makes them.
 */

const rowId = { name: "rowid", kind: "integer", type: integer } as const
const indexOf = (name: string) => table(name, { rowId, text: { name: "text", kind: "text", type: text } })
const termsOf = (name: string) => table(name, { term: { name: "term", kind: "text", type: text } })
const indexes = {
  title: { texts: indexOf("session_search"), terms: termsOf("session_search_terms") },
  part: { texts: indexOf("part_search"), terms: termsOf("part_search_terms") },
}

// One row by VALUES: an INSERT from a SELECT may be of several rows, which SQLite guards with a savepoint, and at each savepoint
// FTS5 writes out what it has collected. That took four times as long.
const index = ({ texts }: (typeof indexes)[SearchKind], number: SQL, value: SQL): SQL =>
  sql`insert or replace into ${texts} (${bareNames([texts.rowId, texts.text])}) values (${number}, ${value})`

const partKey = { session: text, message: text, part: text }
const numberOf = (given: { session: SQL; message: SQL; part: SQL }): SQL =>
  sql`(select ${part.number} from ${part} where ${part.sessionId} = ${given.session} and ${part.messageId} = ${given.message} and ${part.id} = ${given.part})`

export const indexPart = statement({ ...partKey, text }, (given) => index(indexes.part, numberOf(given), given.text))

export const forgetPart = statement(partKey, (given) => {
  const { texts } = indexes.part
  return remove(texts, sql`${texts.rowId} = ${numberOf(given)}`)
})

export const indexTitle = statement({ session: text }, (given) => {
  const ofSession = (column: SQL) => sql`(select ${column} from ${session} where ${session.id} = ${given.session})`
  return index(indexes.title, ofSession(session.number), sql`${ofSession(session.title)} || '  '`)
})

/** The trigrams of an index in a range. */
export const trigrams = variants({ kind: ["title", "part"] }, ({ kind }) => {
  const { terms } = indexes[kind]
  return statement({ from: text, to: text, limit: integer }, (given) =>
    select(
      { term: terms.term },
      sql`from ${terms} where ${terms.term} >= ${given.from} and ${terms.term} < ${given.to} limit ${given.limit}`,
    ),
  )
})

const candidateParameters = { match: optional(text), project: optional(text), below: integer }

/** What to look for, and where. Newest first: with a match the index leads, without one the table itself. */
const candidateVariants = { by: ["match", "nothing"], scope: ["project", "all"] } as const

const candidatesFrom = (
  kind: SearchKind,
  { by, scope }: { by: "match" | "nothing"; scope: "project" | "all" },
  given: { match: SQL; project: SQL; below: SQL },
): SQL => {
  const { texts } = indexes[kind]
  const found = kind === "title" ? session : part
  const joined = kind === "title" ? sql`` : sql` join ${session} on ${session.id} = ${part.sessionId}`
  const from =
    by === "match"
      ? sql`${texts} join ${found} on ${found.number} = ${texts.rowId}${joined}
        where ${texts} match ${given.match} and ${texts.rowId} < ${given.below}`
      : sql`${found}${joined} where ${found.number} < ${given.below}`
  const inProject = scope === "project" ? sql` and ${session.projectId} = ${given.project}` : sql``
  return sql`from ${from} and ${session.deletedAt} is null${inProject}
    order by ${by === "match" ? texts.rowId : found.number} desc`
}

export const titleCandidates = variants(candidateVariants, (variant) =>
  statement(candidateParameters, (given) => select(titleFields, candidatesFrom("title", variant, given))),
)
export const partCandidates = variants(candidateVariants, (variant) =>
  statement(candidateParameters, (given) => select(partSearchFields(), candidatesFrom("part", variant, given))),
)
