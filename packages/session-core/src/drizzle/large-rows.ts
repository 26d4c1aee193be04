import { type SQL, sql } from "drizzle-orm"
import { rowBytes } from "../paging/page-bytes.ts"
import type { SqlDatabase } from "./database.ts"
import type { SqlDialect } from "./dialect.ts"
import {
  type FileRow,
  fileFields,
  type MessageRow,
  messageFields,
  type PartRow,
  partFields,
  type SessionRow,
  sessionFields,
} from "./fields.ts"
import { type Fields, literal } from "./neutral-sql.ts"
import { fileByKey, messageByKey, partByKey, sessionByKey } from "./row-by-key.ts"
import type { BoundStatement } from "./statement.ts"
import type { Expression } from "./value-type.ts"
import { integer, optional, text } from "./value-type.ts"

/*
 * Pages are bounded in bytes, and a row may have 16 MiB. A page's statement therefore leaves the content of large rows out and
 * says how long it is; which of them fit shows when all sizes are known, and only those are read, each by its key.
 */

/** A row up to this many bytes always comes with its page. */
const smallBytes = 16 * 1024

/** The size up to which rows come with a page of so many: together they are not more than the page may have, or are small. */
export const largeAbove = (bytes: number, limit: number): number => Math.max(smallBytes, Math.floor(bytes / limit))

/** What a query without a bound may have, as a number that a database knows. */
export const boundOf = ({ bytes }: { bytes?: number }): number => bytes ?? Number.MAX_SAFE_INTEGER

/** A row of a page: its content may be missing, and this is its length. */
type OfPage<Row> = Row & { bytes: number }

/** A table with rows that may be large. */
interface LargeTable<Selected extends Fields, Content extends keyof Selected, Row> {
  /** Bytes of a row's content. */
  bytes: Expression<number>
  /**
   * What a page selects: of a row above a size neither of the columns that make it large, but `bytes`, their length.
   */
  fields(
    large: SQL<number>,
  ): Omit<Selected, Content> & Record<Content, Expression<string | null>> & { bytes: Expression<number> }
  /** Those of a page's rows that came without their content. */
  missing(rows: readonly OfPage<Row>[]): LargeRow[]
}

function largeTable<Selected extends Fields, Content extends keyof Selected & string, Row extends { revision: number }>(
  selected: Selected,
  content: readonly Content[],
  byKey: (row: Row) => BoundStatement<Row>,
): LargeTable<Selected, Content, Row> {
  const names = new Set<string>(content)
  const lengths = content.map((name) => sql`coalesce(octet_length(${selected[name]}), 0)`)
  const bytes = integer.sql`(${sql.join(lengths, sql` + `)})`
  return {
    bytes,
    fields(large) {
      const small = Object.entries(selected).filter(([name]) => !names.has(name))
      const contents = content.map((name) => [
        name,
        optional(text).sql`case when octet_length(${selected[name]}) <= ${large} then ${selected[name]} end`,
      ])
      // The selected fields, of which the content's are expressions that may be null.
      return Object.fromEntries([...small, ...contents, ["bytes", bytes]]) as ReturnType<
        LargeTable<Selected, Content, Row>["fields"]
      >
    },
    missing(rows) {
      const missing: LargeRow[] = []
      for (const row of rows) if (isMissing(row, content)) missing.push({ row, read: byKey(row) })
      return missing
    },
  }
}

export const largeSessions = largeTable(
  sessionFields,
  ["title", "todos", "metadata", "model", "marks"],
  ({ id }: SessionRow): BoundStatement<SessionRow> => sessionByKey.bind({ id }),
)
export const largeMessages = largeTable(
  messageFields,
  ["metadata", "model", "error"],
  ({ sessionId, id }: MessageRow): BoundStatement<MessageRow> => messageByKey.bind({ sessionId, id }),
)
export const largeParts = largeTable(
  partFields,
  ["data"],
  ({ sessionId, messageId, id }: PartRow): BoundStatement<PartRow> => partByKey.bind({ sessionId, messageId, id }),
)
export const largeFiles = largeTable(
  fileFields,
  ["content"],
  ({ sessionId, path, version }: FileRow): BoundStatement<FileRow> => fileByKey.bind({ sessionId, path, version }),
)

/**
 * The size above which a page leaves rows out, where the dialect looks ahead: none when all of `sizes`, a query with the
 * column `bytes`, are not more than `bytes` together.
 */
export function threshold(
  { looksAhead }: SqlDialect,
  { bytes, large }: { bytes: SQL<number>; large: SQL<number> },
  sizes: SQL,
): SQL<number> {
  if (!looksAhead) return large
  return sql<number>`(select case when coalesce(sum(${sql.identifier("bytes")} + ${literal(rowBytes)}), 0) <= ${bytes}
    then ${literal(Number.MAX_SAFE_INTEGER)} else ${large} end from (${sizes}) as ${sql.identifier("sizes")})`
}

/** A row of a page that came without its content, and how to read it. */
export interface LargeRow {
  row: { bytes: number; revision: number }
  read: BoundStatement<{ revision: number }>
}

/** Rows that somebody wrote to between a page and their content. */
export interface Changed {
  /** They have their newer content. */
  newer: ReadonlySet<object>
  /** They have none. */
  gone: ReadonlySet<object>
}

/** Reads the content of large rows into them, and tells which are not as they were. */
export async function loadContent(database: SqlDatabase, missing: readonly LargeRow[]): Promise<Changed> {
  const newer = new Set<object>()
  const gone = new Set<object>()
  if (missing.length === 0) return { newer, gone }
  const found = await database.read(missing.map(({ read }) => read))
  for (const [index, { row }] of missing.entries()) {
    const [whole] = found[index] ?? []
    if (whole === undefined) {
      gone.add(row)
      continue
    }
    if (whole.revision !== row.revision) newer.add(row)
    Object.assign(row, whole)
  }
  return { newer, gone }
}

function isMissing(row: { bytes: number } & object, content: readonly string[]): boolean {
  if (row.bytes <= smallBytes) return false
  let present = 0
  for (const [name, value] of Object.entries(row)) {
    if (typeof value === "string" && content.includes(name)) present += Buffer.byteLength(value)
  }
  return present < row.bytes
}

/** What a row of a page counts with. */
export const sizeOfRow = (row: { bytes: number }): number => row.bytes + rowBytes

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
 * an entry that it has not seen, whether that has a later position by now or the second read was answered by a node that lags.
 */
export function untilChanged<Entry>(
  entries: Entry[],
  { newer, gone }: Changed,
  rowOf: (entry: Entry) => object | undefined,
): Entry[] {
  const index = entries.findIndex((entry) => {
    const row = rowOf(entry)
    return row !== undefined && (newer.has(row) || gone.has(row))
  })
  return index < 0 ? entries : entries.slice(0, index)
}

export const isUnchanged = ({ newer, gone }: Changed): boolean => newer.size === 0 && gone.size === 0
