import { pathToFileURL } from "node:url"
import { plainNumbers } from "./plain-numbers.ts"
import { resultCodeName, sqliteError } from "./result-codes.ts"
import { asArray, asFirstValue, asRow, columnNames, eachAs, type MakeResult } from "./rows.ts"
import type { SqliteDatabase, SqliteDriver, SqliteRow, SqliteStatement } from "./sqlite-driver.ts"
import { isQuery, numberColumns } from "./whole-text.ts"

/** What is used of `bun:sqlite`. Bun's own types would bring all of Bun's globals with them. */
interface BunSqlite {
  Database: new (
    file: string,
    options: number | { readonly?: boolean; readwrite?: boolean; create?: boolean },
  ) => BunDatabaseHandle
  constants: { SQLITE_OPEN_READONLY: number; SQLITE_OPEN_URI: number }
}

interface BunDatabaseHandle {
  readonly inTransaction: boolean
  prepare(sql: string): BunStatementHandle
  exec(sql: string): unknown
  close(): void
}

interface BunStatementHandle {
  readonly columnNames: string[]
  /** Null where there is no row. */
  values(...values: unknown[]): unknown[][] | null
  run(...values: unknown[]): unknown
  iterate(...values: unknown[]): IterableIterator<object>
  safeIntegers(safe: boolean): unknown
  finalize(): void
}

/** A part of Bun. Throws anywhere else. */
export async function loadBunSqlite(): Promise<SqliteDriver> {
  if (process.versions.bun === undefined) throw new Error("it is a part of Bun")
  // Not imported: other runtimes' bundlers stumble over the name.
  const { Database, constants } = process.getBuiltinModule("bun:sqlite") as BunSqlite // As far as it is described here.
  const probe = new BunDatabase(new Database(":memory:", { create: true }), false)
  const sqliteVersion = String(probe.prepareValues("SELECT sqlite_version()").get())
  probe.close()
  return {
    name: "bun:sqlite",
    sqliteVersion,
    open: (file, { readOnly = false, timeout, exactIntegers = false }) =>
      translated(() => {
        const flags = readOnly ? { readonly: true } : { readwrite: true, create: true }
        const database = new Database(file, flags)
        database.exec(`PRAGMA busy_timeout = ${timeout}`)
        return new BunDatabase(database, exactIntegers)
      }),
    openImmutable: async (file, { exactIntegers = false }) =>
      translated(() => {
        const url = `${pathToFileURL(file)}?mode=ro&immutable=1`
        const flags = constants.SQLITE_OPEN_READONLY | constants.SQLITE_OPEN_URI
        return new BunDatabase(new Database(url, flags), exactIntegers)
      }),
    largestImmutable: Number.POSITIVE_INFINITY,
    openInWorker: `(file) => {
      const database = new (process.getBuiltinModule("bun:sqlite").Database)(file)
      return { pragma: (pragma) => database.query("PRAGMA " + pragma).values()[0], close: () => database.close() }
    }`,
  }
}

class BunDatabase implements SqliteDatabase {
  readonly #database: BunDatabaseHandle
  readonly #exact: boolean
  /** Closing leaves the file open as long as there are any. */
  readonly #statements = new Set<BunStatementHandle>()
  readonly #names = new Map<string, string[]>()
  #open = true

  constructor(database: BunDatabaseHandle, exact: boolean) {
    this.#database = database
    this.#exact = exact
  }

  get open(): boolean {
    return this.#open
  }

  get inTransaction(): boolean {
    return this.#open && this.#database.inTransaction
  }

  prepare(sql: string): SqliteStatement<SqliteRow> {
    return this.#statement(sql, asRow)
  }

  prepareArrays(sql: string): SqliteStatement<unknown[]> {
    return this.#statement(sql, asArray)
  }

  prepareValues(sql: string): SqliteStatement<unknown> {
    return this.#statement(sql, asFirstValue)
  }

