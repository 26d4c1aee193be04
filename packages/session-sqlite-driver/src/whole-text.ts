/*
 * Some drivers read a text only up to its first NUL, though SQLite holds all of it. There, a text with a NUL is asked for as
 * bytes, and put together again here; any other value comes as it is.
 */

/** Whether a statement gives rows of tables, and can be read through another one. */
export const isQuery = (sql: string): boolean => /^\s*(?:select|with|values)\b/i.test(sql)

/** The same query with columns that are named by their position: `c0`, `c1`, … */
export function numberColumns(
  sql: string,
  count: number,
  read: (column: string) => string = (column) => column,
): string {
  const columns = Array.from({ length: count }, (_, index) => `c${index}`)
  const results = columns.map((column) => `${read(column)} AS ${column}`)
  return `WITH numbered(${columns.join(", ")}) AS (${sql}\n) SELECT ${results.join(", ")} FROM numbered`
}

/** A column as it can be read whole: a text with a NUL as bytes that begin with T, bytes as their hexadecimal text after a B. */
export const wholeColumn = (column: string): string =>
  `CASE typeof(${column}) WHEN 'text' THEN iif(instr(${column}, char(0)), CAST('T' || ${column} AS BLOB), ${column})
   WHEN 'blob' THEN CAST('B' || hex(${column}) AS BLOB) ELSE ${column} END`

/** What `wholeColumn` gave, as it is stored. `encoding` is the database's, and asked for only where it matters. */
export function wholeValue(value: unknown, encoding: () => string): unknown {
  if (!(value instanceof Uint8Array)) return value
  const text = new TextDecoder(encoding()).decode(value)
  return text.startsWith("T") ? text.slice(1) : Buffer.from(text.slice(1), "hex")
}
