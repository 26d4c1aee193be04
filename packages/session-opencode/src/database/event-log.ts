import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { boundedId } from "../sqlite/bounded-columns.ts"
import { isCount, isId } from "../values/plain-values.ts"

/** Bytes of an event of which SQLite parses the JSON. The id of a larger one is looked for at its beginning. */
const largestParsed = 256 * 1024
/** Characters of a large event's beginning. Ids come first in it. */
const beginningLength = 2000

/** Where the id of the message stands in an event, by the event's type; null where an event is about no message. */
const messagePaths: ReadonlyMap<string, { path: string; beginning: RegExp } | null> = new Map([
  ["session.created.1", null],
  ["session.updated.1", null],
  ["session.deleted.1", null],
  ["message.updated.1", { path: "$.info.id", beginning: /"info":\{"id":"([^"\\]{1,200})"/ }],
  ["message.removed.1", { path: "$.messageID", beginning: /"messageID":"([^"\\]{1,200})"/ }],
  ["message.part.updated.1", { path: "$.part.messageID", beginning: /"messageID":"([^"\\]{1,200})"/ }],
  ["message.part.removed.1", { path: "$.messageID", beginning: /"messageID":"([^"\\]{1,200})"/ }],
])

/** More messages than these are not told one by one: comparing the whole session is no dearer then. */
const mostTouched = 200

type EventRow = [seq: unknown, type: unknown, size: number, id: unknown, beginning: unknown]

/**
 * OpenCode's log of its own writes: `event_sequence` has the number of the last event of each session, `event` has the events. A
 * row and its event are written in one transaction. Sessions that were imported into OpenCode, or that it wrote before it had a log, have none or part of it.
 */
export class EventLog {
  readonly #numbers: SqliteStatement<unknown[]>
  readonly #number: SqliteStatement<unknown>
  readonly #events: SqliteStatement<unknown[]>

  private constructor(database: SqliteDatabase) {
    this.#numbers = database.prepareArrays(`SELECT ${boundedId("aggregate_id")}, seq FROM event_sequence`)
    this.#number = database.prepareValues("SELECT seq FROM event_sequence WHERE aggregate_id = ?")
    const paths = [...messagePaths].flatMap(([type, found]) =>
      found === null ? [] : [`WHEN '${type}' THEN json_extract(data, '${found.path}')`],
    )
    this.#events = database.prepareArrays(
      `SELECT seq, CASE WHEN octet_length(type) <= 100 THEN type END, octet_length(data),
           CASE WHEN octet_length(data) <= ${largestParsed} AND json_valid(data) THEN CASE type ${paths.join(" ")} END END,
           CASE WHEN octet_length(data) > ${largestParsed} THEN substr(data, 1, ${beginningLength}) END
         FROM event WHERE aggregate_id = ? AND seq > ? ORDER BY seq`,
    )
  }

  /** Null for a database without a log. */
  static of(database: SqliteDatabase, tables: ReadonlyMap<string, readonly string[]>): EventLog | null {
    const has = (table: string, ...columns: string[]) =>
      columns.every((column) => tables.get(table)?.includes(column) === true)
    const isThere = has("event_sequence", "aggregate_id", "seq") && has("event", "aggregate_id", "seq", "type", "data")
    return isThere ? new EventLog(database) : null
  }

  /** The number of the last event of each session that has any. */
  numbers(): Map<string, string> {
    const numbers = new Map<string, string>()
    // Rows are arrays, as they were asked for.
    for (const [id, seq] of this.#numbers.iterate()) if (isId(id)) numbers.set(id, String(seq))
    return numbers
  }

  /** The number of a session's last event; null where it has none. */
  number(sessionId: string): number | null {
    const seq = this.#number.get([sessionId])
    return isCount(seq) ? seq : null
  }

  /**
   * The ids of the messages that events after a number are about. Null where the log does not say: it has a gap, does not reach
   * back that far, or has an event of an unknown kind.
   */
  touchedSince(sessionId: string, after: number): Set<string> | null {
    const last = this.number(sessionId)
    if (last === null || last < after) return null
    const touched = new Set<string>()
    let expected = after
    // With the columns that the statement selects.
    for (const row of this.#events.iterate([sessionId, after]) as IterableIterator<EventRow>) {
      expected += 1
      if (row[0] !== expected) return null
      const messageId = messageOf(row)
      if (messageId === undefined) return null
      if (messageId !== null) touched.add(messageId)
      if (touched.size > mostTouched) return null
    }
    return expected === last ? touched : null
  }
}

/** Null for an event that is about no message; undefined for one that does not say which. */
function messageOf([, type, size, id, beginning]: EventRow): string | null | undefined {
  const found = typeof type === "string" ? messagePaths.get(type) : undefined
  if (found === undefined || found === null) return found
  const messageId = size > largestParsed ? found.beginning.exec(String(beginning))?.[1] : id
  return isId(messageId) ? messageId : undefined
}
