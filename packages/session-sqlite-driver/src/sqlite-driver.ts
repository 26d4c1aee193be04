/** The drivers that there are, by the names that `OPENCODE_SQLITE_DRIVER` takes. */
export const driverNames = ["better-sqlite3", "node:sqlite", "bun:sqlite"] as const

/** A driver's name. */
export type DriverName = (typeof driverNames)[number]

/** A way to SQLite. All of them behave alike behind this interface, whatever they are like themselves. */
export interface SqliteDriver {
  /** What `OPENCODE_SQLITE_DRIVER` calls it. */
  readonly name: DriverName
  /** The version of the SQLite in it, such as `3.53.4`. */
  readonly sqliteVersion: string
  /** Opens a file. */
  open(file: string, options: OpenOptions): SqliteDatabase
  /**
   * Opens a file that no program writes to for reading, without the files that SQLite otherwise makes beside it: its folder may
   * be read-only. The contents of a `-wal` file are not read.
   */
  openImmutable(file: string, options: Pick<OpenOptions, "exactIntegers">): Promise<SqliteDatabase>
  /** The largest file that `openImmutable` takes, in bytes: a driver may have to hold all of it in memory. */
  readonly largestImmutable: number
  /**
   * JavaScript for a worker thread: an expression that gives a function, `(file) => ({ pragma, close })`. It opens an existing file by
   * the same copy of SQLite: two copies in one process do not see each other's locks. `pragma` gives the values of the first row.
   */
  readonly openInWorker: string
}

/** How a file is opened. */
export interface OpenOptions {
  /** The file must exist, and nothing is written to it. Otherwise it is made when it does not exist. */
  readOnly?: boolean | undefined
  /** How long SQLite waits for a lock, milliseconds. The process does nothing else meanwhile. */
  timeout: number
  /** Integers beyond what a number holds exactly come as bigint; otherwise as the nearest number. */
  exactIntegers?: boolean | undefined
}

/** A row by the names of its columns. */
export type SqliteRow = Record<string, unknown>

/**
 * An open database. Failures of SQLite are errors whose `code` is the name of the extended result code, such as
 * `SQLITE_CONSTRAINT_UNIQUE`.
 */
export interface SqliteDatabase {
  /** Whether it can be used: false once it is closed. */
  readonly open: boolean
  /** Whether a transaction is open. */
  readonly inTransaction: boolean
  /**
   * A statement whose rows are objects.
   *
   * Easily missed: SQLite plans by what a bare `?` is bound to that is compared with the column of an index where rows are ordered, or
   * stands behind LIMIT, and compiles the statement again at each call. `+?` and `cast(? as integer)` are compiled once.
   */
  prepare(sql: string): SqliteStatement<SqliteRow>
  /** A statement whose rows are arrays, in the order of the columns. */
  prepareArrays(sql: string): SqliteStatement<unknown[]>
  /** A statement of whose rows only the first column counts. */
  prepareValues(sql: string): SqliteStatement<unknown>
  /** Runs statements that take no values and give no rows. */
  exec(sql: string): void
  /** Reads or sets a pragma: `journal_mode`, `synchronous = full`. Gives the first column of its first row. */
  pragma(pragma: string): unknown
  /** Closes the file. Statements of it cannot be used afterwards. */
  close(): void
}

/**
 * A prepared statement. Values are strings, numbers, bigints, Uint8Arrays and null. Text comes back whole, with the NULs in it;
 * a lone surrogate is stored as U+FFFD, since SQLite's text is UTF-8.
 */
export interface SqliteStatement<Result> {
  /** All rows; none of a statement that gives no rows. */
  all(values?: readonly unknown[]): Result[]
  /** The first row; undefined where there is none. */
  get(values?: readonly unknown[]): Result | undefined
  /** Runs it for what it changes. */
  run(values?: readonly unknown[]): void
  /**
   * Row by row. Stopping early leaves nothing open. While it runs, neither this statement nor one that writes may be run.
   */
  iterate(values?: readonly unknown[]): IterableIterator<Result>
}
