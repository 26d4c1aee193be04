import { and, asc, desc, eq, gt, gte, lt, lte, ne, type SQL, sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Message, MessageWithParts } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin, loadedPartBytes, messageBytes, rowBytes, sessionBytes } from "../paging/page-bytes.ts"
import { filePageKey, messagePageKey } from "../paging/page-keys.ts"
import type {
  ChangesPage,
  ChangesQuery,
  FilePage,
  FilePageQuery,
  MessagePage,
  MessagePageQuery,
  PartQuery,
} from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { Row } from "./dialect.ts"
import { once, value } from "./expressions.ts"
import {
  boundOf,
  type Changed,
  isUnchanged,
  type LargeRow,
  largeAbove,
  largeRows,
  missingOf,
  sizeOfRow,
  untilChanged,
  untilUnchanged,
} from "./large-rows.ts"
import { fileVersionOf, messageOf, partOf, sessionOf, tombstoneOf, unloadedPartOf } from "./rows.ts"
import type { SqlContext } from "./sql-context.ts"
import { compile, lazily } from "./statement.ts"

/** The reads of what sessions hold. Each is one transaction: the session is in scope, and the rows belong together. */
export function contentReads({ connection, dialect, schema, select }: SqlContext) {
  const { session, message, part, fileVersion, tombstone } = schema
  const { builder } = dialect
  const limit = sql.placeholder("limit")

  const inScope = once(() =>
    compile<"session" | "project">(
      builder
        .select(select.session)
        .from(session)
        .where(
          and(
            eq(session.id, value("session")),
            sql`(${value("project")} is null or ${session.projectId} = ${value("project")})`,
          ),
        ),
    ),
  )

  /** Fails unless the row of `inScope` is there. */
  function assertInScope(rows: Row[], sessionId: string, includeDeleted: boolean): Row {
    const [row] = rows
    if (row === undefined || (!includeDeleted && row.deletedAt !== null)) {
      throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
    }
    return row
  }

  const bindScope = (scope: Scope, sessionId: string) =>
    inScope().bind({ session: sessionId, project: scopeProjectId(scope) })

  const { bytesOf, load, select: selectLarge, threshold } = largeRows(connection, dialect, schema)
  const bytesOfPart = sql`${bytesOf("part")}`.as("bytes")

  const messagePage = lazily((variant: `${MessagePageQuery["order"]} ${"after position" | "from message"}`) => {
    const ascending = variant.startsWith("oldest-first")
    const fromMessage = variant.endsWith("from message")
    const after = fromMessage ? (ascending ? gte : lte) : ascending ? gt : lt
    const start: SQL<number> = fromMessage
      ? sql`(select ${message.position} from ${message} where ${message.sessionId} = ${value("session")} and ${message.id} = ${value("start")})`
      : value("start")
    const where = and(eq(message.sessionId, value("session")), after(message.position, start))
    const byPosition = ascending ? asc(message.position) : desc(message.position)
    const ids = builder
      .select({ id: message.id })
      .from(message)
      .where(where)
      .orderBy(byPosition)
      .limit(limit)
      .as("page")
    const isOfPage = and(eq(part.sessionId, value("session")), eq(part.messageId, ids.id))
    const sizes = builder.select({ bytes: bytesOfPart }).from(ids).crossJoin(part).where(isOfPage)
    return {
      messages: compile<PageValue | "start">(
        builder.select(selectLarge("message")).from(message).where(where).orderBy(byPosition).limit(limit),
      ),
      // Not sorted: a page has few parts for each message, and sorting in the database would copy their data. SQLite takes the
      // tables of a cross join in the order in which they stand; of an inner join it might read all of the session's parts.
      parts: compile<PageValue | "start" | "partLimit">(
        builder
          .select(selectLarge("part", threshold(sizes.getSQL())))
          .from(ids)
          .crossJoin(part)
          .where(isOfPage)
          .limit(sql.placeholder("partLimit")),
      ),
    }
  })

  /** A message that is too large for a page, and its parts up to a size. */
  const largeMessage = once(() => {
    const isOfMessage = and(eq(part.sessionId, value("session")), eq(part.messageId, value("id")))
    return {
      sizes: compile<"session" | "id">(builder.select({ bytes: bytesOfPart }).from(part).where(isOfMessage)),
      message: compile<"session" | "id">(
        builder
          .select(select.message)
          .from(message)
          .where(and(eq(message.sessionId, value("session")), eq(message.id, value("id")))),
      ),
      parts: compile<"session" | "id" | "large">(builder.select(selectLarge("part")).from(part).where(isOfMessage)),
    }
  })

  const partByKey = once(() =>
    compile<"session" | "message" | "part">(
      builder
        .select(select.part)
        .from(part)
        .where(
          and(eq(part.sessionId, value("session")), eq(part.messageId, value("message")), eq(part.id, value("part"))),
        ),
    ),
  )

  const filePage = lazily((variant: "all" | "path") => {
    const where = and(
      eq(fileVersion.sessionId, value("session")),
      ...(variant === "path"
        ? [eq(fileVersion.path, value("path")), gt(fileVersion.version, value("version"))]
        : [
            sql`${fileVersion.path} >= ${value("path")} and (${fileVersion.path} > ${value("path")} or ${fileVersion.version} > ${value("version")})`,
          ]),
    )
    const byVersion = [asc(fileVersion.path), asc(fileVersion.version)]
    const sizes = builder
      .select({ bytes: sql`${bytesOf("fileVersion")}`.as("bytes") })
      .from(fileVersion)
      .where(where)
      .orderBy(...byVersion)
      .limit(limit)
    return compile<PageValue | "path" | "version">(
      builder
        .select(selectLarge("fileVersion", threshold(sizes.getSQL())))
        .from(fileVersion)
        .where(where)
        .orderBy(...byVersion)
        .limit(limit),
    )
  })

  /** What of each table comes next in a session's feed. */
  const feed = once(() => {
    const since = (table: typeof message | typeof part | typeof fileVersion | typeof tombstone) =>
      and(eq(table.sessionId, value("session")), gt(table.revision, value("since")))
    const entries = (name: "part" | "fileVersion") => {
      const table = schema[name]
      const sizes = builder
        .select({ bytes: sql`${bytesOf(name)}`.as("bytes") })
        .from(table)
        .where(since(table))
        .orderBy(asc(table.revision))
        .limit(limit)
      return compile<PageValue | "since">(
        builder
          .select(selectLarge(name, threshold(sizes.getSQL())))
          .from(table)
          .where(since(table))
          .orderBy(asc(table.revision))
          .limit(limit),
      )
    }
    return {
      messages: compile<PageValue | "since">(
        builder
          .select(selectLarge("message"))
          .from(message)
          .where(since(message))
          .orderBy(asc(message.revision))
          .limit(limit),
      ),
      announcedMessages: compile<PageValue | "since">(
        builder
          .select(selectLarge("message"))
          .from(message)
          .where(
            and(
              eq(message.sessionId, value("session")),
              gt(message.position, value("since")),
              ne(message.position, message.revision),
            ),
          )
          .orderBy(asc(message.position))
          .limit(limit),
      ),
      parts: entries("part"),
      files: entries("fileVersion"),
      tombstones: compile<"session" | "since" | "limit">(
        builder
          .select(select.tombstone)
          .from(tombstone)
          .where(since(tombstone))
          .orderBy(asc(tombstone.revision))
          .limit(limit),
      ),
    }
  })

  /** A page of messages, or undefined when something changed while it was read. */
  async function readMessages(query: MessagePageQuery, isLast: boolean): Promise<MessagePage | undefined> {
    const key = messagePageKey(query)
    const bytes = boundOf(query)
    const begin = query.order === "oldest-first" ? 0 : Number.MAX_SAFE_INTEGER
    const position = decodeCursor(key, query.cursor)?.[0]
    const from = position === undefined ? query.from : undefined
    const statements = messagePage(`${query.order} ${from === undefined ? "after position" : "from message"}`)
    const values = { session: query.sessionId, start: from ?? position ?? begin, bytes }
    const large = largeAbove(bytes, query.limit)
    const [scope = [], rows = [], partRows = []] = await connection.read([
      bindScope(query.scope, query.sessionId),
      statements.messages.bind({ ...values, large, limit: query.limit + 1 }),
      statements.parts.bind({
        ...values,
        large: largeAbove(bytes, partsPerPage),
        limit: query.limit,
        partLimit: partsPerPage,
      }),
    ])
    assertInScope(scope, query.sessionId, false)
    if (from !== undefined && rows.length === 0) {
      throw new SessionStorageError("not_found", `There is no message ${from} here.`)
    }
    const candidates = rows.slice(0, query.limit).map((row) => ({ row, parts: [] as Row[] }))
    const isWhole = addPartRows(candidates, partRows)
    const [first] = candidates
    if (first === undefined) return { messages: [], nextCursor: null }
    const sizeOf = ({ row, parts }: (typeof candidates)[number]) => {
      let size = sizeOfRow(row)
      for (const each of parts) size += sizeOfRow(each)
      return size
    }
    const whole = candidates.slice(0, isWhole)
    const page = whole.slice(0, countWithin(whole, sizeOf, bytes))
    const nextCursor = (shown: number, last: Row | undefined) =>
      rows.length > shown && last !== undefined ? encodeCursor(key, [Number(last.position)]) : null
    if (page.length === 0 || sizeOf(first) > bytes) {
      const message = await readLargeMessage(query.sessionId, String(first.row.id), bytes)
      return message === null ? undefined : { messages: [message], nextCursor: nextCursor(1, first.row) }
    }
    const missing = missingOf(
      "message",
      page.map(({ row }) => row),
    )
    for (const { parts } of page) missingOf("part", parts, missing)
    const changed = await load(missing)
    if (!isLast && !isUnchanged(changed)) return undefined
    return {
      messages: page
        .filter(({ row }) => !changed.gone.has(row))
        .map(({ row, parts }) => withParts(messageOf(row), partsOf(parts, changed))),
      nextCursor: nextCursor(page.length, page.at(-1)?.row),
    }
  }

  /** Null when it is gone. */
  async function readLargeMessage(session: string, id: string, bytes: number): Promise<MessageWithParts | null> {
    const statements = largeMessage()
    const [sizes = [], [own] = []] = await connection.read([
      statements.sizes.bind({ session, id }),
      statements.message.bind({ session, id }),
    ])
    if (own === undefined) return null
    const left = bytes - messageBytes(messageOf(own))
    const loaded = loadedPartBytes(sizes.map(sizeOfRow), left) - rowBytes
    const large = Math.min(loaded, Number.MAX_SAFE_INTEGER)
    const [[row] = [], partRows = []] = await connection.read([
      statements.message.bind({ session, id }),
      statements.parts.bind({ session, id, large }),
    ])
    if (row === undefined) return null
    return withParts(
      messageOf(row),
      partRows.map((each) => (Number(each.bytes) <= large ? partOf(each) : unloadedPartOf(each))),
    )
  }

  async function readChanges(query: ChangesQuery, isLast: boolean): Promise<ChangesPage | undefined> {
    const { sessionId, since } = query
    const bytes = boundOf(query)
    const limit = query.limit + 1
    const values = { session: sessionId, since, bytes, large: largeAbove(bytes, query.limit), limit }
    const statements = feed()
    const [scope = [], messages = [], announced = [], parts = [], files = [], tombstones = []] = await connection.read([
      bindScope(query.scope, sessionId),
      statements.messages.bind(values),
      statements.announcedMessages.bind(values),
      statements.parts.bind(values),
      statements.files.bind(values),
      statements.tombstones.bind(values),
    ])
    const row = assertInScope(scope, sessionId, true)
    const current = sessionOf(row)
    const ofSession = new Set([Number(row.firstRevision), Number(row.fieldsRevision)])
    const entries: FeedEntry[] = [
      ...[...ofSession].map(
        (revision): FeedEntry => ({
          revision,
          size: sessionBytes(current),
          read: () => ({ type: "session", revision, session: current }),
        }),
      ),
      ...messages.map((each) => messageEntry(each, Number(each.revision))),
      ...announced.map((each) => messageEntry(each, Number(each.position))),
      ...parts.map((each) =>
        contentEntry("part", each, (revision) => ({ type: "part", revision, part: partOf(each) })),
      ),
      ...files.map((each) =>
        contentEntry("fileVersion", each, (revision) => ({ type: "file", revision, file: fileVersionOf(each) })),
      ),
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
    const missing: LargeRow[] = []
    for (const { content } of page) if (content !== undefined) missingOf(content.table, [content.row], missing)
    const changed = await load(missing)
    if (!isLast && !isUnchanged(changed)) return undefined
    const shown = untilChanged(page, changed, ({ content }) => content?.row)
    const complete = shown.length === all.length
    // A node that lags shows a lower revision than the reader has seen: the reader stays where it is.
    const reached = complete ? current.revision : (shown.at(-1)?.revision ?? since)
    return { changes: shown.map(({ read }) => read()), since: Math.max(since, reached), complete }
  }

  return {
    listMessages: (query: MessagePageQuery): Promise<MessagePage> =>
      untilUnchanged((isLast) => readMessages(query, isLast)),

    async getPart(query: PartQuery): Promise<Part | null> {
      const [scope = [], [row] = []] = await connection.read([
        bindScope(query.scope, query.sessionId),
        partByKey().bind({ session: query.sessionId, message: query.messageId, part: query.partId }),
      ])
      assertInScope(scope, query.sessionId, false)
      return row === undefined ? null : partOf(row)
    },

    listFiles: (query: FilePageQuery): Promise<FilePage> =>
      untilUnchanged(async (isLast) => {
        const key = filePageKey(query)
        const bytes = boundOf(query)
        const [path, version] = decodeCursor(key, query.cursor) ?? [query.path ?? "", 0]
        const values = { session: query.sessionId, path, version, bytes, large: largeAbove(bytes, query.limit) }
        const [scope = [], rows = []] = await connection.read([
          bindScope(query.scope, query.sessionId),
          filePage(query.path === undefined ? "all" : "path").bind({ ...values, limit: query.limit + 1 }),
        ])
        assertInScope(scope, query.sessionId, false)
        const within = rows.slice(0, query.limit)
        const page = within.slice(0, countWithin(within, sizeOfRow, bytes))
        const changed = await load(missingOf("fileVersion", page))
        if (!isLast && !isUnchanged(changed)) return undefined
        const last = page.at(-1)
        return {
          files: page.filter((row) => !changed.gone.has(row)).map(fileVersionOf),
          nextCursor:
            rows.length > page.length && last !== undefined
              ? encodeCursor(key, [String(last.path), Number(last.version)])
              : null,
        }
      }),

    changes: (query: ChangesQuery): Promise<ChangesPage> => untilUnchanged((isLast) => readChanges(query, isLast)),
  }
}

type PageValue = "session" | "bytes" | "large" | "limit"

/** How many parts a page reads at most: with those that are small, not more than 32 MiB. A page has fewer messages then. */
const partsPerPage = 2000

/** An entry of a session's feed before its content is read. */
interface FeedEntry {
  revision: number
  size: number
  content?: LargeRow
  read(): RecordedChange
}

const messageEntry = (row: Row, revision: number): FeedEntry => ({
  revision,
  size: sizeOfRow(row),
  content: { table: "message", row },
  read: () => ({ type: "message", revision, message: messageOf(row) }),
})

const contentEntry = (
  table: "part" | "fileVersion",
  row: Row,
  read: (revision: number) => RecordedChange,
): FeedEntry => {
  const revision = Number(row.revision)
  return { revision, size: sizeOfRow(row), content: { table, row }, read: () => read(revision) }
}

const partsOf = (rows: Row[], { gone }: Changed): Part[] =>
  (gone.size === 0 ? rows : rows.filter((row) => !gone.has(row))).map(partOf)

/** Gives messages their parts, and tells how many of them have all of theirs. */
function addPartRows(messages: { row: Row; parts: Row[] }[], partRows: Row[]): number {
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

function withParts(message: Message, parts: Part[]): MessageWithParts {
  return { ...message, parts: parts.sort((left, right) => left.position - right.position) }
}
