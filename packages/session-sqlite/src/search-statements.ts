import {
  and,
  bareNames,
  type Given,
  integer,
  optional,
  partSearchFields,
  remove,
  type SearchFilterVariant,
  type SearchKind,
  searchFilterChoices,
  searchFilterConditions,
  searchFilterParameters,
  select,
  sessionTables,
  set,
  statement,
  table,
  text,
  titleFields,
  update,
  variants,
} from "@opencode/session-core/drizzle"
import { type SQL, sql } from "drizzle-orm"

const { session, part } = sessionTables

/*
 * The statements of SQLite's search. Its indexes are virtual tables, which the schema does not have, since drizzle-kit knows
 * none: migrations/0001_search.sql makes them. An index is brought up to date behind the writes: it has the rows up to its
 * progress, except for what changed since.
 */

const kinds = ["title", "part"] as const satisfies readonly SearchKind[]

const numbersOf = (name: string) => table(name, { number: { name: "number", kind: "integer", type: integer } })
const indexOf = (name: string) => ({
  texts: table(name, {
    rowId: { name: "rowid", kind: "integer", type: integer },
    text: { name: "text", kind: "text", type: text },
  }),
  terms: table(`${name}_terms`, { term: { name: "term", kind: "text", type: text } }),
  progress: numbersOf(`${name}_progress`),
  changed: numbersOf(`${name}_changed`),
})
const indexes = { title: indexOf("session_search"), part: indexOf("part_search") }

/** What an index is of, and the column that holds its texts. */
const indexed = {
  title: { rows: session, content: session.title },
  part: { rows: part, content: part.data },
}

/** Rows of one kind: where they come from, which of them, and the column of their numbers. */
interface Rows {
  from: SQL
  where?: SQL
  number: SQL
}

/** What an index lacks: rows that it has not reached, all of them newer than its own, and rows that changed since. */
export const waitingStates = ["new", "changed"] as const
export type WaitingState = (typeof waitingStates)[number]

const waitingRows = (kind: SearchKind, state: WaitingState): Rows => {
  const { progress, changed } = indexes[kind]
  const { rows } = indexed[kind]
  if (state === "new") {
    const reached = sql`(select ${progress.number} from ${progress})`
    // By their numbers, rather than by an index of all rows of a project.
    return { from: sql`${rows} not indexed`, where: sql`${rows.number} > ${reached}`, number: rows.number }
  }
  // The list leads: a cross join keeps its order.
  const from = sql`${changed} cross join ${rows} on ${rows.number} = ${changed.number}`
  return { from, number: changed.number }
}

const whereAll = (...conditions: (SQL | undefined)[]): SQL => {
  const all = and(...conditions)
  return all.queryChunks.length === 0 ? sql`` : sql` where ${all}`
}

/** Whether an index lacks anything. Mostly it does not, and a statement that finds nothing takes as long as one that asks this. */
export const lacks = variants({ kind: kinds }, ({ kind }) => {
  const any = (state: WaitingState) => {
    const { from, where } = waitingRows(kind, state)
    return integer.sql`exists (select 1 from ${from}${whereAll(where)})`
  }
  return statement({}, () => select({ new: any("new"), changed: any("changed") }))
})

/** How much an index lacks: rows, counted up to a limit, and the bytes that a search reads of them. */
export const waiting = variants({ kind: kinds, state: waitingStates }, ({ kind, state }) => {
  const size = sql.identifier("size")
  const { from, where } = waitingRows(kind, state)
  return statement({ limit: integer }, (given) =>
    select(
      { rows: integer.sql`count(*)`, bytes: integer.sql`coalesce(sum(${size}), 0)` },
      sql`from (select octet_length(${indexed[kind].content}) as ${size} from ${from}${whereAll(where)} limit ${given.limit})`,
    ),
  )
})

/** The titles that an index lacks, oldest first. */
export const waitingTitles = variants({ state: waitingStates }, ({ state }) => {
  const { from, where, number } = waitingRows("title", state)
  return statement({}, () =>
    select({ number: session.number, title: session.title }, sql`from ${from}${whereAll(where)} order by ${number}`),
  )
})

