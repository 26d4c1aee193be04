import { type JsonObject, SessionStorageError, type Todo } from "@opencode/session-core"
import { requireRuntime } from "@opencode/session-core/provider"
import { equalJson } from "@opencode/session-core/transfer"
import { chosenDriver, loadDriver, type SqliteDatabase, type SqliteRow } from "@opencode/session-sqlite-driver"
import { jsonColumns } from "../mapping/session-row.ts"
import { readTodos } from "../mapping/todo-row.ts"
import { translateSqliteError } from "../sqlite/translate-sqlite-error.ts"
import { parseJson, parseObject } from "../values/json-text.ts"
import { isCount, jsonOfColumn, textOfColumn } from "../values/plain-values.ts"
import { contentDigest } from "./content-digest.ts"
import type { LocalMessage, LocalRow, LocalSession } from "./local-session.ts"

/** How long to wait for OpenCode's own write. */
const busyMilliseconds = 5000

/** The times that a row is to have. */
export interface RowTimes {
  table: "message" | "part"
  id: string
  /** Of the content that it was made of. */
  digest: string
  createdAt: number
  updatedAt: number
}

/** What OpenCode's events cannot say of a session. */
export interface SessionRest {
  createdAt: number
  updatedAt: number
  archivedAt: number | null
  rows: readonly RowTimes[]
  /** Null where OpenCode's own are to stay. */
  todos: readonly Todo[] | null
}

/**
 * The database of this machine's OpenCode, which may be running. Content is written by OpenCode alone; what it has no event for, the
 * times of rows and the to-do list, is written here.
 */
export class LocalDatabase implements Disposable {
  readonly #database: SqliteDatabase
  readonly #path: string

  /** Fails with `not_found`, `access_denied`, `busy`, `corrupt` or `runtime_unsupported`. */
  static async open(path: string): Promise<LocalDatabase> {
    requireRuntime("SQLite files")
    const { driver } = await loadDriver(chosenDriver(process.env))
    try {
      // With `readOnly` a file that is not there is an error, and otherwise it would be created.
      driver.open(path, { readOnly: true, timeout: busyMilliseconds }).close()
      const database = driver.open(path, { timeout: busyMilliseconds })
      database.pragma("trusted_schema = OFF")
      return new LocalDatabase(database, path)
    } catch (error) {
      throw translateSqliteError(error, path)
    }
  }

  private constructor(database: SqliteDatabase, path: string) {
    this.#database = database
    this.#path = path
  }

