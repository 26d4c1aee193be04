import { and, type Column, eq, getTableColumns, type SQL, sql } from "drizzle-orm"
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core"
import { rowBytes } from "../paging/page-bytes.ts"
import type { Row, SqlConnection, SqlDialect } from "./dialect.ts"
import { value } from "./expressions.ts"
import type { SessionSchema } from "./schema.ts"
import { named } from "./selections.ts"
import { compile, lazily, type Statement } from "./statement.ts"

/*
 * Pages are bounded in bytes, and a row may have 16 MiB. A page's statement therefore leaves the content of large rows out and
 * says how long it is; which of them fit shows when all sizes are known, and only those are read, each by its key.
 */

/** A row up to this many bytes always comes with its page. */
const smallBytes = 16 * 1024

/** The tables with rows that may be large, and the columns that make them so. */
export type LargeTable = "session" | "message" | "part" | "fileVersion"

const contentColumns: Record<LargeTable, readonly string[]> = {
  session: ["title", "todos", "metadata", "model"],
  message: ["metadata", "model", "error"],
  part: ["data"],
  fileVersion: ["content"],
}

const notSelected: Record<LargeTable, string[]> = {
  session: ["number", "state", "lastBatch"],
  message: ["costNanos"],
  part: ["number"],
  fileVersion: [],
}

/** The size up to which rows come with a page of so many: together they are not more than the page may have, or are small. */
export const largeAbove = (bytes: number, limit: number): number => Math.max(smallBytes, Math.floor(bytes / limit))

/** What a query without a bound may have, as a number that a database knows. */
export const boundOf = ({ bytes }: { bytes?: number }): number => bytes ?? Number.MAX_SAFE_INTEGER

/** How pages select rows that may be large, and read those again that they left out. */
export function largeRows(connection: SqlConnection, dialect: SqlDialect, schema: SessionSchema) {
  const columnOf = (table: LargeTable, name: string): Column => {
    // The names above are those of the schema.
    return getTableColumns(schema[table] as SQLiteTable)[name] as Column
  }

  /** Bytes of a row's content. */
  const bytesOf = (table: LargeTable): SQL<number> => {
    const lengths = contentColumns[table].map((name) => sql`coalesce(octet_length(${columnOf(table, name)}), 0)`)
    return sql`(${sql.join(lengths, sql` + `)})`
  }

  const keyOf: Record<LargeTable, Record<string, SQLiteColumn>> = {
    session: { id: schema.session.id },
    message: { sessionId: schema.message.sessionId, id: schema.message.id },
    part: { sessionId: schema.part.sessionId, messageId: schema.part.messageId, id: schema.part.id },
    fileVersion: {
      sessionId: schema.fileVersion.sessionId,
      path: schema.fileVersion.path,
      version: schema.fileVersion.version,
    },
  }

  const byKey = lazily((table: LargeTable): Statement => {
    const conditions = Object.entries(keyOf[table]).map(([name, column]) => eq(column, value(name)))
    return compile(
      dialect.builder
        .select(named(schema[table] as SQLiteTable, notSelected[table]))
        .from(schema[table] as SQLiteTable)
        .where(and(...conditions)),
    )
  })

  return {
    bytesOf,

    /**
     * What a page selects of a table: of a large row neither of the columns that make it so, but `bytes`, their length. Takes
     * the value "large"; `large` is an expression in its place.
     */
    select(table: LargeTable, large: SQL<number> = value("large")): Record<string, SQL.Aliased> {
      const contents = contentColumns[table].map((name) => {
        const column = columnOf(table, name)
        return [name, sql`case when octet_length(${column}) <= ${large} then ${column} end`.as(name)] as const
      })
      return {
        ...named(schema[table] as SQLiteTable, [...contentColumns[table], ...notSelected[table]]),
        ...Object.fromEntries(contents),
        bytes: sql`${bytesOf(table)}`.as("bytes"),
      }
    },

    /**
     * The size above which a page leaves rows out, where the dialect looks ahead: none when all of `sizes`, a query with the
     * column `bytes`, are not more than the value "bytes" together.
     */
    threshold(sizes: SQL): SQL<number> {
      if (!dialect.looksAhead) return value("large")
      return sql`(select case when coalesce(sum(bytes + ${sql.raw(String(rowBytes))}), 0) <= ${value("bytes")}
        then ${sql.raw(String(Number.MAX_SAFE_INTEGER))} else ${value("large")} end from (${sizes}) as sizes)`
    },

    /** Reads the content of large rows into them, and tells which are not as they were. */
    async load(missing: LargeRow[]): Promise<Changed> {
      const changed: Changed = { newer: new Set(), gone: new Set() }
      if (missing.length === 0) return changed
      const found = await connection.read(
        missing.map(({ table, row }) =>
          byKey(table).bind(Object.fromEntries(Object.keys(keyOf[table]).map((name) => [name, row[name]]))),
        ),
      )
      for (const [index, { row }] of missing.entries()) {
        const [whole] = found[index] ?? []
        if (whole === undefined) {
          changed.gone.add(row)
          continue
        }
        if (Number(whole.revision) !== Number(row.revision)) changed.newer.add(row)
        Object.assign(row, whole)
      }
      return changed
    },
  }
}

/** A row of a page that came without its content. */
export interface LargeRow {
  table: LargeTable
  row: Row
}

/** Rows that somebody wrote to between a page and their content. */
export interface Changed {
  /** They have their newer content. */
  newer: Set<Row>
  /** They have none. */
  gone: Set<Row>
}

/** Those of a page's rows that came without their content. */
export function missingOf(table: LargeTable, rows: readonly Row[], missing: LargeRow[] = []): LargeRow[] {
  for (const row of rows) if (isMissing(table, row)) missing.push({ table, row })
  return missing
}

function isMissing(table: LargeTable, row: Row): boolean {
  const bytes = Number(row.bytes)
  if (bytes <= smallBytes) return false
  let present = 0
  for (const name of contentColumns[table]) {
    const content = row[name]
    if (typeof content === "string") present += Buffer.byteLength(content)
  }
  return present < bytes
}

/** What a row of a page counts with. */
export const sizeOfRow = (row: Row): number => Number(row.bytes) + rowBytes

/** How often a page is read again when somebody writes between its rows and their content. */
const maximumTries = 5

/**
 * Reads a page until all of it is of one state. Where somebody writes without a pause, the last try takes what it gets: `read`
 * is told so, and must give a page.
 */
export async function untilUnchanged<Page>(read: (isLast: boolean) => Promise<Page | undefined>): Promise<Page> {
  for (let attempt = 1; ; attempt += 1) {
    const page = await read(attempt >= maximumTries)
    if (page !== undefined) return page
  }
}

/**
 * The entries of a feed before the first whose content is not as it was. A reader goes on from there: it must not be led past
 * an entry that it has not seen, whether that has a later place by now or the second read was answered by a node that lags.
 */
export function untilChanged<Entry>(
  entries: Entry[],
  { newer, gone }: Changed,
  rowOf: (entry: Entry) => Row | undefined,
): Entry[] {
  const index = entries.findIndex((entry) => {
    const row = rowOf(entry)
    return row !== undefined && (newer.has(row) || gone.has(row))
  })
  return index < 0 ? entries : entries.slice(0, index)
}

export const isUnchanged = ({ newer, gone }: Changed): boolean => newer.size === 0 && gone.size === 0
