import { type SQL, sql } from "drizzle-orm"
import { countWithin, rowBytes, sessionBytes } from "../paging/page-bytes.ts"
import type { ChangesPage, ChangesQuery } from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { sessionFields, tombstoneFields } from "./fields.ts"
import {
  boundOf,
  isUnchanged,
  type LargeRow,
  largeAbove,
  largeFiles,
  largeMessages,
  largeParts,
  loadContent,
  sizeOfRow,
  threshold,
  untilChanged,
  untilUnchanged,
} from "./large-rows.ts"
import { select } from "./neutral-sql.ts"
import { fileVersionOf, messageOf, partOf, sessionOf, tombstoneOf } from "./rows.ts"
import { fileVersion, message, part, session, tombstone } from "./schema.ts"
import { assertInScope, scoped } from "./session-scope.ts"
import { type RowFrom, statement } from "./statement.ts"
import { integer, text } from "./value-type.ts"

/* The feed of one session: what of each table was put or removed since a revision. */

const parameters = { session: text, since: integer, limit: integer }
const largeParameters = { ...parameters, large: integer }
const boundParameters = { ...largeParameters, bytes: integer }

/** The session itself, which the feed has at its first revision and at that of its fields. */
export const sessionOfFeed = scoped({
  ...sessionFields,
  firstRevision: session.firstRevision,
  fieldsRevision: session.fieldsRevision,
})

/** What comes next of a table. */
const since = (
  table: typeof part | typeof fileVersion | typeof tombstone,
  revision: SQL,
  given: { session: SQL; since: SQL; limit: SQL },
): SQL =>
  sql`from ${table} where ${table.sessionId} = ${given.session} and ${revision} > ${given.since}
    order by ${revision} limit ${given.limit}`

/**
 * Messages by their first put: all there is to say of one that was put once, and otherwise for a reader that has not seen it. What
 * it is now comes with its last revision.
 */
export const newMessages = statement(largeParameters, (given) =>
  select(
    largeMessages.fields(given.large),
    sql`from ${message} where ${message.sessionId} = ${given.session} and ${message.position} > ${given.since}
    order by ${message.position} limit ${given.limit}`,
  ),
)
/** Messages by their last put, if that was not the first. Their index has the same condition. */
export const changedMessages = statement(largeParameters, (given) =>
  select(
    largeMessages.fields(given.large),
    sql`from ${message} where ${message.sessionId} = ${given.session} and ${message.revision} > ${given.since}
    and ${message.revision} <> ${message.position} order by ${message.revision} limit ${given.limit}`,
  ),
)
/**
 * Parts that stand right behind their messages, where they have no entry of their own. Those that follow a revision belong to the
 * last message up to it, or to one after it; no page of the feed gets further than it has entries.
 */
export const partsBehindMessages = statement({ ...largeParameters, messages: integer }, (given) => {
  const [id, page, number, chosen] = ["id", "page", "number", "chosen"].map((name) => sql.identifier(name))
  const ofSession = sql`from ${message} where ${message.sessionId} = ${given.session}`
  const first = sql`coalesce((select max(${message.position}) ${ofSession} and ${message.position} <= ${given.since}), 0)`
  const messages = sql`select ${message.id} ${ofSession} and ${message.position} >= ${first}
    order by ${message.position} limit ${given.messages}`
  // Sorted by their numbers alone: their data would be sorted along.
  const numbers = sql`select ${part.number} from (${messages}) as ${page} cross join ${part}
    where ${part.sessionId} = ${given.session} and ${part.messageId} = ${page}.${id}
    and ${part.feedRevision} is null and ${part.position} > ${given.since}
    order by ${part.position} limit ${given.limit}`
  return select(
    largeParts.fields(given.large),
    sql`from (${numbers}) as ${chosen} cross join ${part} where ${part.number} = ${chosen}.${number}`,
  )
})
export const changedParts = statement(boundParameters, (given, dialect) => {
  const from = since(part, part.feedRevision, given)
  return select(largeParts.fields(threshold(dialect, given, select({ bytes: largeParts.bytes }, from))), from)
})
export const changedFiles = statement(boundParameters, (given, dialect) => {
  const from = since(fileVersion, fileVersion.revision, given)
  return select(largeFiles.fields(threshold(dialect, given, select({ bytes: largeFiles.bytes }, from))), from)
})
export const removals = statement(parameters, (given) =>
  select(tombstoneFields, since(tombstone, tombstone.revision, given)),
)

