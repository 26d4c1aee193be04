import { copyFile } from "node:fs/promises"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { sampleFile } from "session-test-support/large-sample"
import { onTestFinished } from "vitest"
import { temporaryFolder } from "./stores.ts"

type Row = Record<string, unknown>

/** A session of the sample, with messages, parts and a to-do list. */
export const sampleSession = "ses_dfdc781d6ffe6QefCAN16c2L61"

/**
 * Writes a database as OpenCode 1.18 does: each change with its event, in one transaction. It begins with the sample that a real OpenCode
 * wrote.
 */
export class OpenCodeWriter {
  readonly file: string
  readonly database: Sqlite.Database
  #clock = 1_795_400_000_000

  private constructor(file: string) {
    this.file = file
    this.database = new Sqlite(file)
    this.database.pragma("journal_mode = WAL")
    this.database.pragma("foreign_keys = ON")
  }

  /** In a folder that goes when the test is done. */
  static async create(folder?: string): Promise<OpenCodeWriter> {
    const file = join(folder ?? (await temporaryFolder()), "opencode.db")
    await copyFile(sampleFile, file)
    const writer = new OpenCodeWriter(file)
    onTestFinished(() => void writer.database.close())
    return writer
  }

  /** A time after all others, epoch milliseconds. */
  now(): number {
    this.#clock += 10
    return this.#clock
  }

  /** Creates a session like one of the sample's. */
  addSession(id: string, fields: Row = {}): void {
    const at = this.now()
    const [row] = this.database.prepare("SELECT * FROM session WHERE id = ?").all(sampleSession) as Row[]
    const session = {
      ...row,
      id,
      slug: id,
      parent_id: null,
      revert: null,
      time_created: at,
      time_updated: at,
      ...fields,
    }
    this.#write(id, "session.created.1", { info: { id } }, () => this.#insert("session", session))
  }

  /** Changes columns of a session. */
  setSession(id: string, columns: Row): void {
    const changed = { time_updated: this.now(), ...columns }
    this.#write(id, "session.updated.1", { info: { id } }, () => {
      const names = Object.keys(changed).map((name) => `${name} = @${name}`)
      this.database.prepare(`UPDATE session SET ${names.join(", ")} WHERE id = @key`).run({ ...changed, key: id })
    })
  }

  /** Writes a message, new or again. */
  putMessage(sessionId: string, id: string, data: object = { role: "user", time: { created: 1 } }): void {
    const at = this.now()
    this.#write(sessionId, "message.updated.1", { info: { id } }, () => {
      const row = { id, session_id: sessionId, time_created: at, time_updated: at, data: JSON.stringify(data) }
      this.#insert("message", row, "data, time_updated")
    })
  }

  /** Writes a part, new or again. */
  putPart(sessionId: string, messageId: string, id: string, data: object): void {
    const at = this.now()
    this.#write(sessionId, "message.part.updated.1", { part: { id, messageID: messageId } }, () => {
      const keys = { id, message_id: messageId, session_id: sessionId }
      this.#insert(
        "part",
        { ...keys, time_created: at, time_updated: at, data: JSON.stringify(data) },
        "data, time_updated",
      )
    })
  }

  /** A message with a text. */
  say(sessionId: string, id: string, text: string): void {
    this.putMessage(sessionId, `msg_${id}`)
    this.putPart(sessionId, `msg_${id}`, `prt_${id}`, { type: "text", text })
  }

  removeMessage(sessionId: string, id: string): void {
    this.#write(sessionId, "message.removed.1", { messageID: id }, () =>
      this.database.prepare("DELETE FROM message WHERE id = ?").run(id),
    )
  }

  removePart(sessionId: string, messageId: string, id: string): void {
    this.#write(sessionId, "message.part.removed.1", { messageID: messageId, partID: id }, () =>
      this.database.prepare("DELETE FROM part WHERE id = ?").run(id),
    )
  }

  /** OpenCode wipes the log of a session with it. */
  deleteSession(id: string): void {
    this.database.transaction(() => {
      this.database.prepare("DELETE FROM event_sequence WHERE aggregate_id = ?").run(id)
      this.database.prepare("DELETE FROM session WHERE id = ?").run(id)
    })()
  }

  /** No event tells of it. */
  setTodo(sessionId: string, content: string): void {
    const at = this.now()
    this.database
      .prepare("INSERT OR REPLACE INTO todo VALUES (?, ?, 'pending', 'high', 0, ?, ?)")
      .run(sessionId, content, at, at)
  }

  #write(sessionId: string, type: string, data: object, write: () => void): void {
    this.database.transaction(() => {
      const next = this.database
        .prepare(
          `INSERT INTO event_sequence (aggregate_id, seq) VALUES (?, 0)
             ON CONFLICT (aggregate_id) DO UPDATE SET seq = seq + 1 RETURNING seq`,
        )
        .pluck()
      const seq = next.get(sessionId)
      write()
      this.database
        .prepare("INSERT INTO event VALUES (?, ?, ?, ?, ?)")
        .run(`evt_${sessionId}_${seq}`, sessionId, seq, type, JSON.stringify({ sessionID: sessionId, ...data }))
    })()
  }

  #insert(table: string, row: Row, updated?: string): void {
    const names = Object.keys(row)
    const update = updated?.split(", ").map((name) => `${name} = excluded.${name}`)
    const conflict = update === undefined ? "" : ` ON CONFLICT (id) DO UPDATE SET ${update.join(", ")}`
    const values = names.map((name) => `@${name}`)
    this.database
      .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${values.join(", ")})${conflict}`)
      .run(row)
  }
}
