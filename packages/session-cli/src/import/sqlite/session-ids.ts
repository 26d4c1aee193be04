import type { Statement } from "better-sqlite3"
import type { ImportLog } from "../engine/import-log.ts"
import { isId, textOfColumn } from "../plain-values.ts"

const sessionsPerPage = 200

/**
 * All session ids of a file, page by page: no read stays open between two sessions. `statement` gives the ids after a first
 * value, at most a second one, in order. What cannot be an id is named in the log.
 */
export function* sessionIds(statement: Statement, log: ImportLog): Generator<string> {
  let after: unknown = ""
  for (;;) {
    const ids = statement.all(after, sessionsPerPage)
    for (const id of ids) {
      if (isId(id)) yield id
      else log.skippedSession(textOfColumn(id).toWellFormed(), "Its id is not one that the store takes.")
    }
    if (ids.length < sessionsPerPage) return
    after = ids.at(-1)
  }
}
