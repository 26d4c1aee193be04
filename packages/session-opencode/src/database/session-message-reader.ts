import type { JsonObject, PartFields } from "@opencode/session-core"
import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { readSessionMessage, type SessionMessage } from "../mapping/session-message.ts"
import type { SourceLog } from "../source/source-log.ts"
import { BoundedColumns, bounded, boundedId, boundedTime, maximumLoaded } from "../sqlite/bounded-columns.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { fitPart, shortenedReason } from "../values/fit-part.ts"
import { isObject, parseObject } from "../values/json-text.ts"
import { isId, jsonOfColumn, textOfColumn } from "../values/plain-values.ts"
import { sessionMessageColumns } from "./tables.ts"

/** Id, times, type, number, bytes of the data, the data unless it is too large, other columns. */
type MessageRow = [
  id: unknown,
  created: unknown,
  updated: unknown,
  type: unknown,
  seq: unknown,
  size: number,
  data: unknown,
  ...others: unknown[],
]

/** A message of 2.x as the database has it, in our terms. */
export interface ReadMessage extends SessionMessage {
  /** All that the row has of it, as text. */
  raw: string
}

/** Reads the messages of OpenCode 2.x, of which each is one row with all that it consists of. */
export class SessionMessageReader {
  readonly #log: SourceLog
  readonly #ids: SqliteStatement<unknown>
  readonly #messages: SqliteStatement<unknown[]>
  readonly #messageById: SqliteStatement<unknown[]>
  readonly #reduced: SqliteStatement<unknown>
  readonly #orphans: SqliteStatement<unknown>
  readonly #columns: BoundedColumns
  readonly #removable = ["$.content", "$.files", "$.summary", "$.recent", "$.text", "$.output"]

  /** `sessions` selects the ids of all sessions. */
  constructor(database: SqliteDatabase, log: SourceLog, columns: readonly string[], sessions: string) {
    this.#log = log
    const others = columns.filter((column) => !sessionMessageColumns.some((known) => known === column))
    this.#columns = new BoundedColumns(others)
    const selected = [
      ...[boundedId("id"), boundedTime("time_created"), boundedTime("time_updated"), boundedId("type")],
      ...[boundedTime("seq"), "octet_length(data)", bounded("data")],
      ...(this.#columns.width === 0 ? [] : [this.#columns.sql]),
    ]
    this.#ids = database.prepareValues(`SELECT ${boundedId("id")} FROM session_message WHERE session_id = ?`)
    this.#messages = database.prepareArrays(
      `SELECT ${selected.join(", ")} FROM session_message WHERE session_id = +? ORDER BY seq, id`,
    )
    this.#messageById = database.prepareArrays(
      `SELECT ${selected.join(", ")} FROM session_message WHERE session_id = ? AND id = ?`,
    )
    this.#reduced = database.prepareValues(
      `SELECT json_remove(data, ${this.#removable.map((path) => `'${path}'`).join(", ")}) FROM session_message
         WHERE id = ? AND octet_length(data) <= ${4 * maximumLoaded} AND json_valid(data)`,
    )
    this.#orphans = database.prepareValues(
      `SELECT ${boundedId("id")} FROM session_message WHERE session_id NOT IN (${sessions}) LIMIT 1000`,
    )
  }

  /** The ids of a session's messages. */
  ids(sessionId: string): Set<string> {
    return new Set(this.#ids.all([sessionId]).filter(isId))
  }

  /** In their order. What cannot be taken goes to the log. */
  *read(sessionId: string): Generator<ReadMessage> {
    // Rows are arrays, as they were asked for.
    for (const row of this.#messages.iterate([sessionId]) as IterableIterator<MessageRow>) {
      const message = this.#message(row)
      if (message !== null) yield message
    }
  }

  /** One message; null where it is not there, or cannot be taken, which goes to the log. */
  readMessage(sessionId: string, messageId: string): ReadMessage | null {
    // Rows are arrays, as they were asked for.
    const row = this.#messageById.get([sessionId, messageId]) as MessageRow | undefined
    return row === undefined ? null : this.#message(row)
  }

  /** Names the messages whose session is not in the file. */
  reportOrphans(): void {
    for (const id of this.#orphans.iterate()) {
      const reason = "The session that it belongs to is not in the file."
      this.#log.skipped({ table: "session_message", id: textOfColumn(id).toWellFormed(), reason })
    }
  }

  #message(row: MessageRow): ReadMessage | null {
    const [id, created, updated, type, seq, size, text] = row
    if (!isId(id)) {
      const reason = "Its id is not one that the store takes."
      this.#log.skipped({ table: "session_message", id: textOfColumn(id).toWellFormed(), reason })
      return null
    }
    const { data, kept } = this.#dataOf(id, size, text)
    const read = readSessionMessage(id, textOfColumn(type), data, { created, updated })
    const { opencode } = read.message.metadata
    const columns = this.#otherColumns(id, row)
    const whole: JsonObject = {
      ...(isObject(opencode) ? opencode : {}),
      ...kept,
      ...(columns === null ? {} : { columns }),
    }
    const fitted = fitMetadata(whole, size, (key, bytes) => this.#omitted(id, key, bytes))
    read.message.metadata = { opencode: fitted }
    const raw = [id, created, updated, type, seq, ...row.slice(7).map(textOfColumn), text ?? size].join("\n")
    return { ...read, parts: read.parts.map((part) => this.#fitPart(part, size)), raw }
  }

  #dataOf(id: string, size: number, text: unknown): { data: JsonObject; kept: JsonObject } {
    if (text === null && size > maximumLoaded) {
      const reduced = this.#reduced.get([id])
      const data = typeof reduced === "string" && reduced.length <= maximumLoaded ? parseObject(reduced) : undefined
      this.#omitted(id, data === undefined ? "data" : "content", size)
      return { data: data ?? {}, kept: { omitted: { [data === undefined ? "data" : "content"]: size } } }
    }
    const data = parseObject(textOfColumn(text))
    if (data !== undefined) return { data, kept: {} }
    const reason = "Its data is not a JSON object, or is nested too deeply; the text is kept."
    this.#log.damaged({ table: "session_message", id, reason })
    return { data: {}, kept: { unreadable: textOfColumn(text) } }
  }

  #otherColumns(id: string, row: MessageRow): JsonObject | null {
    if (this.#columns.width === 0) return null
    const { row: columns, omitted } = this.#columns.read(row.slice(7))
    for (const { column, bytes } of omitted) this.#omitted(id, column, bytes)
    const entries = Object.entries(columns).filter(([, value]) => value !== null)
    return entries.length === 0 ? null : Object.fromEntries(entries.map(([name, value]) => [name, jsonOfColumn(value)]))
  }

  #fitPart(part: PartFields, messageSize: number): PartFields {
    const data = fitPart(part.data, messageSize, (path, bytes) => {
      this.#log.skipped({
        table: "session_message",
        id: part.messageId,
        reason: shortenedReason(path, part.type),
        size: bytes,
      })
    })
    return { ...part, data }
  }

  #omitted(id: string, key: string, size: number): void {
    this.#log.skipped({ table: "session_message", id, reason: `Its ${key} is too large; the rest is imported.`, size })
  }
}
