import type { RenderedStatement } from "./statement.ts"

/** SQL and the values that it takes, in their order. */
export interface SqlCommand {
  /** The same object each time: a connection prepares it once. */
  readonly statement: RenderedStatement
  /** The values of its parameters. */
  readonly values: readonly unknown[]
}

/** A row as a driver gives it, by the names of the selected fields. Only decoding.ts reads it. */
export type DriverRow = Record<string, unknown>

/** Commands that happen together. */
export interface SqlTransaction {
  /** In the order in which they are run. */
  readonly commands: readonly SqlCommand[]
  /** A SELECT of what the caller is told. Runs after the commands, within the transaction or right after its commit. */
  readonly result?: SqlCommand
}

/**
 * How a dialect runs statements. Failures are `SessionStorageError`s, except constraint violations, which are the driver's own.
 *
 * Easily missed: the shared statements tell from a constraint violation why a batch was refused, so translate every other error, and
 * leave those as the driver threw them. Take only the message and the code of a driver's error for a `cause`: it may hold its
 * connection, and with it the password. A connection that breaks while nobody uses it tells so by an event, and ends the process
 * when nobody listens. A call that fails gives its connection back as one that succeeds does, with no transaction open on it.
 *
 * Kit: `secrets`, `broken-connections`, `failing-calls`.
 */
export interface SqlConnection {
  /**
   * All commands in one transaction, or none; durable when it returns. Gives the rows of `result`.
   *
   * Easily missed: a transaction that reads and then writes must not lose against another that did the same. SQLite begins with
   * `BEGIN IMMEDIATE`; MySQL tries the whole batch again after a deadlock, which the batch's id makes safe. Waiting for locks and
   * trying again is done here.
   *
   * Invariants: 1. Kit: `atomicity`, `races`, `deadlocks`.
   */
  write(transaction: SqlTransaction): Promise<DriverRow[]>
  /**
   * All commands on one state of the database. Gives the rows of each.
   *
   * Easily missed: integers reach 2^53. The columns' types decode what a driver gives as text or as `bigint`, but a driver that
   * rounds has to be told not to. A transaction alone is not one state: by default PostgreSQL shows each of its statements what
   * was committed before that statement. `REPEATABLE READ` is.
   *
   * Kit: `fidelity`, `one-state`.
   */
  read(commands: readonly SqlCommand[]): Promise<DriverRow[][]>
}
