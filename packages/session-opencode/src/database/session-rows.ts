import type { SqliteDatabase, SqliteStatement } from "@opencode/session-sqlite-driver"
import { BoundedColumns, boundedId, type OmittedColumn } from "../sqlite/bounded-columns.ts"
import { isCount, textOfColumn } from "../values/plain-values.ts"
import { sessionTables } from "./tables.ts"

/** A session's row. */
export interface SessionRow {
  columns: Record<string, unknown>
  /** What was too large to be loaded. */
  omitted: OmittedColumn[]
}

/** What the newer row says of these also holds when it says nothing: a session was restored, or a revert taken back. */
const clearable = ["revert", "time_archived", "time_compacting", "parent_id", "share_url"]

/** The sessions of a database, whichever of its tables have them. */
export class SessionRows {
  /** Selects the ids of all sessions, each once. */
  readonly ids: string
  readonly #database: SqliteDatabase
  readonly #tables: { columns: BoundedColumns; row: SqliteStatement<unknown[]> }[]
  readonly #projectKeys: string

  constructor(database: SqliteDatabase, tables: ReadonlyMap<string, readonly string[]>) {
    const present = sessionTables.filter((table) => tables.has(table))
    this.#database = database
    this.ids = present.map((table) => `SELECT id FROM ${table}`).join(" UNION ")
    this.#projectKeys = present
      .map((table) => `SELECT DISTINCT ${boundedId("project_id")} FROM ${table}`)
      .join(" UNION ")
    this.#tables = present.map((table) => {
      const columns = new BoundedColumns(tables.get(table) ?? [])
      return { columns, row: database.prepareArrays(`SELECT ${columns.sql} FROM ${table} WHERE id = ?`) }
    })
  }

  get count(): number {
    return Number(this.#database.prepareValues(`SELECT count(*) FROM (${this.ids})`).get())
  }

  get projectKeys(): string[] {
    return this.#database.prepareValues(this.#projectKeys).all().map(textOfColumn)
  }

  /** Where several tables have it: the row that was written last, with what only the others say. Null where none has it. */
  read(id: string): SessionRow | null {
    const rows = this.#tables.flatMap(({ columns, row }) => {
      const values = row.get([id])
      if (!Array.isArray(values)) return []
      const read = columns.read(values)
      return { columns: read.row, omitted: read.omitted }
    })
    // In the order of the tables where their times are the same.
    const [newest, ...others] = rows.sort((left, right) => timeOf(right) - timeOf(left))
    return newest === undefined ? null : others.reduce(withOlder, newest)
  }
}

const timeOf = ({ columns: { time_updated: at } }: SessionRow): number => (isCount(at) ? at : 0)

function withOlder(newer: SessionRow, older: SessionRow): SessionRow {
  const columns = { ...older.columns }
  for (const [name, value] of Object.entries(newer.columns)) {
    if (value !== null || clearable.includes(name)) columns[name] = value
  }
  return { columns, omitted: [...newer.omitted, ...older.omitted.filter(({ column }) => columns[column] === null)] }
}