/** The parts that an index lacks, oldest first. */
export const waitingParts = variants({ state: waitingStates }, ({ state }) => {
  const { from, where, number } = waitingRows("part", state)
  return statement({}, () =>
    select(
      { number: part.number, type: part.type, data: part.data },
      sql`from ${from}${whereAll(where)} order by ${number}`,
    ),
  )
})

// One row by VALUES: an INSERT from a SELECT may be of several rows, which SQLite guards with a savepoint, and at each savepoint
// FTS5 writes out what it has collected. That took four times as long.
export const indexText = variants({ kind: kinds }, ({ kind }) => {
  const { texts } = indexes[kind]
  return statement(
    { number: integer, text },
    (given) =>
      sql`insert or replace into ${texts} (${bareNames([texts.rowId, texts.text])}) values (${given.number}, ${given.text})`,
  )
})

export const forgetText = variants({ kind: kinds }, ({ kind }) => {
  const { texts } = indexes[kind]
  return statement({ number: integer }, (given) => remove(texts, sql`${texts.rowId} = ${given.number}`))
})

/** The index now has all new rows up to a number. */
export const reach = variants({ kind: kinds }, ({ kind }) => {
  const { progress } = indexes[kind]
  return statement({ number: integer }, (given) =>
    update(progress, [set(progress.number, given.number)], sql`${progress.number} < ${given.number}`),
  )
})

/** The index now has the changed rows up to a number. */
export const settle = variants({ kind: kinds }, ({ kind }) => {
  const { changed } = indexes[kind]
  return statement({ number: integer }, (given) => remove(changed, sql`${changed.number} <= ${given.number}`))
})

/** The trigrams of an index in a range. */
export const trigrams = variants({ kind: kinds }, ({ kind }) => {
  const { terms } = indexes[kind]
  return statement({ from: text, to: text, limit: integer }, (given) =>
    select(
      { term: terms.term },
      sql`from ${terms} where ${terms.term} >= ${given.from} and ${terms.term} < ${given.to} limit ${given.limit}`,
    ),
  )
})

const candidateParameters = {
  ...searchFilterParameters,
  match: optional(text),
  project: optional(text),
  below: integer,
}

/** Where candidates come from, and of which projects. All are newest first: of what leads, the numbers are in order. */
const candidateVariants = {
  by: ["match", ...waitingStates, "nothing"],
  scope: ["project", "all"],
  ...searchFilterChoices,
} as const

export type CandidateSource = (typeof candidateVariants.by)[number]

const candidateRows = (kind: SearchKind, by: CandidateSource, match: SQL): Rows => {
  const { texts } = indexes[kind]
  const { rows } = indexed[kind]
  switch (by) {
    case "match": {
      const from = sql`${texts} join ${rows} on ${rows.number} = ${texts.rowId}`
      return { from, where: sql`${texts} match ${match}`, number: texts.rowId }
    }
    case "nothing":
      return { from: sql`${rows}`, number: rows.number }
    default:
      return waitingRows(kind, by)
  }
}

const candidatesFrom = (
  kind: SearchKind,
  { by, scope, ...filter }: SearchFilterVariant & { by: CandidateSource; scope: "project" | "all" },
  given: Given<typeof candidateParameters>,
): SQL => {
  const { from, where, number } = candidateRows(kind, by, given.match)
  const conditions = whereAll(
    where,
    sql`${number} < ${given.below}`,
    sql`${session.deletedAt} is null`,
    scope === "project" ? sql`${session.projectId} = ${given.project}` : undefined,
    ...searchFilterConditions(kind, filter, given),
  )
  const join = sql.raw(by === "nothing" ? "join" : "cross join")
  const joined = kind === "title" ? sql`` : sql` ${join} ${session} on ${session.id} = ${part.sessionId}`
  return sql`from ${from}${joined}${conditions} order by ${number} desc`
}

export const titleCandidates = variants(candidateVariants, (variant) =>
  statement(candidateParameters, (given) => select(titleFields, candidatesFrom("title", variant, given))),
)
export const partCandidates = variants(candidateVariants, (variant) =>
  statement(candidateParameters, (given) => select(partSearchFields(), candidatesFrom("part", variant, given))),
)
