import { type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { type Assignment, remove, set, update } from "./neutral-sql.ts"
import { insertOrUpdate } from "./on-conflict.ts"
import { changeParameters, revisionOfChange } from "./receipt.ts"
import { message, session } from "./schema.ts"
import { type Given, statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { integer, optional, real, text } from "./value-type.ts"

const key = { session: text, id: text }

const isMessage = (given: { session: SQL; id: SQL }): SQL =>
  sql`${message.sessionId} = ${given.session} and ${message.id} = ${given.id}`

const fields = {
  role: text,
  parentId: optional(text),
  agent: optional(text),
  model: optional(text),
  modelName: optional(text),
  inputTokens: optional(integer),
  outputTokens: optional(integer),
  reasoningTokens: optional(integer),
  cacheReadTokens: optional(integer),
  cacheWriteTokens: optional(integer),
  cost: optional(real),
  costNanos: optional(integer),
  error: optional(text),
  authorUser: optional(text),
  authorHost: optional(text),
  metadata: text,
  createdAt: integer,
  updatedAt: integer,
  completedAt: optional(integer),
}

/** A new message, or all fields of the one that is there. Its position stays. */
export const putMessage = statement(
  { ...changeParameters, ...fields, id: text, position: optional(integer) },
  (given, dialect) => {
    const { session: sessionId, batch: _batch, offset: _offset, ...values } = given
    const revision = revisionOfChange(given, dialect)
    const position = sql<number>`coalesce(${given.position}, ${revision})`
    return insertOrUpdate(
      dialect,
      message,
      { ...values, sessionId, position, revision },
      [message.sessionId, message.id],
      [
        message.role,
        message.parentId,
        message.agent,
        message.model,
        message.modelName,
        message.inputTokens,
        message.outputTokens,
        message.reasoningTokens,
        message.cacheReadTokens,
        message.cacheWriteTokens,
        message.cost,
        message.costNanos,
        message.error,
        message.authorUser,
        message.authorHost,
        message.metadata,
        message.createdAt,
        message.updatedAt,
        message.completedAt,
        message.revision,
      ],
    )
  },
)

export const removeMessage = statement(key, (given) => remove(message, isMessage(given)))

/** What a message counts for, and which it is. */
export const countParameters = {
  ...key,
  /** 1 for a message that is put, 0 for one that is removed. */
  present: integer,
  inputTokens: integer,
  outputTokens: integer,
  reasoningTokens: integer,
  cacheReadTokens: integer,
  cacheWriteTokens: integer,
  costNanos: integer,
}

/** Takes what the message counted for off the session's totals, and adds what it counts for now, with other assignments. Before the put. */
export function updateCounting(
  given: Given<typeof countParameters>,
  { updateBeside }: SqlDialect,
  others: readonly Assignment[] = [],
): SQL {
  const isOfMessage = isMessage(given)
  // The message that is there, which has no columns where there is none.
  const stored = (column: SQL) => (updateBeside ? column : sql`(select ${column} from ${message} where ${isOfMessage})`)
  const changed = (total: Column<number>, now: SQL<number>, column: Column<number | null>) =>
    set(total, sql<number>`${total} + ${now} - coalesce(${stored(column)}, 0)`)
  const present = updateBeside ? sql`(${message.id} is not null)` : stored(sql`count(*)`)
  const assignments = [
    set(session.messageCount, sql<number>`${session.messageCount} + ${given.present} - ${present}`),
    changed(session.inputTokens, given.inputTokens, message.inputTokens),
    changed(session.outputTokens, given.outputTokens, message.outputTokens),
    changed(session.reasoningTokens, given.reasoningTokens, message.reasoningTokens),
    changed(session.cacheReadTokens, given.cacheReadTokens, message.cacheReadTokens),
    changed(session.cacheWriteTokens, given.cacheWriteTokens, message.cacheWriteTokens),
    changed(session.costNanos, given.costNanos, message.costNanos),
    ...others,
  ]
  const where = sql`${session.id} = ${given.session}`
  return updateBeside === undefined
    ? update(session, assignments, where)
    : updateBeside({ changed: session, beside: message, on: isOfMessage, assignments, where })
}

export const countMessage = statement(countParameters, (given, dialect) => updateCounting(given, dialect))
