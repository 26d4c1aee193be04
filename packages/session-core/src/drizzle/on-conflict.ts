import { type SQL, sql } from "drizzle-orm"
import type { OnConflict, SqlDialect } from "./dialect.ts"
import { type Assignment, assignmentList, bareNames, type Inserted, insert } from "./neutral-sql.ts"
import { type AnyTable, Column, type Columns } from "./table.ts"

/** As the SQL of SQLite and PostgreSQL has it. */
export const onConflict: OnConflict = {
  leave: (key) => sql`on conflict (${bareNames(key)}) do nothing`,
  update: (key) => sql`on conflict (${bareNames(key)}) do update set`,
  inserted: (column) => sql`excluded.${column.bare}`,
}

/** A new row, unless its key exists. */
export const insertUnlessThere = <Row extends AnyTable>(
  dialect: SqlDialect,
  into: Row,
  values: Inserted<Row>,
  key: Columns,
): SQL => sql`${insert(into, values)}\n${dialect.onConflict.leave(key)}`

/** A new row, or of the one whose key exists the given columns, with the same values or with others. */
export const insertOrUpdate = <Row extends AnyTable>(
  dialect: SqlDialect,
  into: Row,
  values: Inserted<Row>,
  key: Columns,
  updated: readonly (Column<unknown> | Assignment)[],
): SQL => {
  const assignments = updated.map(
    (each): Assignment => (each instanceof Column ? { column: each, value: dialect.onConflict.inserted(each) } : each),
  )
  return sql`${insert(into, values)}\n${dialect.onConflict.update(key)} ${assignmentList(assignments)}`
}
