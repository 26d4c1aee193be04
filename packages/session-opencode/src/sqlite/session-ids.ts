import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import type { SourceLog } from "../source/source-log.ts"
import { isId, textOfColumn } from "../values/plain-values.ts"
import { boundedId } from "./bounded-columns.ts"

const sessionsPerPage = 200

/** The ids of a table's sessions. */
export class SessionIds {
  readonly #log: SourceLog
  readonly #page: SqliteStatement<unknown>
  readonly #unusable: SqliteStatement<unknown[]>

  /** `table` is a table's name, or a query in brackets that gives each `id` once. */
  constructor(database: SqliteDatabase, table: string, log: SourceLog) {
    this.#log = log
    this.#page = database.prepareValues(
      `SELECT id FROM ${table} WHERE id > +? AND ${boundedId("id")} IS NOT NULL ORDER BY id LIMIT ${sessionsPerPage}`,
    )
    this.#unusable = database.prepareArrays(
      `SELECT CASE WHEN octet_length(id) <= 1000 THEN id END, octet_length(id) FROM ${table}
         WHERE ${boundedId("id")} IS NULL OR id = ''`,
    )
  }

  /** Reads them page by page: no read stays open between two sessions. Names in the log what cannot be an id. */
  *read(): Generator<string> {
    this.#nameUnusable()
    let after: unknown = ""
    for (;;) {
      const ids = this.#page.all([after])
      for (const id of ids) {
        if (isId(id)) yield id
        else this.#log.skippedSession(textOfColumn(id).toWellFormed(), notAnId)
      }
      if (ids.length < sessionsPerPage) return
      after = ids.at(-1)
    }
  }

  #nameUnusable(): void {
    // Rows are arrays, as they were asked for.
    for (const [id, bytes] of this.#unusable.iterate() as IterableIterator<[unknown, number | null]>) {
      const name = id === null && bytes !== null ? `(${bytes} bytes)` : textOfColumn(id).toWellFormed()
      this.#log.skippedSession(name, notAnId)
    }
  }
}

const notAnId = "Its id is not one that the store takes."
