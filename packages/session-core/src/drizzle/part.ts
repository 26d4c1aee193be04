import { type SQL, sql } from "drizzle-orm"
import type { Part } from "../model/part.ts"
import type { PartQuery } from "../provider/queries.ts"
import type { SqlDatabase } from "./database.ts"
import { remove } from "./neutral-sql.ts"
import { insertOrUpdate } from "./on-conflict.ts"
import { changeParameters, revisionOfChange } from "./receipt.ts"
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

/** A new part, or all fields of the one that is there. Its position stays. */
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
  },
  (given, dialect) => {
    const { session: sessionId, batch: _batch, offset: _offset, ...values } = given
    const revision = revisionOfChange(given, dialect)
    const position = sql<number>`coalesce(${given.position}, ${revision})`
    // Null where there is no such message, which the column refuses.
    const messageId = dialect.lacksForeignKeys
      ? sql<string>`(select ${message.id} from ${message} where ${message.sessionId} = ${sessionId} and ${message.id} = ${given.messageId})`
      : given.messageId
    return insertOrUpdate(
      dialect,
      part,
      { ...values, sessionId, messageId, position, revision },
      [part.sessionId, part.messageId, part.id],
      [part.type, part.data, part.createdAt, part.updatedAt, part.revision],
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
