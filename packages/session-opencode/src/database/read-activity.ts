import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import { boundedId } from "../sqlite/bounded-columns.ts"
import { isId, textOfColumn } from "../values/plain-values.ts"

/**
 * A short value for each session that OpenCode has written to since it keeps a log: the number of its last event, and what no event tells
 * of. 2.x has no events: there it is the session's row, and the number and time of its last message.
 */
export function readActivity(
  database: SqliteDatabase,
  tables: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const activity = new Map<string, string>()
  const add = (name: string, sql: string, { onlyKnown = false } = {}) => {
    // Rows are arrays, as they were asked for.
    for (const [id, ...values] of database.prepareArrays(sql).iterate() as IterableIterator<unknown[]>) {
      if (!isId(id) || (onlyKnown && !activity.has(id))) continue
      activity.set(id, `${activity.get(id) ?? ""}${name}${values.map(textOfColumn).join()}`)
    }
  }
  if (tables.has("event_sequence")) add("e", `SELECT ${boundedId("aggregate_id")}, seq FROM event_sequence`)
  if (tables.has("session_v2")) {
    const times = ["time_updated", "time_archived", "time_compacting"]
    const columns = times.filter((column) => tables.get("session_v2")?.includes(column) === true)
    add("s", `SELECT ${boundedId("id")}, ${columns.join(", ")} FROM session_v2`)
  }
  if (tables.has("session_message")) {
    add(
      "m",
      `SELECT ${boundedId("last.session_id")}, last.rows, last.seq, session_message.time_updated, octet_length(session_message.data)
         FROM (SELECT session_id, count(*) AS rows, max(seq) AS seq FROM session_message GROUP BY session_id) AS last
         JOIN session_message ON session_message.session_id = last.session_id AND session_message.seq = last.seq`,
    )
  }
  // A to-do list changes without an event of its own.
  if (tables.has("todo")) {
    const sql = `SELECT ${boundedId("session_id")}, count(*), max(time_updated) FROM todo GROUP BY session_id`
    add("t", sql, { onlyKnown: true })
  }
  return activity
}
