import { type SQL, sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Message, MessageWithParts } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin, loadedPartBytes, messageBytes, rowBytes } from "../paging/page-bytes.ts"
import { messagePageKey, partPageKey } from "../paging/page-keys.ts"
import type { MessagePage, MessagePageQuery } from "../provider/queries.ts"
import type { SqlDatabase } from "./database.ts"
import {
  boundOf,
  type Changed,
  isUnchanged,
  largeAbove,
  largeMessages,
  largeParts,
  loadContent,
  sizeOfRow,
  threshold,
  untilUnchanged,
} from "./large-rows.ts"
import { select } from "./neutral-sql.ts"
import { messageByKey } from "./row-by-key.ts"
import { messageOf, partOf, unloadedPartOf } from "./rows.ts"
import { message, part } from "./schema.ts"
import { assertVisible, bindScope } from "./session-scope.ts"
import type { AtLeast } from "./stale-read.ts"
import { type RowFrom, statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

const pageParameters = {
  session: text,
  /** The position after which the page begins. */
  after: integer,
  /** Or the message with which it begins. */
  from: optional(text),
  large: integer,
  limit: integer,
}

export const messagePage = variants(
  { order: ["oldest-first", "newest-first"], start: ["after position", "from message"] },
  ({ order, start }) => {
    const [operator, direction] = order === "oldest-first" ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
    const beginsAt = (given: { session: SQL; after: SQL; from: SQL }) =>
      start === "after position"
        ? sql`${message.position} ${operator} ${given.after}`
        : sql`${message.position} ${operator}= (select ${message.position} from ${message}
            where ${message.sessionId} = ${given.session} and ${message.id} = ${given.from})`
    const page = (given: { session: SQL; after: SQL; from: SQL; limit: SQL }) =>
      sql`from ${message} where ${message.sessionId} = ${given.session} and ${beginsAt(given)}
        order by ${message.position} ${direction} limit ${given.limit}`
    return {
      messages: statement(pageParameters, (given) => select(largeMessages.fields(given.large), page(given))),
      // Not sorted: a page has few parts for each message, and sorting in the database would copy their data. SQLite takes the
      // tables of a cross join in the order in which they stand; of an inner join it might read all of the session's parts.
      parts: statement({ ...pageParameters, bytes: integer, partLimit: integer }, (given, dialect) => {
        const messages = sql.identifier("page")
        const from = sql`from (${select({ id: message.id }, page(given))}) as ${messages} cross join ${part}
          where ${part.sessionId} = ${given.session} and ${part.messageId} = ${messages}.${sql.identifier("id")}`
        const large = threshold(dialect, given, select({ bytes: largeParts.bytes }, from))
        return select(largeParts.fields(large), sql`${from} limit ${given.partLimit}`)
      }),
    }
  },
)

const messageKey = { session: text, id: text }
const isOfMessage = (given: { session: SQL; id: SQL }) =>
  sql`from ${part} where ${part.sessionId} = ${given.session} and ${part.messageId} = ${given.id}`

/** How large the first parts of a message are that is too large for a page. */
export const largePartSizes = statement({ ...messageKey, limit: integer }, (given) =>
  select(
    { position: part.position, bytes: largeParts.bytes },
    sql`${isOfMessage(given)} order by ${part.position} limit ${given.limit}`,
  ),
)
/** The first parts of such a message, up to a position, with their content up to a size. */
export const partsUpTo = statement({ ...messageKey, last: integer, large: integer }, (given) =>
  select(largeParts.fields(given.large), sql`${isOfMessage(given)} and ${part.position} <= ${given.last}`),
)

type Statements = ReturnType<typeof messagePage>
type MessageOfPage = RowFrom<Statements["messages"]>
type PartOfPage = RowFrom<Statements["parts"]>

/** How many parts a page reads at most: with those that are small, not more than 32 MiB. A page has fewer messages then. */
const partsPerPage = 2000

export function messageReads(database: SqlDatabase) {
  /** A page of messages, or undefined when something changed while it was read. */
  async function readMessages(query: MessagePageQuery & AtLeast, isLast: boolean): Promise<MessagePage | undefined> {
    const key = messagePageKey(query)
    const bytes = boundOf(query)
    const begin = query.order === "oldest-first" ? 0 : Number.MAX_SAFE_INTEGER
    const position = decodeCursor(key, query.cursor)?.[0]
    const from = position === undefined ? query.from : undefined
    const statements = messagePage({
      order: query.order,
      start: from === undefined ? "after position" : "from message",
    })
    const start = { session: query.sessionId, after: position ?? begin, from: from ?? null }
    const [scope, rows, partRows] = await database.read([
      bindScope(query.scope, query.sessionId),
      statements.messages.bind({ ...start, large: largeAbove(bytes, query.limit), limit: query.limit + 1 }),
      statements.parts.bind({
        ...start,
        bytes,
        large: largeAbove(bytes, partsPerPage),
        limit: query.limit,
        partLimit: partsPerPage,
      }),
    ])
    assertVisible(scope, query)
    if (from !== undefined && rows.length === 0) {
      throw new SessionStorageError("not_found", `There is no message ${from} here.`)
    }
    const candidates = rows
      .slice(0, query.limit)
      .map((row): { row: typeof row; parts: PartOfPage[] } => ({ row, parts: [] }))
    const isWhole = addPartRows(candidates, partRows)
    const listed = query.parts ?? Number.MAX_SAFE_INTEGER
    const cursors = cutParts(candidates.slice(0, isWhole), listed)
    const [first] = candidates
    if (first === undefined) return { messages: [], nextCursor: null }
    const sizeOf = ({ row, parts }: (typeof candidates)[number]) => {
      let size = sizeOfRow(row)
      for (const each of parts) size += sizeOfRow(each)
      return size
    }
    const whole = candidates.slice(0, isWhole)
    const page = whole.slice(0, countWithin(whole, sizeOf, bytes))
    const nextCursor = (shown: number, last: MessageOfPage | undefined) =>
      rows.length > shown && last !== undefined ? encodeCursor(key, [last.position]) : null
    if (page.length === 0 || sizeOf(first) > bytes) {
      const message = await readLargeMessage({ session: query.sessionId, id: first.row.id }, bytes, listed)
      return message === null ? undefined : { messages: [message], nextCursor: nextCursor(1, first.row) }
    }
    const changed = await loadContent(database, [
      ...largeMessages.missing(page.map(({ row }) => row)),
      ...page.flatMap(({ parts }) => largeParts.missing(parts)),
    ])
    if (!isLast && !isUnchanged(changed)) return undefined
    return {
      messages: page
        .filter(({ row }) => !changed.gone.has(row))
        .map(({ row, parts }) => withParts(messageOf(row), partsOf(parts, changed), cursors.get(row.id))),
      nextCursor: nextCursor(page.length, page.at(-1)?.row),
    }
  }

  /** A message with its first parts, of which the largest are left out. Null when it is gone. */
  async function readLargeMessage(
    { session, id }: { session: string; id: string },
    bytes: number,
    listed: number,
  ): Promise<MessageWithParts | null> {
    const [sizes, [own]] = await database.read([
      largePartSizes.bind({ session, id, limit: Math.min(listed + 1, Number.MAX_SAFE_INTEGER) }),
      messageByKey.bind({ sessionId: session, id }),
    ])
    if (own === undefined) return null
    const first = sizes.slice(0, listed)
    const left = bytes - messageBytes(messageOf(own))
    const loaded = loadedPartBytes(first.map(sizeOfRow), left) - rowBytes
    const large = Math.min(loaded, Number.MAX_SAFE_INTEGER)
    const last = first.at(-1)?.position ?? 0
    const [[row], partRows] = await database.read([
      messageByKey.bind({ sessionId: session, id }),
      partsUpTo.bind({ session, id, last, large }),
    ])
    if (row === undefined) return null
    return withParts(
      messageOf(row),
      partRows.map((each) => (each.bytes <= large ? partOf(each) : unloadedPartOf(each))),
      sizes.length > first.length ? cursorAfter(row, last) : undefined,
    )
  }

  return {
    listMessages: (query: MessagePageQuery & AtLeast): Promise<MessagePage> =>
      untilUnchanged((isLast) => readMessages(query, isLast)),
  }
}

const partsOf = (rows: PartOfPage[], { gone }: Changed): Part[] =>
  (gone.size === 0 ? rows : rows.filter((row) => !gone.has(row))).map(partOf)

/** Gives messages their parts, and tells how many of them have all of theirs. */
function addPartRows(messages: { row: MessageOfPage; parts: PartOfPage[] }[], partRows: PartOfPage[]): number {
  const byId = new Map(messages.map((message, index) => [message.row.id, { ...message, index }]))
  let furthest = 0
  let inOrder = true
  for (const row of partRows) {
    const message = byId.get(row.messageId)
    if (message === undefined) continue
    message.parts.push(row)
    if (message.index < furthest) inOrder = false
    furthest = Math.max(furthest, message.index)
  }
  if (partRows.length < partsPerPage) return messages.length
  // The last message may have more. A database that does not take the page in its order may lack parts of any.
  return inOrder ? furthest : 0
}

/** Leaves each message its first parts, and gives the cursors of those that have more. */
function cutParts(messages: { row: MessageOfPage; parts: PartOfPage[] }[], listed: number): Map<string, string> {
  const cursors = new Map<string, string>()
  for (const { row, parts } of messages) {
    if (parts.length <= listed) continue
    parts.sort(byPosition).splice(listed)
    cursors.set(row.id, cursorAfter(row, parts.at(-1)?.position ?? 0))
  }
  return cursors
}

const cursorAfter = ({ sessionId, id }: Pick<Message, "sessionId" | "id">, position: number): string =>
  encodeCursor(partPageKey({ sessionId, messageId: id }), [position])

function withParts(message: Message, parts: Part[], partsCursor: string | undefined): MessageWithParts {
  const sorted = parts.sort(byPosition)
  return partsCursor === undefined ? { ...message, parts: sorted } : { ...message, parts: sorted, partsCursor }
}

const byPosition = (left: { position: number }, right: { position: number }): number => left.position - right.position
