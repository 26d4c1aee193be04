import { SQL, sql } from "drizzle-orm"

/** How a value is kept: what a dialect needs to know of a parameter. Every integer is below 2^53. */
export type ValueKind = "text" | "integer" | "real"

/** The type of a parameter, a column or a selected expression, known to the compiler and at run time. */
export interface ValueType<Value> {
  /** What a dialect needs to know of it. */
  readonly kind: ValueKind
  /** Makes the declared type of what a driver gives. */
  decode(value: unknown): Value
  /** An expression of this type: `` integer.sql`count(*)` ``. */
  sql(strings: TemplateStringsArray, ...chunks: unknown[]): Expression<Value>
}

/** SQL whose value has a type. */
export class Expression<Value> extends SQL<Value> {
  /** How its value is kept and decoded. */
  readonly type: ValueType<Value>

  constructor(fragment: SQL, type: ValueType<Value>) {
    super(fragment.queryChunks)
    this.type = type
  }
}

function valueType<Value>(kind: ValueKind, decode: (value: unknown) => Value): ValueType<Value> {
  const type: ValueType<Value> = {
    kind,
    decode,
    sql: (strings, ...chunks) => new Expression(sql(strings, ...chunks), type),
  }
  return type
}

/** Text. Drivers give it as strings: its `decode` only has the type, and rows are not touched for it. */
export const text = valueType("text", (value) => value as string)
/** A whole number up to 2^53. Drivers give large ones as they are configured, and sums as text. */
export const integer = valueType("integer", Number)
/** A double. */
export const real = valueType("real", Number)

/** The same type, or null. */
export function optional<Value>({ kind, decode }: ValueType<Value>): ValueType<Value | null> {
  return valueType(kind, (value) => (value === null ? null : decode(value)))
}

/** Several parameters of one type under one name. How many is up to the statement. */
export interface ListType<Value> {
  /** The type of each. */
  readonly items: ValueType<Value>
}

/** Several parameters of a type under one name. */
export const list = <Value>(items: ValueType<Value>): ListType<Value> => ({ items })
