import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite"
import { pathToFileURL } from "node:url"
import { plainNumbers } from "./plain-numbers.ts"
import { resultCodeName, resultCodeOf, sqliteError } from "./result-codes.ts"
import { asArray, asFirstValue, asRow, columnNames, type MakeResult } from "./rows.ts"
import type { SqliteDatabase, SqliteDriver, SqliteRow, SqliteStatement } from "./sqlite-driver.ts"
import { isQuery, numberColumns, wholeColumn, wholeValue } from "./whole-text.ts"

/** A part of Node.js and of Deno. Throws where it is missing, or too old to have what is needed: full-text search, above all. */
export async function loadNodeSqlite(): Promise<SqliteDriver> {
  const module = withoutExperimentalWarning(() => process.getBuiltinModule?.("node:sqlite"))
  if (module === undefined) throw new Error("this runtime does not have it")
  const { DatabaseSync } = module
  const probe = new DatabaseSync(":memory:")
  const sqliteVersion = String(probe.prepare("SELECT sqlite_version() AS version").get()?.version)
  const [fullTextSearch] = probe.prepare("SELECT 1 FROM pragma_module_list WHERE name = 'fts5'").all()
  const isComplete = typeof probe.isTransaction === "boolean" && fullTextSearch !== undefined
  const cutsText = probe.prepare("SELECT 'a' || char(0) || 'b' AS text").get()?.text !== "a\u0000b"
  probe.close()
  if (!isComplete) throw new Error("it is too old here; Node.js 22.16 and newer have all of it")
  const immutable = (file: string) => {
    const url = pathToFileURL(file)
    url.search = "?mode=ro&immutable=1"
    return url
  }
  const open = (file: string | URL, readOnly: boolean, timeout: number, exact: boolean) =>
    translated(() => new NodeDatabase(new DatabaseSync(file, { readOnly, timeout }), { exact, cutsText }))
  return {
    name: "node:sqlite",
    sqliteVersion,
    open: (file, { readOnly = false, timeout, exactIntegers = false }) => open(file, readOnly, timeout, exactIntegers),
    openImmutable: async (file, { exactIntegers = false }) => open(immutable(file), true, 0, exactIntegers),
    largestImmutable: Number.POSITIVE_INFINITY,
    openInWorker: `(file) => {
      const database = new (process.getBuiltinModule("node:sqlite").DatabaseSync)(file)
      return { pragma: (pragma) => Object.values(database.prepare("PRAGMA " + pragma).get()), close: () => database.close() }
    }`,
  }
}

/** Node.js 22 warns of this module when it is loaded. Any other warning is left alone: the module is loaded synchronously. */
function withoutExperimentalWarning<Result>(load: () => Result): Result {
  const { emitWarning } = process
  process.emitWarning = (...values: unknown[]) => {
    if (!String(values[0]).startsWith("SQLite is an experimental feature")) Reflect.apply(emitWarning, process, values)
  }
  try {
    return load()
  } finally {
    process.emitWarning = emitWarning
  }
}

interface Reading {
  /** Integers beyond what a number holds come as bigint. */
  exact: boolean
  /** This runtime reads a text only up to its first NUL. */
  cutsText: boolean
}

class NodeDatabase implements SqliteDatabase {
  readonly #database: DatabaseSync
  readonly #reading: Reading
  #encoding: string | undefined

  constructor(database: DatabaseSync, reading: Reading) {
    this.#database = database
    this.#reading = reading
  }

  get open(): boolean {
    return this.#database.isOpen
  }

  get inTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction
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
    return this.prepareValues(`PRAGMA ${pragma}`).get()
  }

  close(): void {
    if (this.open) this.#database.close()
  }

  #statement<Result>(sql: string, make: MakeResult<Result>): SqliteStatement<Result> {
    return translated(() => {
      const { exact, cutsText } = this.#reading
      const statement = this.#database.prepare(sql)
      const names = columnNames(() => statement.columns().map(({ name }) => name))
      const read = (values: unknown[]) => make(names(values.length), plainNumbers(values, exact))
      if (!cutsText || !isQuery(sql)) return new NodeStatement(statement, exact, read)
      const whole = this.#database.prepare(numberColumns(sql, statement.columns().length, wholeColumn))
      return new NodeStatement(whole, exact, (values) =>
        read(values.map((value) => wholeValue(value, () => this.#knownEncoding()))),
      )
    })
  }

  /** Hardly any text has a NUL: asked for only when it is needed. */
  #knownEncoding(): string {
    this.#encoding ??= String(this.#database.prepare("PRAGMA encoding").get()?.encoding)
    return this.#encoding
  }
}

class NodeStatement<Result> implements SqliteStatement<Result> {
  readonly #statement: StatementSync
  readonly #read: (values: unknown[]) => Result
  #readsBigInts = false

  constructor(statement: StatementSync, readsBigInts: boolean, read: (values: unknown[]) => Result) {
    this.#statement = statement
    this.#read = read
    statement.setReturnArrays(true)
    if (readsBigInts) this.#readBigInts()
  }

  // Rows are arrays of values, and bound values are not checked here: SQLite refuses what it does not take.
  all(values: readonly unknown[] = []): Result[] {
    const rows = this.#whateverTheIntegers(() => this.#statement.all(...(values as SQLInputValue[])))
    return (rows as unknown as unknown[][]).map(this.#read)
  }

  get(values: readonly unknown[] = []): Result | undefined {
    // As of `all`.
    const row = this.#whateverTheIntegers(() => this.#statement.get(...(values as SQLInputValue[])))
    return row === undefined ? undefined : this.#read(row as unknown as unknown[])
  }

  run(values: readonly unknown[] = []): void {
    // As of `all`.
    translated(() => this.#statement.run(...(values as SQLInputValue[])))
  }

  *iterate(values: readonly unknown[] = []): Generator<Result, undefined> {
    // A row in the middle can be asked for only once.
    this.#readBigInts()
    const rows = translated(() => this.#statement.iterate(...(values as SQLInputValue[])))
    try {
      for (;;) {
        const { done, value } = translated(() => rows.next())
        if (done) return
        // Rows are lists, as `setReturnArrays` says.
        yield this.#read(value as unknown as unknown[])
      }
    } finally {
      rows.return?.()
    }
  }

  /** An integer beyond what a number holds is an error, unless all integers come as bigint: then it is run again that way. */
  #whateverTheIntegers<Rows>(run: () => Rows): Rows {
    try {
      return run()
    } catch (error) {
      const isTooLarge = error instanceof RangeError && "code" in error && error.code === "ERR_OUT_OF_RANGE"
      if (!isTooLarge || this.#readsBigInts) throw asSqliteError(error)
    }
    this.#readBigInts()
    return translated(run)
  }

  #readBigInts(): void {
    if (this.#readsBigInts) return
    this.#statement.setReadBigInts(true)
    this.#readsBigInts = true
  }
}

function translated<Result>(run: () => Result): Result {
  try {
    return run()
  } catch (error) {
    throw asSqliteError(error)
  }
}

/** The error with the name of its result code. Errors that are none of SQLite's stay as they are. */
function asSqliteError(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "ERR_SQLITE_ERROR") return error
  // Deno gives no number for statements without values.
  const number = "errcode" in error && typeof error.errcode === "number" ? error.errcode : undefined
  return sqliteError(error, number === undefined ? resultCodeOf(error.message) : resultCodeName(number))
}
