import { limits } from "@opencode/session-core"
import { quote } from "./table-columns.ts"

/** Bytes of the largest value that is loaded: the JSON of a larger one is over the store's limit, whatever its escapes. */
export const maximumLoaded = 4 * limits.valueBytes
/** Twice the bytes of an id: SQLite counts those of the database's encoding, which may be UTF-16. */
const maximumId = 2 * limits.idBytes

/** A value that was not loaded, and its bytes. */
export interface OmittedColumn {
  column: string
  bytes: number
}

/** A column in a statement; null where it has more bytes than `limit`: nothing of it is loaded then. */
export const bounded = (column: string, limit = maximumLoaded): string =>
  `CASE WHEN octet_length(${column}) <= ${limit} THEN ${column} END`

/** A column of ids in a statement; null where no id of ours can be: another type, or too long. */
export const boundedId = (column: string): string =>
  `CASE WHEN typeof(${column}) = 'text' AND octet_length(${column}) <= ${maximumId} THEN ${column} END`

/** A time or a number; null where it is of another type, and perhaps of any size. */
export const boundedTime = (column: string): string =>
  `CASE WHEN typeof(${column}) IN ('integer', 'real') THEN ${column} END`

/** Reads whole rows, of which no value is loaded that is too large: it is told by name instead. */
export class BoundedColumns {
  /** What to select. Rows must be read as arrays. */
  readonly sql: string
  readonly #columns: readonly string[]

  constructor(columns: readonly string[], table?: string) {
    this.#columns = columns
    const names = columns.map((column) => `${table === undefined ? "" : `${table}.`}${quote(column)}`)
    this.sql = names.flatMap((name) => [bounded(name), `octet_length(${name})`]).join(", ")
  }

  /** How many values it has selected. */
  get width(): number {
    return 2 * this.#columns.length
  }

  /** The row by its columns' names; null where a value was not loaded. */
  read(values: readonly unknown[]): { row: Record<string, unknown>; omitted: OmittedColumn[] } {
    const omitted: OmittedColumn[] = []
    const entries = this.#columns.map((column, index) => {
      const value = values[2 * index]
      const bytes = Number(values[2 * index + 1])
      if (value === null && bytes > maximumLoaded) omitted.push({ column, bytes })
      return [column, value] as const
    })
    return { row: Object.fromEntries(entries), omitted }
  }
}