  /** Null when OpenCode has no such session. */
  read(sessionId: string): LocalSession | null {
    return this.#translated(() => {
      this.#database.exec("BEGIN")
      try {
        return this.#read(sessionId)
      } finally {
        this.#database.exec("COMMIT")
      }
    })
  }

  /** The sequence number of the last event of a session; -1 where there is none. */
  head(sessionId: string): number {
    const statement = this.#database.prepareValues("SELECT seq FROM event_sequence WHERE aggregate_id = ?")
    return this.#translated(() => Number(statement.get([sessionId]) ?? -1))
  }

  /** The ids of a session and of its sub-agents' sessions, those that started others first. */
  subtree(sessionId: string): string[] {
    const statement = this.#database.prepareValues(
      `WITH RECURSIVE tree (id, depth) AS (
         SELECT id, 0 FROM session WHERE id = ?
         UNION SELECT session.id, depth + 1 FROM session JOIN tree ON session.parent_id = tree.id WHERE depth < 100
       ) SELECT id FROM tree ORDER BY depth`,
    )
    return this.#translated(() => [...new Set(statement.all([sessionId]).map(textOfColumn))])
  }

  /** The ids of sessions that begin like that, at most `limit`. */
  find(beginning: string, limit: number): string[] {
    const statement = this.#database.prepareValues(
      "SELECT id FROM session WHERE substr(id, 1, ?) = ? ORDER BY id LIMIT ?",
    )
    return this.#translated(() => statement.all([beginning.length, beginning, limit]).map(textOfColumn))
  }

  /** The session that changed last, of those that no other started; null where there is none. */
  last(): string | null {
    const statement = this.#database.prepareValues(
      "SELECT id FROM session WHERE parent_id IS NULL ORDER BY time_updated DESC, id LIMIT 1",
    )
    return this.#translated(() => {
      const id = statement.get()
      return id === undefined ? null : textOfColumn(id)
    })
  }

  /**
   * Writes what OpenCode's events cannot say. Writes nothing, and returns false, when the last event of the session is not `head` any
   * more: somebody went on with it meanwhile.
   *
   * A row whose content is not exactly the store's, such as one with other paths, becomes a millisecond older: an import then never
   * takes it for a newer state of what it was made of.
   */
  writeRest(sessionId: string, head: number, rest: SessionRest): boolean {
    return this.#translated(() => {
      this.#database.exec("BEGIN IMMEDIATE")
      try {
        if (this.head(sessionId) !== head) return false
        for (const row of rest.rows) this.#writeTimes(row)
        this.#database
          .prepareValues("UPDATE session SET time_created = ?, time_updated = ?, time_archived = ? WHERE id = ?")
          .run([rest.createdAt, rest.updatedAt, rest.archivedAt, sessionId])
        if (rest.todos !== null) this.#writeTodos(sessionId, rest.todos, rest.updatedAt)
        return true
      } finally {
        if (this.#database.inTransaction) this.#database.exec("COMMIT")
      }
    })
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #read(sessionId: string): LocalSession | null {
    const row = this.#database.prepare("SELECT * FROM session WHERE id = ?").get([sessionId])
    if (row === undefined) return null
    const messages = new Map<string, LocalMessage>()
    const partsByMessage = new Map<string, Map<string, LocalRow>>()
    const read = (table: string) =>
      this.#database.prepare(`SELECT * FROM ${table} WHERE session_id = ? ORDER BY id`).iterate([sessionId])
    for (const part of read("part")) {
      const messageId = textOfColumn(part.message_id)
      const parts = partsByMessage.get(messageId) ?? new Map<string, LocalRow>()
      partsByMessage.set(messageId, parts.set(textOfColumn(part.id), localRow(part)))
    }
    for (const message of read("message")) {
      const id = textOfColumn(message.id)
      messages.set(id, { ...localRow(message), parts: partsByMessage.get(id) ?? new Map() })
    }
    const todos = this.#database.prepare("SELECT * FROM todo WHERE session_id = ? ORDER BY position").all([sessionId])
    return { row: sessionRow(row), messages, removed: this.#removed(sessionId), todos: readTodos(todos) }
  }

  #removed(sessionId: string): ReadonlySet<string> {
    const events = this.#database
      .prepareValues("SELECT data FROM event WHERE aggregate_id = ? AND type LIKE 'message.%removed%'")
      .all([sessionId])
      .map((data) => parseObject(textOfColumn(data)))
    return new Set(events.flatMap((data) => [textOfColumn(data?.partID ?? data?.messageID)]))
  }

  #writeTimes({ table, id, digest, createdAt, updatedAt }: RowTimes): void {
    const data = this.#database.prepareValues(`SELECT data FROM ${table} WHERE id = ?`).get([id])
    const isExact = digestOf(data) === digest
    this.#database
      .prepareValues(`UPDATE ${table} SET time_created = ?, time_updated = ? WHERE id = ?`)
      .run([createdAt, isExact ? updatedAt : updatedAt - 1, id])
  }

  #writeTodos(sessionId: string, todos: readonly Todo[], now: number): void {
    this.#database.prepareValues("DELETE FROM todo WHERE session_id = ?").run([sessionId])
    const insert = this.#database.prepareValues(
      `INSERT INTO todo (session_id, content, status, priority, position, time_created, time_updated)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const [position, { content, status, priority, time_created, time_updated }] of todos.entries()) {
      const [created, updated] = [time_created, time_updated].map((time) => (isCount(time) ? time : now))
      insert.run([sessionId, content, status, priority ?? "medium", position, created, updated])
    }
  }

  #translated<Result>(run: () => Result): Result {
    try {
      return run()
    } catch (error) {
      const translated = translateSqliteError(error, this.#path)
      if (translated !== error || SessionStorageError.isInstance(error)) throw translated
      throw new SessionStorageError(
        "foreign_database",
        `${this.#path} is of a version of OpenCode that is not known here.`,
        {
          cause: error,
        },
      )
    }
  }
}

/** Whether two lists of to-dos say the same, their times aside. */
export const sameTodos = (left: readonly JsonObject[], right: readonly JsonObject[]): boolean =>
  equalJson(left.map(saidByTodo), right.map(saidByTodo))

const saidByTodo = ({ content, status, priority }: JsonObject): JsonObject => ({
  ...{ content: content ?? "", status: status ?? "" },
  priority: priority ?? "medium",
})

const localRow = ({ data, time_updated }: SqliteRow): LocalRow => ({
  digest: digestOf(data),
  updatedAt: isCount(time_updated) ? time_updated : 0,
})

const digestOf = (data: unknown): string => contentDigest(parseObject(textOfColumn(data)) ?? {})

function sessionRow(row: SqliteRow): JsonObject {
  const present = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(
    present.map(([name, value]) => {
      const isJson = jsonColumns.some((column) => column === name)
      return [name, isJson ? (parseJson(textOfColumn(value)) ?? null) : jsonOfColumn(value)]
    }),
  )
}
