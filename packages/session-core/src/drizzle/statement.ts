import { type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import { Select } from "./neutral-sql.ts"
import { Expression, type ListType, type ValueType } from "./value-type.ts"

/** The parameters of a statement by their names. */
export type ParameterTypes = Readonly<Record<string, ValueType<unknown> | ListType<unknown>>>

/** What a statement's SQL is made of: each parameter under its name, an item of a list by its index. */
export type Given<Types extends ParameterTypes> = {
  readonly [Name in keyof Types]: Types[Name] extends ListType<infer Item>
    ? (index: number) => Expression<Item>
    : Types[Name] extends ValueType<infer Value>
      ? Expression<Value>
      : never
}

/** What a statement is bound to: a value of its type for each parameter. */
export type ValuesOf<Types extends ParameterTypes> = {
  readonly [Name in keyof Types]: Types[Name] extends ListType<infer Item>
    ? readonly Item[]
    : Types[Name] extends ValueType<infer Value>
      ? Value
      : never
}

/** A name that a statement does not take, and that `bind` therefore refuses at compile time. */
type Unknown<Values, Types> = { readonly [Name in Exclude<keyof Values, keyof Types>]: never }

declare const rowType: unique symbol

/** A statement with its values. */
export interface BoundStatement<Row = unknown> {
  /** The statement, for every dialect. */
  readonly definition: StatementDefinition
  /** By the names of its parameters. */
  readonly values: Readonly<Record<string, unknown>>
  /** For the compiler alone. */
  readonly [rowType]?: Row
}

/** The row of a bound statement, or of one that is to be bound. */
export type RowFrom<Bound> =
  Bound extends BoundStatement<infer Row> ? Row : Bound extends Statement<infer _, infer Row> ? Row : never

/** A statement as a dialect writes it. */
export interface StatementDefinition {
  render(dialect: SqlDialect): RenderedStatement
}

/** SQL that a database prepares once: the same object each time. */
export interface RenderedStatement {
  /** Its text, with placeholders. */
  readonly sql: string
  /** The values in the order in which the SQL takes them. Throws for one that was forgotten: it would be stored as NULL. */
  valuesOf(values: Readonly<Record<string, unknown>>): unknown[]
  /** The fields of a row that a driver may give as something else than their type. */
  readonly decoded: readonly (readonly [name: string, type: ValueType<unknown>])[]
}

/** A statement: its parameters have types, and so have its rows. */
export interface Statement<Types extends ParameterTypes, Row> extends StatementDefinition {
  /** Takes exactly the declared parameters. */
  bind<Values extends ValuesOf<Types>>(values: Values & Unknown<Values, Types>): BoundStatement<Row>
}

/** The row that a statement gives: none unless it selects. */
type RowBuilt<Built extends SQL> = Built extends Select<infer Row> ? Row : undefined

/**
 * Declares a statement. It is built at its first use by each dialect, and kept. Its parameters are under their names in
 * `given`; the type of its rows is that of the fields that it selects.
 */
export function statement<Types extends ParameterTypes, Built extends SQL>(
  types: Types,
  build: (given: Given<Types>, dialect: SqlDialect) => Built,
): Statement<Types, RowBuilt<Built>> {
  const definition: Statement<Types, RowBuilt<Built>> = {
    bind: (values) => ({ definition, values }),
    render(dialect) {
      const built = build(givenOf(types, dialect), dialect)
      const { sql: text, params } = dialect.renderer.sqlToQuery(built)
      const slots = params.map(slotOf)
      const fields = built instanceof Select ? Object.entries(built.fields) : []
      return {
        sql: text,
        valuesOf: (values) => slots.map((slot) => slot(values)),
        decoded: fields
          .filter(([, { type }]) => type.kind !== "text" && dialect.givesNumbers !== true)
          .map(([name, { type }]) => [name, type] as const),
      }
    },
  }
  return definition
}

/** Where in the values a parameter is found. */
class Slot {
  readonly name: string
  readonly index: number | undefined

  constructor(name: string, index?: number) {
    this.name = name
    this.index = index
  }
}

function givenOf<Types extends ParameterTypes>(types: Types, dialect: SqlDialect): Given<Types> {
  const parameter = (type: ValueType<unknown>, slot: Slot) => {
    const placeholder = sql`${sql.param(slot)}`
    return new Expression(dialect.parameter?.(placeholder, type.kind) ?? placeholder, type)
  }
  const entries = Object.entries(types).map(([name, type]) => [
    name,
    "items" in type ? (index: number) => parameter(type.items, new Slot(name, index)) : parameter(type, new Slot(name)),
  ])
  // An expression for each parameter, of its type.
  return Object.fromEntries(entries) as Given<Types>
}

function slotOf(parameter: unknown): (values: Readonly<Record<string, unknown>>) => unknown {
  if (!(parameter instanceof Slot)) return () => parameter
  const { name, index } = parameter
  return (values) => {
    const given = values[name]
    const value = index === undefined ? given : Array.isArray(given) ? given[index] : undefined
    if (value === undefined) throw new TypeError(`The statement needs a value for "${name}".`)
    return value
  }
}
