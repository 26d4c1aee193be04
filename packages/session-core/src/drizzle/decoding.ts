import type { DriverRow } from "./connection.ts"
import type { RenderedStatement } from "./statement.ts"

/**
 * A driver's rows as rows of the statement's type: the one place where a value of unknown type gets its declared one. In place:
 * a page may be large, and the rows are nobody else's.
 */
export function decodeRows<Row>({ decoded }: RenderedStatement, rows: DriverRow[]): Row[] {
  for (const row of decoded.length === 0 ? [] : rows) {
    for (const [name, type] of decoded) {
      const value = row[name]
      if (typeof value !== "number" && value !== null) row[name] = type.decode(value)
    }
  }
  // Text needs no decoding, and everything else has been.
  return rows as Row[]
}
