import type { JsonObject, MessageFields, PartFields } from "@opencode/session-core"
import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { readMessageData } from "../mapping/message-data.ts"
import { readPartText } from "../mapping/part-data.ts"
import type { SourceLog } from "../source/source-log.ts"
import type { SourceContent } from "../source/source-session.ts"
import { BoundedColumns, bounded, boundedId, boundedTime, maximumLoaded } from "../sqlite/bounded-columns.ts"
import { fitMetadata } from "../values/fit-metadata.ts"
import { fitPart, shortenedReason } from "../values/fit-part.ts"
import { isObject, parseObject } from "../values/json-text.ts"
import { isCount, isId, jsonOfColumn, textOfColumn } from "../values/plain-values.ts"

const maximumOrphans = 1000

/** A row as an array: id, time created, time updated, bytes of the data, the data unless it is too large, other columns. */
type ContentRow = [id: unknown, created: unknown, updated: unknown, size: number, data: unknown, ...others: unknown[]]

/** A part's row ends with the id of its message. */
const isPartOf = (row: unknown[], messageId: unknown): boolean => row.at(-1) === messageId

/**
 * Reads the messages of a session with their parts: two statements that run side by side in the same order, so that neither
 * a message's data is read once for each part nor a statement is run for each message.
 */
export class OpenCodeContentReader {
  readonly #database: SqliteDatabase
  readonly #log: SourceLog
  readonly #messages: SqliteStatement<unknown[]>
  readonly #parts: SqliteStatement<unknown[]>
  readonly #withoutSummary: SqliteStatement<unknown>
  readonly #messageById: SqliteStatement<unknown[]>
  readonly #partsOf: SqliteStatement<unknown[]>
  readonly #reducedPart: SqliteStatement<unknown>
  readonly #columns: { message: BoundedColumns; part: BoundedColumns }
  readonly #read = { message: 0, part: 0 }
  readonly #dataVersion: unknown
  readonly #sessions: string