export function changeReads(database: SqlDatabase) {
  /** A page of the feed, or undefined when something changed while it was read. */
  async function readChanges(query: ChangesQuery, isLast: boolean): Promise<ChangesPage | undefined> {
    const { sessionId, since } = query
    const bytes = boundOf(query)
    const next = { session: sessionId, since, limit: query.limit + 1 }
    const large = largeAbove(bytes, query.limit)
    const [scope, first, again, parts, files, tombstones, behind] = await database.read([
      sessionOfFeed.bind({ session: sessionId, project: scopeProjectId(query.scope) }),
      newMessages.bind({ ...next, large }),
      changedMessages.bind({ ...next, large }),
      changedParts.bind({ ...next, large, bytes }),
      changedFiles.bind({ ...next, large, bytes }),
      removals.bind(next),
      ...(database.dialect.partialIndexes
        ? [partsBehindMessages.bind({ ...next, large, messages: query.limit + 2 })]
        : []),
    ])
    const row = assertInScope(scope, sessionId)
    const current = sessionOf(row)
    const entries: FeedEntry[] = [
      ...[...new Set([row.firstRevision, row.fieldsRevision])].map(
        (revision): FeedEntry => ({
          revision,
          size: sessionBytes(current),
          read: () => ({ type: "session", revision, session: current }),
        }),
      ),
      ...first.map((each) => messageEntry(each, each.position)),
      ...again.map((each) => messageEntry(each, each.revision)),
      ...[...parts, ...(behind ?? [])].map((each): FeedEntry => {
        const { revision } = each
        return {
          revision,
          size: sizeOfRow(each),
          row: each,
          missing: () => largeParts.missing([each]),
          read: () => ({ type: "part", revision, part: partOf(each) }),
        }
      }),
      ...files.map((each): FeedEntry => {
        const { revision } = each
        return {
          revision,
          size: sizeOfRow(each),
          row: each,
          missing: () => largeFiles.missing([each]),
          read: () => ({ type: "file", revision, file: fileVersionOf(each) }),
        }
      }),
      ...tombstones
        .map(tombstoneOf)
        .map((each): FeedEntry => ({ revision: each.revision, size: rowBytes, read: () => each })),
    ]
    const all = entries.filter((entry) => entry.revision > since).sort((left, right) => left.revision - right.revision)
    const within = all.slice(0, query.limit)
    const page = within.slice(
      0,
      countWithin(within, ({ size }) => size, bytes),
    )
    const changed = await loadContent(
      database,
      page.flatMap(({ missing }) => missing?.() ?? []),
    )
    if (!isLast && !isUnchanged(changed)) return undefined
    const shown = untilChanged(page, changed, (entry) => entry.row)
    const complete = shown.length === all.length
    // A node that lags shows a lower revision than the reader has seen: the reader stays where it is.
    const reached = complete ? current.revision : (shown.at(-1)?.revision ?? since)
    return { changes: shown.map(({ read }) => read()), since: Math.max(since, reached), complete }
  }

  return {
    changes: (query: ChangesQuery): Promise<ChangesPage> => untilUnchanged((isLast) => readChanges(query, isLast)),
  }
}

/** An entry of a session's feed before its content is read. */
interface FeedEntry {
  /** As the page has it: a row that is read again may have a higher one. */
  revision: number
  size: number
  /** Of an entry whose content may be missing. */
  row?: object
  missing?(): LargeRow[]
  read(): RecordedChange
}

const messageEntry = (row: RowFrom<typeof changedMessages>, revision: number): FeedEntry => ({
  revision,
  size: sizeOfRow(row),
  row,
  missing: () => largeMessages.missing([row]),
  read: () => ({ type: "message", revision, message: messageOf(row) }),
})
