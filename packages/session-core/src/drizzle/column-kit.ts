import type { SQL } from "drizzle-orm"
import { sessionTables } from "./schema.ts"
import { type AnyTable, type Columns, type Constraint, descriptionOf, type Column as OurColumn } from "./table.ts"

/** A new column of Drizzle's, as `text(name)` makes it in each dialect. */
export type NewColumn<Builder> = Builder & { notNull(): Builder; primaryKey(): Builder }

/** At least one. */
type Several<Column> = [Column, ...Column[]]

/**
 * What a database's tables are made of. The schema is declared once (schema.ts), and each SQL provider brings its kit, by which
 * drizzle-kit generates its migrations. The builders are the dialect's own: no kit needs a cast.
 */
export interface ColumnKit<Builder, Column, Key, DialectTable> {
  /** A table with its columns and keys: Drizzle's `sqliteTable`, `mysqlTable` and so on. */
  table(name: string, columns: Record<string, Builder>, keys: (columns: Record<string, Column>) => Key[]): DialectTable
  /** The columns of a table that was made: Drizzle's `getTableColumns`. */
  columnsOf(table: DialectTable): Record<string, Column>
  /**
   * An id or another short name of at most 191 bytes, compared byte by byte. Part of keys.
   *
   * Easily missed: it must be ordered by its bytes in a list and in the comparison with a cursor alike, whatever the database's
   * collation. PostgreSQL takes `COLLATE "C"`. A list that follows a language, with a cursor that follows bytes, passes sessions
   * over.
   *
   * Invariants: 8, 10. Kit: `byte-order`, `fidelity`.
   */
  id(name: string): NewColumn<Builder>
  /** A path of at most 1024 bytes, compared byte by byte. Part of keys. */
  path(name: string): NewColumn<Builder>
  /** Text of any length up to the limits, kept as it is. */
  text(name: string): NewColumn<Builder>
  /** JSON as text: a JSON type would rewrite it. */
  json(name: string): NewColumn<Builder>
  /** A whole number up to 2^53. */
  integer(name: string): NewColumn<Builder>
  /** Epoch milliseconds. */
  timestamp(name: string): NewColumn<Builder>
  /** A double. */
  real(name: string): NewColumn<Builder>
  /** A number that ascends with every row of the table, for search to sort by. Given by the database, never null. */
  rowNumber(name: string): Builder
  /** A primary key of several columns. */
  primaryKey(name: string, columns: Several<Column>): Key
  /** The key of a table that has a row number: by what its rows lie together where the dialect can do that. */
  clusterKey(name: string, columns: Several<Column>): Key
  /** An index, in the order of its columns. */
  index(name: string, columns: Several<Column>): Key
  /**
   * An index of the rows that a condition holds for. Leave it out for a database that has none: the shared statements work with
   * whole indexes as well, and each write then touches more of them.
   */
  partialIndex?(name: string, columns: Several<Column>, condition: SQL): Key
  /** A reference that the database checks, and that never cascades. */
  reference(name: string, columns: Several<Column>, foreignColumns: Several<Column>): Key
}

/** The schema as a dialect's tables, for drizzle-kit, which finds tables among a module's exports. */
export function tablesOf<Builder, Column, Key, DialectTable>(
  kit: ColumnKit<Builder, Column, Key, DialectTable>,
): Record<keyof typeof sessionTables, DialectTable> {
  const made = new Map<string, DialectTable>()

  const builderOf = ({ declared }: OurColumn<unknown>): Builder => {
    const { name, kind, isKey, isOptional } = declared
    if (kind === "rowNumber") return kit.rowNumber(name)
    const column = kit[kind](name)
    if (isKey === true) return column.primaryKey()
    return isOptional === true ? column : column.notNull()
  }

  /** The dialect's columns for ours, which are of one table. */
  const find = (columns: Columns, among: Record<string, Column>): Several<Column> => {
    const [first, ...others] = columns.map(({ tableName, declared }) => {
      const found = among[declared.name]
      if (found === undefined) throw new TypeError(`${tableName}.${declared.name} is not declared.`)
      return found
    })
    if (first === undefined) throw new TypeError("A key needs a column.")
    return [first, ...others]
  }

  const isMade = (constraint: Constraint): boolean =>
    constraint.type !== "partialIndex" || constraint.otherwise === "all rows" || kit.partialIndex !== undefined

  const keyOf = (constraint: Constraint, own: Record<string, Column>): Key => {
    const { type, name, columns } = constraint
    if (type === "partialIndex") {
      const found = find(columns, own)
      return kit.partialIndex?.(name, found, constraint.condition) ?? kit.index(name, found)
    }
    if (type !== "reference") return kit[type](name, find(columns, own))
    const { foreignColumns } = constraint
    const foreign = made.get(foreignColumns[0].tableName)
    if (foreign === undefined) throw new TypeError(`${name} refers to a table that is declared later.`)
    return kit.reference(name, find(columns, own), find(foreignColumns, kit.columnsOf(foreign)))
  }

  const tableOf = (of: AnyTable): DialectTable => {
    const { name, columns, constraints } = descriptionOf(of)
    const builders = Object.values(columns).map((column) => [column.declared.name, builderOf(column)] as const)
    const table = kit.table(name, Object.fromEntries(builders), (own) =>
      constraints.filter(isMade).map((each) => keyOf(each, own)),
    )
    made.set(name, table)
    return table
  }
  const entries = Object.entries(sessionTables).map(([name, each]) => [name, tableOf(each)])
  // A table for each of ours.
  return Object.fromEntries(entries) as Record<keyof typeof sessionTables, DialectTable>
}
