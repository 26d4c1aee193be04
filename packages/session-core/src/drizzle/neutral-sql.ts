import { SQL, sql } from "drizzle-orm"
import { type AnyTable, Column, type Columns, descriptionOf, type RowNumber } from "./table.ts"
import type { Expression } from "./value-type.ts"

/*
 * SELECT, INSERT, UPDATE and DELETE as every dialect takes them. What stands in no helper is written with Drizzle's `sql`.
 */

export type Fields = Readonly<Record<string, Expression<unknown>>>

/** The row that fields make. */
export type RowOf<Selected extends Fields> = {
  [Name in keyof Selected]: Selected[Name] extends Expression<infer Value> ? Value : never
}

/** A SELECT that knows the type of its rows. */
export class Select<Row> extends SQL<Row> {
  /** What it selects, by the names in its rows. */
  readonly fields: Fields

  constructor(statement: SQL, fields: Fields) {
    super(statement.queryChunks)
    this.fields = fields
  }
}

/** Selects fields under their own names, in quotes: an unquoted name would be folded to lower case by some databases. */
export function select<Selected extends Fields>(fields: Selected, from?: SQL): Select<RowOf<Selected>> {
  const selected = sql`select ${fieldList(fields)}`
  return new Select(from === undefined ? selected : sql`${selected}\n${from}`, fields)
}

const fieldList = (fields: Fields): SQL =>
  sql.join(
    Object.entries(fields).map(([name, field]) => sql`${field} as ${sql.identifier(name)}`),
    sql`, `,
  )

/** The values of a new row: one for each column, except for a row number, which the database gives. */
export type Inserted<Row extends AnyTable> = {
  readonly [Name in ColumnNames<Row>]: Row[Name] extends Column<infer Value> ? SQL<Value> : never
}

type ColumnNames<Row extends AnyTable> = {
  [Name in keyof Row]: Row[Name] extends RowNumber ? never : Row[Name] extends Column<unknown> ? Name : never
}[keyof Row]

/** One new row. */
export function insert<Row extends AnyTable>(into: Row, values: Inserted<Row>): SQL {
  const { columns } = descriptionOf(into)
  const entries = Object.entries<SQL>(values).map(([name, value]) => {
    const column = columns[name]
    if (column === undefined) throw new TypeError(`${name} is not a column of this table.`)
    return { column, value }
  })
  const names = sql.join(
    entries.map(({ column }) => column.bare),
    sql`, `,
  )
  const list = sql.join(
    entries.map(({ value }) => value),
    sql`, `,
  )
  return sql`insert into ${into} (${names})\nvalues (${list})`
}

/** New rows that a SELECT gives, in the order of the given columns. */
export function insertFrom(into: AnyTable, columns: Columns, rows: SQL): SQL {
  return sql`insert into ${into} (${bareNames(columns)})\n${rows}`
}

/** Names of columns, without their table. */
export const bareNames = (columns: readonly Column<unknown>[]): SQL =>
  sql.join(
    columns.map((column) => column.bare),
    sql`, `,
  )

/** A column and its new value. */
export interface Assignment {
  readonly column: Column<unknown>
  readonly value: SQL
}

/** A column's new value, of the column's type. */
export const set = <Value>(column: Column<Value>, value: SQL<NoInfer<Value>>): Assignment => ({ column, value })

/**
 * Assigns in the stated order. MySQL evaluates one assignment after the other and sees what earlier ones assigned; other
 * databases see the old row. An assignment may therefore read no column that stands before it: then all of them get the same
 * values. Throws for one that does.
 */
export function update(changed: AnyTable, assignments: readonly Assignment[], where: SQL): SQL {
  return sql`update ${changed} set ${assignmentList(assignments)}\nwhere ${where}`
}

/** `update`'s assignments, under the same rule. Where several tables are known, the columns are named with theirs. */
export function assignmentList(
  assignments: readonly Assignment[],
  name: (column: Column<unknown>) => SQL = (column) => column.bare,
): SQL {
  const assigned = new Set<string>()
  for (const { column, value } of assignments) {
    for (const read of columnsIn(value)) {
      if (assigned.has(read)) {
        throw new TypeError(
          `${nameOf(column)} is assigned after ${read}, which its value reads: MySQL would read the new value there, and other databases the old one.`,
        )
      }
    }
    assigned.add(nameOf(column))
  }
  return sql.join(
    assignments.map(({ column, value }) => sql`${name(column)} = ${value}`),
    sql`, `,
  )
}

const nameOf = (column: Column<unknown>): string => `${column.tableName}.${column.declared.name}`

function* columnsIn(fragment: SQL): Generator<string> {
  if (fragment instanceof Column) {
    yield nameOf(fragment)
    return
  }
  for (const chunk of fragment.queryChunks) if (chunk instanceof SQL) yield* columnsIn(chunk)
}

/** Rows that a condition holds for are deleted. */
export const remove = (from: AnyTable, where: SQL): SQL => sql`delete from ${from}\nwhere ${where}`

/** All conditions that are given. */
export const and = (...conditions: (SQL | undefined)[]): SQL =>
  sql.join(
    conditions.filter((condition) => condition !== undefined),
    sql` and `,
  )

/** A number or a constant that stands in a statement as it is. */
export const literal = (value: number): SQL<number> => sql<number>`${sql.raw(String(value))}`