  exec(sql: string): void {
    translated(() => this.#database.exec(sql))
  }

  pragma(pragma: string): unknown {
    const statement = this.#prepare(`PRAGMA ${pragma}`)
    try {
      return translated(() => statement.values())?.[0]?.[0]
    } finally {
      this.#finalize(statement)
    }
  }

  close(): void {
    for (const statement of this.#statements) statement.finalize()
    this.#statements.clear()
    this.#open = false
    this.#database.close()
  }

  #statement<Result>(sql: string, make: MakeResult<Result>): SqliteStatement<Result> {
    const statement = this.#prepare(sql)
    const names = columnNames((count) =>
      statement.columnNames.length === count ? statement.columnNames : this.#distinctNames(sql),
    )
    return new BunStatement(
      statement,
      (values) => make(names(values.length), plainNumbers(values, this.#exact)),
      (bound) => this.#rows(sql, bound),
    )
  }

  /**
   * The rows of a statement of its own: Bun's would go on in the middle when it is run again after an iteration that stopped early. It
   * gives objects only, in which columns of the same name are one.
   */
  *#rows(sql: string, bound: unknown[]): Generator<unknown[], undefined> {
    const statement = this.#prepare(isQuery(sql) ? numberColumns(sql, this.#distinctNames(sql).length) : sql)
    try {
      const rows = translated(() => statement.iterate(...bound))
      for (;;) {
        const { done, value } = translated(() => rows.next())
        if (done) return
        yield Object.values(value)
      }
    } finally {
      this.#finalize(statement)
    }
  }

  /** The names of all columns: Bun gives a name only once, and SQLite numbers them where a query is a table. */
  #distinctNames(sql: string): string[] {
    let names = this.#names.get(sql)
    if (names === undefined) {
      const statement = this.#prepare(`SELECT * FROM (${sql}\n)`)
      names = statement.columnNames
      this.#finalize(statement)
      this.#names.set(sql, names)
    }
    return names
  }

  #prepare(sql: string): BunStatementHandle {
    return translated(() => {
      const statement = this.#database.prepare(sql)
      this.#statements.add(statement)
      if (this.#exact) statement.safeIntegers(true)
      return statement
    })
  }

  #finalize(statement: BunStatementHandle): void {
    this.#statements.delete(statement)
    statement.finalize()
  }
}

class BunStatement<Result> implements SqliteStatement<Result> {
  readonly #statement: BunStatementHandle
  readonly #read: (values: unknown[]) => Result
  readonly #rows: (bound: unknown[]) => Generator<unknown[], undefined>

  constructor(
    statement: BunStatementHandle,
    read: (values: unknown[]) => Result,
    rows: (bound: unknown[]) => Generator<unknown[], undefined>,
  ) {
    this.#statement = statement
    this.#read = read
    this.#rows = rows
  }

  all(values: readonly unknown[] = []): Result[] {
    return this.#values(values).map(this.#read)
  }

  get(values: readonly unknown[] = []): Result | undefined {
    const [row] = this.#values(values)
    return row === undefined ? undefined : this.#read(row)
  }

  run(values: readonly unknown[] = []): void {
    translated(() => this.#statement.run(...values.map(bindable)))
  }

  iterate(values: readonly unknown[] = []): IterableIterator<Result> {
    return eachAs(this.#rows(values.map(bindable)), this.#read)
  }

  #values(values: readonly unknown[]): unknown[][] {
    return translated(() => this.#statement.values(...values.map(bindable))) ?? []
  }
}

/** Bun makes one character of a lone surrogate and what follows it. */
const bindable = (value: unknown): unknown => (typeof value === "string" ? value.toWellFormed() : value)

function translated<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    const number = error instanceof Error && "errno" in error ? error.errno : undefined
    throw error instanceof Error && error.name === "SQLiteError" && typeof number === "number"
      ? sqliteError(error, resultCodeName(number))
      : error
  }
}
