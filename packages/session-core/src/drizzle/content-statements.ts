import { and, eq, getTableColumns, sql } from "drizzle-orm"
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core"
import type { SqlDialect } from "./dialect.ts"
import { family, once, revisionOfChange, value } from "./expressions.ts"
import type { SessionSchema } from "./schema.ts"
import { compile } from "./statement.ts"

/** The statements by which a batch changes what a session holds. Each is built at its first use. */
export function contentStatements(dialect: SqlDialect, schema: SessionSchema) {
  const { builder } = dialect
  const { session, message, part, fileVersion, tombstone, batch } = schema
  const revision = revisionOfChange(dialect, batch)
  const position = sql<number>`coalesce(${value("position")}, ${revision})`
  const isMessage = and(eq(message.sessionId, value("session")), eq(message.id, value("id")))

  /** What the message that is there counts for. */
  const before = (column: SQLiteColumn) => sql`coalesce((select ${column} from ${message} where ${isMessage}), 0)`
  const difference = (total: SQLiteColumn, column: SQLiteColumn, name: string) =>
    sql<number>`${total} + ${value(name)} - ${before(column)}`

  const messageValues = {
    sessionId: value<string>("session"),
    id: value<string>("id"),
    role: value<string>("role"),
    parentId: value<string>("parentId"),
    agent: value<string>("agent"),
    model: value<string>("model"),
    inputTokens: value<number>("inputTokens"),
    outputTokens: value<number>("outputTokens"),
    reasoningTokens: value<number>("reasoningTokens"),
    cacheReadTokens: value<number>("cacheReadTokens"),
    cacheWriteTokens: value<number>("cacheWriteTokens"),
    cost: value<number>("cost"),
    costNanos: value<number>("costNanos"),
    error: value<string>("error"),
    authorUser: value<string>("authorUser"),
    authorHost: value<string>("authorHost"),
    metadata: value<string>("metadata"),
    createdAt: value<number>("createdAt"),
    updatedAt: value<number>("updatedAt"),
    completedAt: value<number>("completedAt"),
  }
  // Null where there is no such message, which the column refuses.
  const messageOfPart = dialect.lacksForeignKeys
    ? sql<string>`(select ${message.id} from ${message} where ${message.sessionId} = ${value("session")} and ${message.id} = ${value("messageId")})`
    : value<string>("messageId")
  const partValues = {
    sessionId: value<string>("session"),
    messageId: messageOfPart,
    id: value<string>("id"),
    type: value<string>("type"),
    data: value<string>("data"),
    createdAt: value<number>("createdAt"),
    updatedAt: value<number>("updatedAt"),
  }
  const latestVersion = sql`(select version from (select coalesce(max(${fileVersion.version}), 0) as version from ${fileVersion}
    where ${fileVersion.sessionId} = ${value("session")} and ${fileVersion.path} = ${value("path")}) as latest)`

  return {
    /** Takes what the message counted for off the session's totals, and adds what it counts for now. Before the put. */
    count: once(() =>
      compile<CountName | "session" | "id">(
        builder
          .update(session)
          .set({
            messageCount: sql`${session.messageCount} + ${value("present")} - (select count(*) from ${message} where ${isMessage})`,
            inputTokens: difference(session.inputTokens, message.inputTokens, "inputTokens"),
            outputTokens: difference(session.outputTokens, message.outputTokens, "outputTokens"),
            reasoningTokens: difference(session.reasoningTokens, message.reasoningTokens, "reasoningTokens"),
            cacheReadTokens: difference(session.cacheReadTokens, message.cacheReadTokens, "cacheReadTokens"),
            cacheWriteTokens: difference(session.cacheWriteTokens, message.cacheWriteTokens, "cacheWriteTokens"),
            costNanos: difference(session.costNanos, message.costNanos, "costNanos"),
          })
          .where(eq(session.id, value("session"))),
      ),
    ),

    putMessage: once(() =>
      compile<Exclude<keyof typeof messageValues, "sessionId"> | "session" | RevisionName | "position">(
        dialect.upsert(
          message,
          { ...messageValues, position, revision },
          [message.sessionId, message.id],
          columns(message, messageValues, ["sessionId", "id"]).concat(message.revision),
        ),
      ),
    ),
    removeMessage: once(() => compile<"session" | "id">(builder.delete(message).where(isMessage))),
    removePartsOfMessage: once(() =>
      compile<"session" | "id">(
        builder.delete(part).where(and(eq(part.sessionId, value("session")), eq(part.messageId, value("id")))),
      ),
    ),

    putPart: once(() =>
      compile<Exclude<keyof typeof partValues, "sessionId"> | "session" | RevisionName | "position">(
        dialect.upsert(
          part,
          { ...partValues, position, revision },
          [part.sessionId, part.messageId, part.id],
          columns(part, partValues, ["sessionId", "messageId", "id"]).concat(part.revision),
        ),
      ),
    ),
    removePart: once(() =>
      compile<"session" | "messageId" | "partId">(
        builder
          .delete(part)
          .where(
            and(
              eq(part.sessionId, value("session")),
              eq(part.messageId, value("messageId")),
              eq(part.id, value("partId")),
            ),
          ),
      ),
    ),

    /** Without a version it takes the next one: writers of a session wait for each other at its row. */
    putFile: once(() =>
      compile<"session" | "path" | "version" | "content" | "createdAt" | RevisionName>(
        dialect.upsert(
          fileVersion,
          {
            sessionId: value("session"),
            path: value("path"),
            version: sql`coalesce(${value("version")}, ${latestVersion} + 1)`,
            content: value("content"),
            createdAt: value("createdAt"),
            revision,
          },
          [fileVersion.sessionId, fileVersion.path, fileVersion.version],
          [fileVersion.content, fileVersion.createdAt, fileVersion.revision],
        ),
      ),
    ),
    removeFile: once(() =>
      compile<"session" | "path" | "version">(
        builder
          .delete(fileVersion)
          .where(
            and(
              eq(fileVersion.sessionId, value("session")),
              eq(fileVersion.path, value("path")),
              eq(fileVersion.version, value("version")),
            ),
          ),
      ),
    ),

    /** Remembers a removal for the change feed. */
    bury: once(() =>
      compile<"session" | "type" | "messageId" | "partId" | "path" | "version" | RevisionName>(
        builder.insert(tombstone).values({
          sessionId: value("session"),
          revision,
          type: value("type"),
          messageId: value("messageId"),
          partId: value("partId"),
          path: value("path"),
          version: value("version"),
        }),
      ),
    ),

    /** All that the session and its descendants hold, parts before the messages that they refer to. */
    purgeContent: once(() =>
      [part, message, fileVersion, tombstone].map((table) =>
        compile<"session">(builder.delete(table).where(sql`${table.sessionId} in ${family(session)}`)),
      ),
    ),

    /** Forgets answers that are old enough, a few at a time; never the one by which a session knows its last batch. */
    forgetAnswers: once(() => {
      const isLast = sql`exists (select 1 from ${session} where ${session.id} = ${batch.sessionId} and ${session.lastBatch} = ${batch.id})`
      return compile<"age">(
        builder.delete(batch).where(sql`${batch.createdAt} < ${dialect.now} - ${value("age")} and not ${isLast}`),
      )
    }),
  }
}

type CountName =
  | "present"
  | "inputTokens"
  | "outputTokens"
  | "reasoningTokens"
  | "cacheReadTokens"
  | "cacheWriteTokens"
  | "costNanos"

type RevisionName = "batch" | "revision" | "offset"

/** The columns of a table that have the given values, except some. */
function columns(table: SQLiteTable, values: Record<string, unknown>, except: string[]): SQLiteColumn[] {
  const all = Object.entries(getTableColumns(table))
  return all.filter(([name]) => name in values && !except.includes(name)).map(([, column]) => column)
}

export type ContentStatements = ReturnType<typeof contentStatements>
