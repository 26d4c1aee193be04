import type { SQL } from "drizzle-orm"
import type { BaseSQLiteDatabase, SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core"
import type { SearchPage, SearchQuery } from "../provider/queries.ts"
import type { BoundStatement, SqlQuery } from "./statement.ts"

/** Drizzle as a builder of statements: nothing is run through it. Another dialect's is cast to this type. */
export type QueryBuilder = BaseSQLiteDatabase<"sync", unknown>

/** A row as the driver gives it, by the names of the selected fields. */
export type Row = Record<string, unknown>

/** What went wrong when the database refused a row; undefined for any other failure. */
export type ConstraintViolation = "not-null" | "unique" | "foreign-key" | undefined

/** What a dialect adds to the shared queries, besides its column kit. */
export interface SqlDialect {
  builder: QueryBuilder
  /** How many places the feed of changed sessions has: 1 where writers wait for each other anyway. */
  shards: number
  /** The database's own clock, epoch milliseconds. */
  now: SQL<number>
  /** Ends a SELECT whose row others may not change until the transaction ends; empty where writers wait for each other anyway. */
  forUpdate: SQL
  /** An INSERT that updates the given columns where the key exists; without any, it then does nothing. */
  upsert(table: SQLiteTable, values: Record<string, unknown>, key: SQLiteColumn[], update: SQLiteColumn[]): SqlQuery
  /** Where it is cheaper than reading a number again that was written before, and gives a batch's answer without a SELECT. */
  register?: NumberRegister
  /**
   * Whether a statement adds up what a page holds before it reads it. It saves a second read where a page has large rows, and
   * costs a second look at the rows: worth it where a read is a round trip.
   */
  looksAhead: boolean
  constraintViolation(error: unknown): ConstraintViolation
  /** The tables have no foreign keys: a statement that puts a part then looks for its message itself. */
  lacksForeignKeys?: true
  /** Full-text search; undefined where there is none. */
  search?: SqlSearch
}

/** How statements leave numbers to those after them in the same transaction. */
export interface NumberRegister {
  /** A statement that keeps a number, or null, until the next one is kept. */
  keep(number: SQL<number>): SqlQuery
  /** The number that was kept. */
  kept: SQL<number>
  /** An INSERT of one row that gives back the number in one of its columns. */
  insert(table: SQLiteTable, values: Record<string, unknown>, returned: string): SqlQuery
  /** A number that an UPDATE writes and leaves to the next statement. */
  leave(number: SQL<number>): SQL<number>
  /** The number that the statement before has left. */
  left: SQL<number>
}

/** How a dialect finds text. */
export interface SqlSearch {
  /** Makes a part's text findable after the part was put, or makes it forgotten when there is none. */
  putPart(key: { sessionId: string; messageId: string; partId: string; text: string }): BoundStatement[]
  /** Makes a session's title findable after the session was created or put, where the tables do not see to that themselves. */
  putSession?(sessionId: string): BoundStatement[]
  find(query: SearchQuery): Promise<SearchPage>
}

/** How a dialect runs statements. Failures are `SessionStorageError`s, except constraint violations, which are the driver's own. */
export interface SqlConnection {
  /**
   * All statements in one transaction, or none; durable when it returns. Gives one row with the number of each statement that
   * `returns` one; what it gives of the others, nobody reads.
   */
  write(statements: BoundStatement[]): Promise<Row[][]>
  /** All statements on one state of the database. Gives the rows of each. */
  read(statements: BoundStatement[]): Promise<Row[][]>
}
