import { type SQL, sql } from "drizzle-orm"
import type { Part } from "../model/part.ts"
import type { PartQuery } from "../provider/queries.ts"
import type { SqlDatabase } from "./database.ts"
import { remove, set } from "./neutral-sql.ts"
import { insertOrUpdate } from "./on-conflict.ts"
import { changeParameters, lastRevision, revisionOfChange } from "./receipt.ts"
import { partByKey } from "./row-by-key.ts"
import { partOf } from "./rows.ts"
import { message, part } from "./schema.ts"
import { assertVisible, bindScope } from "./session-scope.ts"
import type { AtLeast } from "./stale-read.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"

const key = { session: text, message: text, part: text }

const isPart = (given: { session: SQL; message: SQL; part: SQL }): SQL =>
  sql`${part.sessionId} = ${given.session} and ${part.messageId} = ${given.message} and ${part.id} = ${given.part}`

/**
 * A new part, or all fields of the one that is there. Its position stays.
 *
 * A part that was put once, right behind its message and in the batch that made it, needs no entry of its own for the session's feed:
 * no other message stands between the two, so whoever reads on from the message comes to it (changes.ts).
 */
export const putPart = statement(
  {
    ...changeParameters,
    messageId: text,
    id: text,
    type: text,
    data: text,
    createdAt: integer,
    updatedAt: integer,
    position: optional(integer),
    /** How many changes after the put of its message come in the batch, when that is the last one of a message before it. */
    behind: optional(integer),
  },
  (given, dialect) => {
    const { session: sessionId, batch: _batch, offset: _offset, behind, ...values } = given
    const revision = revisionOfChange(given, dialect)
    const position = sql<number>`coalesce(${given.position}, ${revision})`
    // Null where there is no such message, which the column refuses.
    const messageId = dialect.lacksForeignKeys
      ? sql<string>`(select ${message.id} from ${message} where ${message.sessionId} = ${sessionId} and ${message.id} = ${given.messageId})`
      : given.messageId
    const made = sql`(select ${message.position} from ${message} where ${message.sessionId} = ${sessionId} and ${message.id} = ${given.messageId})`
    const feedRevision = dialect.partialIndexes
      ? sql<
          number | null
        >`case when ${made} = ${lastRevision(given, dialect)} - ${behind} then null else ${revision} end`
      : sql<number>`${revision}`
    return insertOrUpdate(
      dialect,
      part,
      { ...values, sessionId, messageId, position, revision, feedRevision },
      [part.sessionId, part.messageId, part.id],
      [
        part.type,
        part.data,
        part.createdAt,
        part.updatedAt,
        part.revision,
        set(part.feedRevision, sql`${dialect.onConflict.inserted(part.revision)}`),
      ],
    )
  },
)

export const removePart = statement(key, (given) => remove(part, isPart(given)))

export const removePartsOfMessage = statement({ session: text, message: text }, (given) =>
  remove(part, sql`${part.sessionId} = ${given.session} and ${part.messageId} = ${given.message}`),
)

export const partReads = (database: SqlDatabase) => ({
  async getPart(query: PartQuery & AtLeast): Promise<Part | null> {
    const { scope, sessionId, messageId, partId } = query
    const [sessions, [row]] = await database.read([
      bindScope(scope, sessionId),
      partByKey.bind({ sessionId, messageId, id: partId }),
    ])
    assertVisible(sessions, query)
    return row === undefined ? null : partOf(row)
  },
})