  /** `columns` are those of a newer version, which are kept; `sessions` selects the ids of all sessions. */
  constructor(
    database: SqliteDatabase,
    log: SourceLog,
    columns: { message: string[]; part: string[] },
    sessions: string,
  ) {
    this.#sessions = sessions
    this.#database = database
    this.#log = log
    this.#columns = {
      message: new BoundedColumns(columns.message, "message"),
      part: new BoundedColumns(columns.part, "part"),
    }
    this.#dataVersion = database.pragma("data_version")
    const select = (table: "message" | "part") =>
      [
        ...[boundedId(`${table}.id`), boundedTime(`${table}.time_created`), boundedTime(`${table}.time_updated`)],
        ...[`octet_length(${table}.data)`, bounded(`${table}.data`)],
        ...(this.#columns[table].width === 0 ? [] : [this.#columns[table].sql]),
      ].join(", ")
    this.#messages = database.prepareArrays(
      `SELECT ${select("message")} FROM message
         WHERE session_id = +? ORDER BY time_created, id`,
    )
    this.#parts = database.prepareArrays(
      `SELECT ${select("part")}, ${boundedId("message.id")} FROM message JOIN part ON part.message_id = message.id
         WHERE message.session_id = +? ORDER BY message.time_created, message.id, part.id`,
    )
    this.#messageById = database.prepareArrays(
      `SELECT ${select("message")} FROM message WHERE session_id = ? AND id = ?`,
    )
    this.#partsOf = database.prepareArrays(
      `SELECT ${select("part")}, ${boundedId("message_id")} FROM part WHERE message_id = +? ORDER BY id`,
    )
    this.#reducedPart = database.prepareValues(
      `SELECT json_object('type', substr(json_extract(data, '$.type'), 1, 100), 'tool', substr(json_extract(data, '$.tool'), 1, 100))
         FROM part WHERE id = ? AND octet_length(data) <= ${4 * maximumLoaded} AND json_valid(data)`,
    )
    this.#withoutSummary = database.prepareValues(
      `SELECT json_remove(data, '$.summary') FROM message
         WHERE id = ? AND octet_length(data) <= ${4 * maximumLoaded} AND json_valid(data)`,
    )
  }

  /** The messages of a session, each followed by its parts. */
  *read(sessionId: string): Generator<SourceContent> {
    for (const { row, isMessage, messageId } of this.#rows(sessionId)) {
      yield isMessage ? this.#message(row) : this.#part(row, messageId)
    }
  }

  /** One message with its parts; nothing where it is not there. */
  *readMessage(sessionId: string, messageId: string): Generator<SourceContent> {
    // Rows are arrays, as they were asked for.
    const row = this.#messageById.get([sessionId, messageId]) as ContentRow | undefined
    if (row === undefined) return
    yield this.#message(row)
    // With the columns that the statement selects.
    for (const part of this.#partsOf.iterate([messageId]) as IterableIterator<ContentRow>) {
      yield this.#part(part, messageId)
    }
  }

  *readRaw(sessionId: string): Generator<string> {
    for (const { row } of this.#rows(sessionId)) yield rawOf(row)
  }

  /** Names the rows that no session led to: their session or message is missing, or an index of the file is damaged. */
  reportOrphans(): void {
    this.#reportOrphans("message", "session_id", "session", this.#sessions)
    this.#reportOrphans("part", "message_id", "message", "SELECT id FROM message NOT INDEXED")
  }

  *#rows(sessionId: string): Generator<{ row: ContentRow; isMessage: boolean; messageId: unknown }> {
    // Both are iterated to their ends, or closed when the reader is left early.
    const parts = this.#parts.iterate([sessionId]) as IterableIterator<ContentRow>
    try {
      let part = parts.next()
      // With the columns that the statement selects.
      for (const row of this.#messages.iterate([sessionId]) as IterableIterator<ContentRow>) {
        const [messageId] = row
        this.#read.message += 1
        yield { row, isMessage: true, messageId }
        while (!part.done && isPartOf(part.value, messageId)) {
          this.#read.part += 1
          yield { row: part.value, isMessage: false, messageId }
          part = parts.next()
        }
      }
    } finally {
      parts.return?.()
    }
  }

  #message(row: ContentRow): SourceContent {
    const [id, created, updated, size] = row
    const raw = rawOf(row)
    if (!isId(id)) return this.#skip("message", textOfColumn(id), "Its id is not one that the store takes.", raw)
    const times = { created, updated }
    const { data, omitted } = this.#messageData(row, id)
    const message: MessageFields = data === null ? readMessageData(id, {}, times) : readMessageData(id, data, times)
    const columns = this.#otherColumns("message", id, row)
    const columnsSize = columns === null ? 0 : JSON.stringify(columns).length
    const kept: JsonObject = {
      ...(isObject(message.metadata.opencode) ? message.metadata.opencode : {}),
      ...(columns === null ? {} : { columns }),
      ...(omitted === null ? {} : { omitted }),
      ...(data === null ? { unreadable: textOfColumn(row[4]) } : {}),
    }
    const opencode = fitMetadata(kept, size + columnsSize, (key, bytes) => this.#omitted("message", id, key, bytes))
    message.metadata = { opencode }
    return { kind: "message", message, raw }
  }

  /** Null when it cannot be read as an object. */
  #messageData(row: ContentRow, id: string): { data: JsonObject | null; omitted: JsonObject | null } {
    const [, , , size, text] = row
    if (text === null && size > maximumLoaded) {
      // By far the largest thing in a message are the changed files' contents in its summary.
      const rest = this.#withoutSummary.get([id])
      const data = typeof rest === "string" && rest.length <= maximumLoaded ? parseObject(rest) : undefined
      this.#omitted("message", id, data === undefined ? "data" : "summary", size)
      return { data: data ?? {}, omitted: { [data === undefined ? "data" : "summary"]: size } }
    }
    const data = parseObject(textOfColumn(text))
    if (data !== undefined) return { data, omitted: null }
    this.#log.damaged({ table: "message", id, reason: unreadable })
    return { data: null, omitted: null }
  }

  #part(row: ContentRow, messageId: unknown): SourceContent {
    const [id, created, updated, size, text] = row
    const raw = rawOf(row)
    // The message was skipped as well, and said so.
    if (!isId(messageId)) return { kind: "skipped", raw }
    if (!isId(id)) return this.#skip("part", textOfColumn(id), "Its id is not one that the store takes.", raw)
    const { type, data, readable } = this.#partText(id, size, text)
    if (!readable) this.#log.damaged({ table: "part", id, reason: unreadable })
    const createdAt = isCount(created) ? created : 0
    const columns = this.#otherColumns("part", id, row)
    const part: PartFields = {
      ...{ id, messageId, type, createdAt, updatedAt: isCount(updated) ? updated : createdAt },
      data: columns === null ? data : { ...data, opencodeColumns: columns },
    }
    part.data = fitPart(part.data, size, (path, bytes) =>
      this.#log.skipped({ table: "part", id, reason: shortenedReason(path, type), size: bytes }),
    )
    return { kind: "part", part, raw }
  }

  /** The part from its text. One that is too large to be loaded keeps its type and the names that identify it. */
  #partText(id: string, size: number, text: unknown): ReturnType<typeof readPartText> {
    if (text !== null || size <= maximumLoaded) return readPartText(textOfColumn(text))
    this.#log.skipped({ table: "part", id, reason: shortenedReason("", "unknown"), size })
    const reduced = this.#reducedPart.get([id])
    const { data, type } = readPartText(typeof reduced === "string" ? reduced : "{}")
    return { type, data: { ...data, omitted: { all: size } }, readable: true }
  }

  #otherColumns(table: "message" | "part", id: string, row: ContentRow): JsonObject | null {
    if (this.#columns[table].width === 0) return null
    const { row: columns, omitted } = this.#columns[table].read(row.slice(5))
    for (const { column, bytes } of omitted) this.#omitted(table, id, column, bytes)
    const entries = Object.entries(columns).filter(([, value]) => value !== null)
    return entries.length === 0 ? null : Object.fromEntries(entries.map(([name, value]) => [name, jsonOfColumn(value)]))
  }

  #skip(table: string, id: string, reason: string, raw: string, size?: number): SourceContent {
    this.#log.skipped({ table, id: id.toWellFormed(), reason, ...(size === undefined ? {} : { size }) })
    return { kind: "skipped", raw }
  }

  #omitted(table: "message" | "part", id: string, key: string, size: number): void {
    this.#log.skipped({ table, id, reason: `Its ${key} is too large; the rest is imported.`, size })
  }

  #reportOrphans(table: "message" | "part", column: string, parent: string, parents: string): void {
    let missing = Number(this.#database.prepareValues(`SELECT count(*) FROM ${table} NOT INDEXED`).get())
    missing -= this.#read[table]
    if (missing === 0) return
    const orphans = this.#database.prepareValues(
      `SELECT ${boundedId("id")} FROM ${table} NOT INDEXED WHERE ${column} NOT IN (${parents}) LIMIT ?`,
    )
    for (const id of orphans.iterate([maximumOrphans])) {
      missing -= 1
      const reason = `The ${parent} that it belongs to is not in the file.`
      this.#log.skipped({ table, id: textOfColumn(id).toWellFormed(), reason })
    }
    // While another program writes to the file, its rows are not those that were counted.
    const isSame = this.#database.pragma("data_version") === this.#dataVersion
    if (!isSame || missing <= 0) return
    this.#log.damaged({ table, id: "", reason: `${missing} rows cannot be reached: an index of the file is damaged.` })
  }
}

const unreadable = "Its data is not a JSON object, or is nested too deeply; the text is kept."

/** All that the row has, as a text. One that was too large to be loaded is known by its size. */
function rawOf(row: ContentRow): string {
  const [id, created, updated, size, data, ...others] = row
  const text = typeof data === "string" ? data : data === null ? `${size}` : textOfColumn(data)
  return `${id}\n${created}\n${updated}\n${others.map(textOfColumn).join("\n")}\n${text}`
}
