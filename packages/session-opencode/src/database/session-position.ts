import type { JsonObject, JsonValue } from "@opencode/session-core"
import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { boundedId } from "../sqlite/bounded-columns.ts"
import { isObject } from "../values/json-text.ts"
import { isCount, isId } from "../values/plain-values.ts"
import { EventLog } from "./event-log.ts"

/** How far a session has come in its database: what is written later has a later position. */
export interface SessionPosition extends JsonObject {
  /** The number of its last event in the log of 1.x; null where there is none. */
  log: number | null
  /** The last number and time among its messages of 2.x; null where it has none. */
  second: { seq: number; updated: number } | null
  /** How many messages it has, in the tables of either generation. */
  messages: number
  /** How many parts it has; null where its messages of 2.x have theirs in them. */
  parts: number | null
}

/** What was written to a session after a position. */
export interface WrittenSince {
  /** The ids of messages that were written, or removed, or of which a part was. */
  touched: ReadonlySet<string>
  /** How many messages the session has besides those. */
  otherMessages: number
  /** How many parts those have; null where that is not known. */
  otherParts: number | null
}

/** Tells where a session stands in a database of OpenCode, and which of its messages were written since it stood somewhere else. */
export class SessionPositions {
  readonly #log: EventLog | null
  /** Those that have messages: a file of OpenCode has at least one of them. */
  readonly #tables: readonly string[]
  readonly #messages: SqliteStatement<unknown>
  readonly #parts: SqliteStatement<unknown> | null
  readonly #second: SqliteStatement<unknown[]> | null
  readonly #secondSince: SqliteStatement<unknown> | null
  readonly #hasMessage: SqliteStatement<unknown>
  readonly #partsOfMessage: SqliteStatement<unknown> | null

  constructor(database: SqliteDatabase, tables: ReadonlyMap<string, readonly string[]>) {
    this.#log = EventLog.of(database, tables)
    const hasFirst = tables.has("message") && tables.has("part")
    const hasSecond = tables.has("session_message")
    this.#tables = [...(hasFirst ? ["message"] : []), ...(hasSecond ? ["session_message"] : [])]
    const ids = (condition: string) =>
      this.#tables.map((table) => `SELECT id FROM ${table} WHERE ${condition}`).join(" UNION ")
    this.#messages = database.prepareValues(`SELECT count(*) FROM (${ids("session_id = ?")})`)
    this.#hasMessage = database.prepareValues(`SELECT count(*) FROM (${ids("session_id = ? AND id = ?")})`)
    this.#parts = hasFirst
      ? database.prepareValues(
          "SELECT count(*) FROM message JOIN part ON part.message_id = message.id WHERE message.session_id = ?",
        )
      : null
    this.#partsOfMessage = hasFirst ? database.prepareValues("SELECT count(*) FROM part WHERE message_id = ?") : null
    this.#second = hasSecond
      ? database.prepareArrays("SELECT max(seq), max(time_updated) FROM session_message WHERE session_id = ?")
      : null
    this.#secondSince = hasSecond
      ? database.prepareValues(
          `SELECT ${boundedId("id")} FROM session_message WHERE session_id = ? AND (seq > ? OR time_updated >= ?)`,
        )
      : null
  }

  /** Where a session stands. Null where that is not known: its times or numbers are not what they should be. */
  of(sessionId: string): SessionPosition | null {
    const [seq, updated] = this.#second?.get([sessionId]) ?? [null, null]
    const isFirst = seq === null && updated === null
    if (!isFirst && !(isCount(seq) && isCount(updated))) return null
    return {
      log: this.#log?.number(sessionId) ?? null,
      second: isCount(seq) && isCount(updated) ? { seq, updated } : null,
      messages: Number(this.#messages.get(this.#tables.map(() => sessionId))),
      parts: isFirst ? Number(this.#parts?.get([sessionId]) ?? 0) : null,
    }
  }

  /** What was written to a session after a position. Null where that cannot be told. */
  writtenSince(sessionId: string, before: SessionPosition): WrittenSince | null {
    const now = this.of(sessionId)
    if (now === null) return null
    const first = this.#touchedInFirst(sessionId, before, now)
    const second = this.#touchedInSecond(sessionId, before, now)
    if (first === null || second === null) return null
    const touched = new Set([...first, ...second])
    let otherMessages = now.messages
    let otherParts = now.parts
    for (const id of touched) {
      otherMessages -= Number(this.#hasMessage.get(this.#tables.flatMap(() => [sessionId, id])))
      if (otherParts !== null) otherParts -= Number(this.#partsOfMessage?.get([id]) ?? 0)
    }
    return { touched, otherMessages, otherParts: before.parts === null ? null : otherParts }
  }

  #touchedInFirst(sessionId: string, before: SessionPosition, now: SessionPosition): Set<string> | null {
    if (before.log !== null) return this.#log?.touchedSince(sessionId, before.log) ?? null
    // 2.x wrote all that came since, or there would be a log.
    return now.log === null && now.second !== null ? new Set() : null
  }

  #touchedInSecond(sessionId: string, before: SessionPosition, now: SessionPosition): Set<string> | null {
    if (now.second === null) return before.second === null ? new Set() : null
    const { seq, updated } = before.second ?? { seq: -1, updated: 0 }
    if (now.second.seq < seq || now.second.updated < updated) return null
    const touched = new Set<string>()
    for (const id of this.#secondSince?.iterate([sessionId, seq, updated]) ?? []) {
      if (!isId(id)) return null
      touched.add(id)
    }
    return touched
  }
}

/** A position that was kept as JSON; null when it is none. */
export function positionOf(value: JsonValue | undefined): SessionPosition | null {
  if (!isObject(value)) return null
  const { log = null, second = null, messages, parts = null } = value
  if ((log !== null && !isCount(log)) || !isCount(messages) || (parts !== null && !isCount(parts))) return null
  if (second === null) return { log, second, messages, parts }
  if (!isObject(second) || !isCount(second.seq) || !isCount(second.updated)) return null
  return { log, second: { seq: second.seq, updated: second.updated }, messages, parts }
}
