import { and, asc, desc, eq, gt, gte, lt, lte, ne, type SQL, sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { MessageWithParts } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import { decodeCursor, encodeCursor } from "../provider/cursor.ts"
import { filePageKey, messagePageKey } from "../provider/page-keys.ts"
import type {
  ChangesPage,
  ChangesQuery,
  FilePage,
  FilePageQuery,
  MessagePage,
  MessagePageQuery,
} from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { Row } from "./dialect.ts"
import { once, value } from "./expressions.ts"
import { fileVersionOf, messageOf, partOf, sessionOf, tombstoneOf } from "./rows.ts"
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
    return {
      messages: compile<"session" | "start" | "limit">(
        builder.select(select.message).from(message).where(where).orderBy(byPosition).limit(limit),
      ),
      // Not sorted: a page has few parts for each message, and sorting in the database would copy their data. SQLite takes the
      // tables of a cross join in the order in which they stand; of an inner join it might read all of the session's parts.
      parts: compile<"session" | "start" | "limit">(
        builder
          .select(select.part)
          .from(ids)
          .crossJoin(part)
          .where(and(eq(part.sessionId, value("session")), eq(part.messageId, ids.id))),
      ),
    }
  })

  const filePage = lazily((variant: "all" | "path") =>
    compile(
      builder
        .select(select.fileVersion)
        .from(fileVersion)
        .where(
          and(
            eq(fileVersion.sessionId, value("session")),
            ...(variant === "path"
              ? [eq(fileVersion.path, value("path")), gt(fileVersion.version, value("version"))]
              : [
                  sql`${fileVersion.path} >= ${value("path")} and (${fileVersion.path} > ${value("path")} or ${fileVersion.version} > ${value("version")})`,
                ]),
          ),
        )
        .orderBy(asc(fileVersion.path), asc(fileVersion.version))
        .limit(limit),
    ),
  )

  /** What of each table comes next in a session's feed. */
  const feed = once(() => {
    type Table = typeof message | typeof part | typeof fileVersion | typeof tombstone
    const since = (table: Table, selection: Record<string, SQL.Aliased>) =>
      compile<"session" | "since" | "limit">(
        builder
          .select(selection)
          .from(table)
          .where(and(eq(table.sessionId, value("session")), gt(table.revision, value("since"))))
          .orderBy(asc(table.revision))
          .limit(limit),
      )
    return {
      messages: since(message, select.message),
      announcedMessages: compile<"session" | "since" | "limit">(
        builder
          .select(select.message)
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
      parts: since(part, select.part),
      files: since(fileVersion, select.fileVersion),
      tombstones: since(tombstone, select.tombstone),
    }
  })

  return {
    async listMessages(query: MessagePageQuery): Promise<MessagePage> {
      const key = messagePageKey(query)
      const begin = query.order === "oldest-first" ? 0 : Number.MAX_SAFE_INTEGER
      const position = decodeCursor(key, query.cursor)?.[0]
      const from = position === undefined ? query.from : undefined
      const statements = messagePage(`${query.order} ${from === undefined ? "after position" : "from message"}`)
      const values = { session: query.sessionId, start: from ?? position ?? begin }
      const [scope = [], rows = [], partRows = []] = await connection.read([
        bindScope(query.scope, query.sessionId),
        statements.messages.bind({ ...values, limit: query.limit + 1 }),
        statements.parts.bind({ ...values, limit: query.limit }),
      ])
      assertInScope(scope, query.sessionId, false)
      if (from !== undefined && rows.length === 0) {
        throw new SessionStorageError("not_found", `There is no message ${from} here.`)
      }
      const messages = rows.slice(0, query.limit).map((row): MessageWithParts => ({ ...messageOf(row), parts: [] }))
      addParts(messages, partRows.map(partOf))
      const last = messages.at(-1)
      const more = rows.length > query.limit && last !== undefined
      return { messages, nextCursor: more ? encodeCursor(key, [last.position]) : null }
    },

    async listFiles(query: FilePageQuery): Promise<FilePage> {
      const key = filePageKey(query)
      const [path, version] = decodeCursor(key, query.cursor) ?? ([query.path ?? "", 0] as const)
      const values = { session: query.sessionId, path, version, limit: query.limit + 1 }
      const [scope = [], rows = []] = await connection.read([
        bindScope(query.scope, query.sessionId),
        filePage(query.path === undefined ? "all" : "path").bind(values),
      ])
      assertInScope(scope, query.sessionId, false)
      const files = rows.slice(0, query.limit).map(fileVersionOf)
      const last = files.at(-1)
      const more = rows.length > query.limit && last !== undefined
      return { files, nextCursor: more ? encodeCursor(key, [last.path, last.version]) : null }
    },

    async changes(query: ChangesQuery): Promise<ChangesPage> {
      const { sessionId, since } = query
      const values = { session: sessionId, since, limit: query.limit + 1 }
      const statements = feed()
      const [scope = [], messages = [], announced = [], parts = [], files = [], tombstones = []] =
        await connection.read([
          bindScope(query.scope, sessionId),
          statements.messages.bind(values),
          statements.announcedMessages.bind(values),
          statements.parts.bind(values),
          statements.files.bind(values),
          statements.tombstones.bind(values),
        ])
      const row = assertInScope(scope, sessionId, true)
      const current = sessionOf(row)
      const entries: RecordedChange[] = [...new Set([Number(row.firstRevision), Number(row.fieldsRevision)])].map(
        (revision) => ({ type: "session", revision, session: current }),
      )
      for (const each of messages.map(messageOf))
        entries.push({ type: "message", revision: each.revision, message: each })
      for (const each of announced.map(messageOf)) {
        entries.push({ type: "message", revision: each.position, message: each })
      }
      for (const each of parts.map(partOf)) entries.push({ type: "part", revision: each.revision, part: each })
      for (const each of files.map(fileVersionOf)) entries.push({ type: "file", revision: each.revision, file: each })
      entries.push(...tombstones.map(tombstoneOf))
      const all = entries
        .filter((entry) => entry.revision > since)
        .sort((left, right) => left.revision - right.revision)
      const changes = all.slice(0, query.limit)
      const complete = changes.length === all.length
      // A node that lags shows a lower revision than the reader has seen: the reader stays where it is.
      const reached = complete ? current.revision : (changes.at(-1)?.revision ?? since)
      return { changes, since: Math.max(since, reached), complete }
    },
  }
}

function addParts(messages: MessageWithParts[], parts: Part[]): void {
  const byId = new Map(messages.map((message) => [message.id, message]))
  for (const part of parts) byId.get(part.messageId)?.parts.push(part)
  for (const { parts: own } of messages) own.sort((left, right) => left.position - right.position)
}
