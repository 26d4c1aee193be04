import type { SQL } from "drizzle-orm"
import type { ColumnDeclaration, Columns, Constraint, RowNumber } from "./table.ts"
import { integer, optional, real, text } from "./value-type.ts"

/* The words of the schema. */

/** An id or another short name of at most 191 bytes, compared byte by byte. Part of keys. */
export const id = (name: string) => ({ name, kind: "id", type: text }) as const satisfies ColumnDeclaration<string>
/** A path of at most 1024 bytes, compared byte by byte. Part of keys. */
export const path = (name: string) => ({ name, kind: "path", type: text }) as const satisfies ColumnDeclaration<string>
/** Labels of a session, one after the other, in at most 1024 bytes: what it is found by (labels.ts). */
export const labels = (name: string) =>
  ({ name, kind: "path", type: text }) as const satisfies ColumnDeclaration<string>
/** Text of any length up to the limits, kept as it is. */
export const longText = (name: string) =>
  ({ name, kind: "text", type: text }) as const satisfies ColumnDeclaration<string>
/** JSON as text: a JSON type would rewrite it. */
export const json = (name: string) => ({ name, kind: "json", type: text }) as const satisfies ColumnDeclaration<string>
/** A whole number up to 2^53. */
export const int = (name: string) =>
  ({ name, kind: "integer", type: integer }) as const satisfies ColumnDeclaration<number>
/** Epoch milliseconds. */
export const timestamp = (name: string) =>
  ({ name, kind: "timestamp", type: integer }) as const satisfies ColumnDeclaration<number>
/** A double. */
export const double = (name: string) =>
  ({ name, kind: "real", type: real }) as const satisfies ColumnDeclaration<number>
/** A number that ascends with every row of the table, given by the database, for search to sort by. */
export const rowNumber = (name: string) =>
  ({ name, kind: "rowNumber", type: integer }) as const satisfies ColumnDeclaration<number>

/** The column may be NULL. */
export const nullable = <Value>(declared: ColumnDeclaration<Value>) => ({
  ...declared,
  type: optional(declared.type),
  isOptional: true,
})

/** The column is the table's primary key. */
export const key = <Value>(declared: ColumnDeclaration<Value>) => ({ ...declared, isKey: true })

export const primaryKey = (name: string, ...columns: Columns): Constraint => ({ type: "primaryKey", name, columns })

/** The key of a table that has a row number: by what its rows lie together where the dialect can do that. */
export const clusterKey = (name: string, columns: Columns, number: RowNumber): Constraint => ({
  type: "clusterKey",
  name,
  columns,
  number,
})

export const index = (name: string, ...columns: Columns): Constraint => ({ type: "index", name, columns })

/**
 * An index of the rows that a condition holds for: other rows do not touch it. A dialect without such indexes has one of all rows,
 * or none where that would help nobody.
 */
export const partialIndex = (
  name: string,
  columns: Columns,
  condition: SQL,
  otherwise: "all rows" | "none" = "all rows",
): Constraint => ({ type: "partialIndex", name, columns, condition, otherwise })

/** A reference that the database checks, and that never cascades. */
export const reference = (name: string, columns: Columns, foreignColumns: Columns): Constraint => ({
  type: "reference",
  name,
  columns,
  foreignColumns,
})
