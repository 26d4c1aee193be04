import {
  type AnyTable,
  and,
  assignmentList,
  type ChosenRows,
  type Column,
  type Columns,
} from "@opencode/session-core/drizzle"
import { limits } from "@opencode/session-core/provider"
import { type SQL, sql } from "drizzle-orm"
import { keptKeys } from "../packet/kept-values.ts"

const variable = sql.raw(keptKeys)
const chosen = sql.identifier("chosen")
const chosenKey = sql`${chosen}.${sql.identifier("id")}`
const key = sql.identifier("key")
/** Keys are bytes, and JSON holds text. */
const keyType = sql.raw(`varchar(${limits.idBytes * 2}) character set ascii`)

/** The keys in the variable, as a table. */
const keptTable = sql`(select unhex(${key}) as ${sql.identifier("id")} from
  json_table(${variable}, '$[*]' columns (${key} ${keyType} path '$')) as ${sql.identifier("kept")})`

/** Both servers would rather go through a small table than look up a few keys, and lock each row that they pass. */
const rowsOf = (rows: AnyTable, column: Column<string>): SQL =>
  sql`${keptTable} as ${chosen} straight_join ${rows} force index (primary) on ${column} = ${chosenKey}`

const where = (condition: SQL | undefined): SQL => (condition === undefined ? sql`` : sql`\nwhere ${condition}`)

/**
 * Both servers would go through the whole table for a DELETE with `(columns) in (subquery)`. Without a name of its own MariaDB
 * does not find the table where the rows come from a recursive subquery (error 1109).
 */
export function removeRows(from: AnyTable, key: Columns, rows: SQL): SQL {
  const gone = sql.identifier("gone")
  const isSame = key.map((column) => sql`${column} = ${gone}.${column.bare}`)
  return sql`delete from ${from} using (${rows}) as ${gone} straight_join ${from} as ${from} force index (primary) on ${and(...isSame)}`
}

/**
 * The rows of a subtree, locked once and in order, and their keys kept in a variable. A subquery that finds them again would
 * not do: where a statement changes rows, both servers lock those that its subqueries read, too, of whatever session, and
 * MariaDB goes through a whole table for an UPDATE or a DELETE with `key in (subquery)`.
 */
export const keptRows: ChosenRows = {
  // Of SELECT, and not of SET, the subquery locks nothing. Without a limit the servers leave its order out.
  keep: (rows, column, keys, held) => {
    const ordered = sql`(select ${chosenKey} from ${keys} as ${chosen} order by ${chosenKey} limit 9223372036854775807)`
    return sql`select json_arrayagg(hex(${column})) into ${variable}
from ${ordered} as ${chosen} straight_join ${rows} force index (primary) on ${column} = ${chosenKey} for update${held === "waits" ? sql`` : sql` skip locked`}`
  },
  kept: () => keptTable,
  from: (rows, column) => ({ from: rowsOf(rows, column) }),
  update: (changed, column, _keys, assignments, condition) =>
    sql`update ${rowsOf(changed, column)}\nset ${assignmentList(assignments)}${where(condition)}`,
  remove: (from, column, _keys, condition) => sql`delete from ${from} using ${rowsOf(from, column)}${where(condition)}`,
}
