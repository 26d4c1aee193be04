import { hash } from "node:crypto"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import { boundedId } from "../sqlite/bounded-columns.ts"
import { quote } from "../sqlite/table-columns.ts"
import { isId, textOfColumn } from "../values/plain-values.ts"
import { sessionTables } from "./tables.ts"

/**
 * A short value for each session: of the columns of its row, and of how many messages, parts and to-dos it has, when they were written
 * and how large they are. SQLite tells a value's size without reading it.
 */
export function readStamps(
  database: SqliteDatabase,
  tables: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>()
  const add = (sql: string) => {
    // Rows are arrays, as they were asked for.
    for (const [id, ...values] of database.prepareArrays(sql).iterate() as IterableIterator<unknown[]>) {
      if (isId(id)) stamps.set(id, `${stamps.get(id) ?? ""}|${values.map(textOfColumn).join()}`)
    }
  }
  for (const table of sessionTables.filter((each) => tables.has(each))) {
    const columns = (tables.get(table) ?? []).map(
      (name) => `substr(${quote(name)}, 1, 200), octet_length(${quote(name)})`,
    )
    add(`SELECT ${boundedId("id")}, ${columns.join(", ")} FROM ${table}`)
  }
  const sizes: Record<string, string> = {
    message: "data",
    part: "data",
    session_message: "data",
    todo: "content || status",
  }
  for (const [table, size] of Object.entries(sizes)) {
    if (!tables.has(table)) continue
    add(
      `SELECT ${boundedId("session_id")}, count(*), max(time_updated), total(time_updated), total(octet_length(${size}))
         FROM ${table} GROUP BY session_id`,
    )
  }
  // What belongs to no session is no session's.
  const known = new Set(
    sessionTables
      .filter((each) => tables.has(each))
      .flatMap((table) => database.prepareValues(`SELECT ${boundedId("id")} FROM ${table}`).all()),
  )
  return new Map(
    [...stamps].filter(([id]) => known.has(id)).map(([id, stamp]) => [id, hash("sha1", stamp, "base64").slice(0, 22)]),
  )
}
