import { type SQL, type SQLWrapper, sql } from "drizzle-orm"
import { Expression, integer, type ValueType } from "./value-type.ts"

/** What a column holds. Each dialect's kit (column-kit.ts) has a type for it. */
export type ColumnKind = "id" | "path" | "text" | "json" | "integer" | "timestamp" | "real" | "rowNumber"

/** A column as it is declared, before it belongs to a table. */
export interface ColumnDeclaration<Value> {
  readonly name: string
  readonly kind: ColumnKind
  readonly type: ValueType<Value>
  readonly isOptional?: boolean
  /** The table's whole primary key. */
  readonly isKey?: boolean
}

/** A column of a table, or of a table's alias: `"session"."id"` wherever it stands in a statement. */
export class Column<Value> extends Expression<Value> {
  /** Its name, its type and whether it may be null. */
  readonly declared: ColumnDeclaration<Value>
  /** The name under which the column's table is known in a statement. */
  readonly tableName: string

  constructor(tableName: string, declared: ColumnDeclaration<Value>) {
    super(sql`${sql.identifier(tableName)}.${sql.identifier(declared.name)}`, declared.type)
    this.declared = declared
    this.tableName = tableName
  }

  /** Its name alone: what stands where the table is known, as behind SET. */
  get bare(): SQL {
    return sql`${sql.identifier(this.declared.name)}`
  }
}

/** A column whose values the database gives: no INSERT has it. */
export class RowNumber extends Column<number> {
  /** The database gives it. */
  readonly isGenerated = true
}

type Declarations = Readonly<Record<string, ColumnDeclaration<unknown>>>

type ColumnsOf<Declared extends Declarations> = {
  readonly [Name in keyof Declared]: Declared[Name] extends { kind: "rowNumber" }
    ? RowNumber
    : Declared[Name] extends ColumnDeclaration<infer Value>
      ? Column<Value>
      : never
}

/** What a table has besides its columns. */
export type Constraint =
  | { type: "primaryKey" | "index"; name: string; columns: Columns }
  /** An index of the rows that a condition holds for, in a dialect that has such; in others of all rows, or none. */
  | { type: "partialIndex"; name: string; columns: Columns; condition: SQL; otherwise: "all rows" | "none" }
  /** The key of a table that has a row number: by what its rows lie together where the dialect can do that. */
  | { type: "clusterKey"; name: string; columns: Columns; number: Column<number> }
  /** A reference that the database checks, and that never cascades. */
  | { type: "reference"; name: string; columns: Columns; foreignColumns: Columns }

/** Columns of one table, at least one. */
export type Columns = readonly [Column<unknown>, ...Column<unknown>[]]

/** A table's name, its columns by their names in TypeScript, and its keys and indexes. */
export interface TableDescription {
  readonly name: string
  readonly columns: Readonly<Record<string, Column<unknown>>>
  readonly constraints: readonly Constraint[]
}

const describe = Symbol("a table's description")

/** A table as statements name it. Its columns are its properties. */
export type Table<Declared extends Declarations> = ColumnsOf<Declared> & AnyTable

/** Any table, where its columns do not matter. */
export interface AnyTable extends SQLWrapper {
  readonly [describe]: TableDescription
}

/** Declares a table. */
export function table<Declared extends Declarations>(
  name: string,
  declared: Declared,
  constrain: (columns: ColumnsOf<Declared>) => Constraint[] = () => [],
): Table<Declared> {
  const columns = columnsOf(name, declared)
  return { ...columns, ...named(sql`${sql.identifier(name)}`, { name, columns, constraints: constrain(columns) }) }
}

/** A table's name, columns, keys and indexes. */
export const descriptionOf = (of: AnyTable): TableDescription => of[describe]

function columnsOf<Declared extends Declarations>(tableName: string, declared: Declared): ColumnsOf<Declared> {
  const entries = Object.entries(declared).map(([name, each]) => [
    name,
    each.kind === "rowNumber" ? new RowNumber(tableName, { ...each, type: integer }) : new Column(tableName, each),
  ])
  // A column for each declaration, of its type.
  return Object.fromEntries(entries) as ColumnsOf<Declared>
}

const named = (from: SQL, description: TableDescription): AnyTable & { shouldOmitSQLParens(): true } => ({
  [describe]: description,
  getSQL: () => from,
  // Drizzle's way to say that a name stands without parentheses.
  shouldOmitSQLParens: () => true,
})

type FieldsOf<Declared extends Declarations, Except> = {
  readonly [Name in Exclude<keyof Declared, Except>]: ColumnsOf<Declared>[Name]
}

/** The columns of a table, except for some, as fields to select. */
export function fieldsOf<Declared extends Declarations, Except extends keyof Declared = never>(
  of: Table<Declared>,
  ...except: Except[]
): FieldsOf<Declared, Except> {
  const excepted: ReadonlySet<unknown> = new Set(except)
  const entries = Object.entries(of[describe].columns).filter(([name]) => !excepted.has(name))
  // The columns of the table, of their types.
  return Object.fromEntries(entries) as FieldsOf<Declared, Except>
}
