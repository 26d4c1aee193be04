import { is, Param, Placeholder } from "drizzle-orm"

/** Anything that Drizzle can turn into SQL. */
export interface SqlQuery {
  toSQL(): { sql: string; params: unknown[] }
}

/** SQL that was built once, and the order in which it takes its values. */
export interface Statement<Name extends string = string> {
  readonly sql: string
  /** The number that it gives back, an INSERT too: its only row has it under this name. */
  readonly returns: string | undefined
  bind(values: Readonly<Record<Name, unknown>>): BoundStatement
}

/** A statement with its values. */
export interface BoundStatement {
  readonly statement: Statement
  readonly values: unknown[]
}

/**
 * Builds a query once. Drizzle's own prepared queries map every value and row again at each call; a statement gives the
 * driver its SQL and its values, and nothing stands in between.
 */
export function compile<Name extends string>(query: SqlQuery, returns?: string): Statement<Name> {
  const { sql, params } = query.toSQL()
  const takes = params.map(parameterReader)
  const statement: Statement<Name> = {
    sql,
    returns,
    bind: (values) => ({ statement, values: takes.map((take) => take(values)) }),
  }
  return statement
}

function parameterReader(parameter: unknown): (values: Readonly<Record<string, unknown>>) => unknown {
  const placeholder = is(parameter, Param) ? parameter.value : parameter
  if (!is(placeholder, Placeholder)) return () => parameter
  const { name } = placeholder
  return (values) => {
    const value = values[name]
    // A forgotten value would be stored as NULL.
    if (value === undefined) throw new TypeError(`The statement needs a value for "${name}".`)
    return value
  }
}

/** Builds the value of a key at its first use, and keeps it. */
export function lazily<Key extends string, Value>(build: (key: Key) => Value): (key: Key) => Value {
  const built = new Map<Key, Value>()
  return (key) => {
    let value = built.get(key)
    if (value === undefined) {
      value = build(key)
      built.set(key, value)
    }
    return value
  }
}
