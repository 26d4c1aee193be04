import type { SQL } from "drizzle-orm"
import type { Assignment } from "./neutral-sql.ts"
import type { AnyTable, Column, Columns } from "./table.ts"
import type { ValueKind } from "./value-type.ts"

/** What went wrong when the database refused a row; undefined for any other failure. */
export type ConstraintViolation = "not-null" | "unique" | "foreign-key" | undefined

/** What a dialect adds to the shared statements, besides its column kit. */
export interface SqlDialect {
  /** Quotes names and writes parameters: Drizzle's own dialect, such as `new PgDialect()`. */
  renderer: { sqlToQuery(statement: SQL): { sql: string; params: unknown[] } }
  /** A parameter where the database does not find out its type by itself: `cast($1 as bigint)`. By default the placeholder alone. */
  parameter?(placeholder: SQL, kind: ValueKind): SQL
  /**
   * The database has one writer at a time, from the beginning of its transaction: a batch then derives its sequence in the feed from
   * those that are there, instead of counting one up.
   */
  oneWriter?: true
  /** How many rows the feed of changed sessions has, from 0 on: 1 where writers wait for each other anyway. */
  shards: number
  /** How many sessions may be hot (hot-sessions.ts) before the oldest half of them is settled. A list looks at each hot one. */
  hotSessions: number
  /** The kit has `partialIndex`: rows that an index leaves out cost it nothing. */
  partialIndexes?: true
  /** An UPDATE writes each index that has a column it assigns, also where the value stays: the fewer it assigns, the better. */
  rewritesIndexes?: true
  /** The database's own clock, epoch milliseconds. */
  now: SQL<number>
  /**
   * Ends a SELECT whose row others may not change until the transaction ends; empty where writers wait for each other anyway.
   *
   * Easily missed: two batches that change two subtrees lock the same rows. They do so in one order, if the dialect can
   * (`chosenRows`); it tries a batch again that loses a deadlock all the same.
   *
   * Kit: `subtrees-at-once`, `deadlocks`.
   */
  forUpdate: SQL
  /** How it goes about the rows of a subtree. By default with `key in (subquery)`, which is enough where one writes at a time. */
  chosenRows?: ChosenRows
  /**
   * Stands after a table's name, and has its rows found by this index. MySQL counts the rows without a value as one value, takes those
   * with a value for as many, and reads the whole table instead.
   */
  byIndex?: (index: string) => SQL
  /**
   * Stands between two tables, and has them read in this order. By default `cross join`, for a database that locks no rows that it
   * only reads.
   */
  joinInOrder?: SQL
  /**
   * Deletes the rows of a table of which a SELECT gives the keys, under the names of their columns. By default with
   * `(columns) in (subquery)`, for a database that goes by an index from there.
   */
  removeRows?(from: AnyTable, key: Columns, rows: SQL): SQL
  /** What an INSERT does where the key exists. */
  onConflict: OnConflict
  /**
   * Updates a row by the columns of another table's row beside it, which are null where there is none. The assignments read those columns
   * as they are. By default a subquery for each of them: worth it where a subquery costs more than a join.
   */
  updateBeside?(update: UpdateBeside): SQL
  /**
   * A variable of the connection in which a batch keeps its last revision, where that is cheaper than reading the batch's
   * receipt in each statement.
   */
  revisionVariable?: RevisionVariable
  /**
   * Whether a statement adds up what a page holds before it reads it. It saves a second read where a page has large rows, and
   * costs a second look at the rows: worth it where a read is a round trip.
   */
  looksAhead: boolean
  /** The driver gives every integer and double as a number, so rows are of their types as they come. */
  givesNumbers?: true
  /**
   * Tells what the database refused a row for, by the driver's own error.
   *
   * Easily missed: a batch that may not be applied is refused by the database, because its statements write NULL where NULL is not
   * allowed. The database must really refuse that: no `INSERT IGNORE` and no lenient mode. The same holds for unique keys and for
   * foreign keys, which SQLite for one has to be told to check.
   *
   * Kit: `atomicity`, `conflicts`.
   */
  constraintViolation(error: unknown): ConstraintViolation
  /** The tables have no foreign keys: a statement that puts a part then looks for its message itself. */
  lacksForeignKeys?: true
}

/** A variable of the connection that holds a number. */
export interface RevisionVariable {
  /** A statement that keeps a number, or null. */
  keep(number: SQL<number>): SQL
  /** The number that was kept. */
  kept: SQL<number>
}

/**
 * How a batch changes rows of which a subquery gives the keys, in a column `id`.
 *
 * Easily missed: a statement must lock the rows that it is about and no others, or two batches wait for each other. Databases
 * differ in what they lock: MySQL and MariaDB lock each row that an UPDATE or a DELETE passes or its subquery reads.
 */
export interface ChosenRows {
  /**
   * Locks the rows in the order of their keys, which all batches lock them in, and may keep their keys for the statements that
   * follow. Waits for rows that another transaction holds, or passes over them. Undefined where one writes at a time.
   */
  keep?(rows: AnyTable, key: Column<string>, keys: SQL, held: "waits" | "passes over locked ones"): SQL
  /** A subquery of the keys that were kept, in a column `id`; the given one, where none were. */
  kept(keys: SQL): SQL
  /** The rows with these keys, as a SELECT names them: what stands after FROM, and a condition where that takes one. */
  from(rows: AnyTable, key: Column<string>, keys: SQL): { from: SQL; where?: SQL }
  /** Changes the rows with these keys, under a condition if one is given. The assignments stand in the order of `update`. */
  update(changed: AnyTable, key: Column<string>, keys: SQL, assignments: readonly Assignment[], condition?: SQL): SQL
  /** Deletes the rows with these keys, under a condition if one is given. */
  remove(from: AnyTable, key: Column<string>, keys: SQL, condition?: SQL): SQL
}

/** An update of a row by another table's row. */
export interface UpdateBeside {
  /** The table that is updated. */
  changed: AnyTable
  /** The table whose row stands beside it. */
  beside: AnyTable
  /** Which of the other table's rows: one at most. */
  on: SQL
  /** The columns and their new values, in the order of `update`. */
  assignments: readonly Assignment[]
  /** Which row is updated. */
  where: SQL
}

/** What follows an INSERT, for a row whose key exists. */
export interface OnConflict {
  /** Leaves the row as it is. It must still refuse what NOT NULL refuses. */
  leave(key: Columns): SQL
  /** Stands before the assignments of an update of the row. */
  update(key: Columns): SQL
  /** The value that would have been inserted. */
  inserted(column: Column<unknown>): SQL
}
