import type { SqliteRow } from "./sqlite-driver.ts"

/** Makes a result of a row's values, by the names of its columns. */
export type MakeResult<Result> = (columns: readonly string[], values: unknown[]) => Result

export const asArray: MakeResult<unknown[]> = (_, values) => values

export const asFirstValue: MakeResult<unknown> = (_, [value]) => value

export const asRow: MakeResult<SqliteRow> = (columns, values) => {
  // Assigned, it would be the row's prototype: the columns are another program's.
  if (columns.includes("__proto__")) return Object.fromEntries(columns.map((name, index) => [name, values[index]]))
  const row: SqliteRow = {}
  for (let index = 0; index < columns.length; index += 1) row[columns[index] as string] = values[index] // Within its length.
  return row
}

/** The rows of an iteration, each as something else. Ends the iteration when it is ended itself. */
export function* eachAs<Value, Result>(
  values: Iterable<Value>,
  convert: (value: Value) => Result,
): Generator<Result, undefined> {
  for (const value of values) yield convert(value)
}

/** The names of a statement's columns, read again when a row has others: tables may be altered by another program meanwhile. */
export function columnNames(read: (count: number) => readonly string[]): (count: number) => readonly string[] {
  let names: readonly string[] = []
  return (count) => {
    if (names.length !== count) names = read(count)
    return names
  }
}
