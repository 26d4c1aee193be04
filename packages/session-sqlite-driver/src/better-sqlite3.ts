import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import type Sqlite from "better-sqlite3"
import { plainNumbers } from "./plain-numbers.ts"
import { asArray, asFirstValue, asRow, columnNames, eachAs, type MakeResult } from "./rows.ts"
import type { SqliteDatabase, SqliteDriver, SqliteRow, SqliteStatement } from "./sqlite-driver.ts"

/** Where a file's header says how it is read and written: 2 is WAL, 1 is not. */
const versionBytes = [18, 19]
const withoutLog = 1

/** The Node-API that its binaries are made for, whatever its package.json says of Node.js: 22.14 and 23.6 have it. */
const oldestNodeApi = 10

/** Not within the import: a bundler would look for it, and fail where it is not installed. With its binary, none can take it in. */
const packageName: string = "better-sqlite3"

/** A package with a binary for each platform, and the fastest in Node.js. Throws where it cannot be loaded. */
export async function loadBetterSqlite3(): Promise<SqliteDriver> {
  // It would take the process with it, which no `catch` prevents.
  const { bun, napi } = process.versions
  if (bun !== undefined) throw new Error("it crashes Bun")
  if (Number(napi) < oldestNodeApi) throw new Error("it crashes Node.js before 22.14")
  const { default: Database } = (await import(/* @vite-ignore */ packageName)) as { default: typeof Sqlite }
  // Only this loads the binary.
  const probe = new Database(":memory:")
  const sqliteVersion = String(probe.prepare("SELECT sqlite_version()").pluck().get())
  probe.close()
  return {
    name: "better-sqlite3",
    sqliteVersion,
    open: (file, { readOnly = false, timeout, exactIntegers = false }) =>
      new BetterDatabase(new Database(file, { readonly: readOnly, fileMustExist: readOnly, timeout }), exactIntegers),
    // SQLite's own way (`immutable`) is not built into it, and a copy on disk would hold what the file holds.
    async openImmutable(file, { exactIntegers = false }) {
      const bytes = await readFile(file)
      for (const at of versionBytes) bytes[at] = withoutLog
      return new BetterDatabase(new Database(bytes, { readonly: true }), exactIntegers)
    },
    largestImmutable: 128 * 1024 * 1024,
    openInWorker: `(file) => {
      const database = new (require(${JSON.stringify(createRequire(import.meta.url).resolve(packageName))}))(file)
      return { pragma: (pragma) => Object.values(database.pragma(pragma)[0]), close: () => database.close() }
    }`,
  }
}

class BetterDatabase implements SqliteDatabase {
  readonly #database: Sqlite.Database
  readonly #exact: boolean

  constructor(database: Sqlite.Database, exact: boolean) {
    this.#database = database
    this.#exact = exact
  }

  get open(): boolean {
    return this.#database.open
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction
  }

  prepare(sql: string): SqliteStatement<SqliteRow> {
    return this.#statement(sql, asRow, (statement) => statement)
  }

  prepareArrays(sql: string): SqliteStatement<unknown[]> {
    return this.#statement(sql, asArray, (statement) => statement.raw())
  }

  prepareValues(sql: string): SqliteStatement<unknown> {
    return this.#statement(sql, asFirstValue, (statement) => statement.pluck())
  }

  exec(sql: string): void {
    this.#database.exec(sql)
  }

  pragma(pragma: string): unknown {
    return this.#database.pragma(pragma, { simple: true })
  }

  close(): void {
    this.#database.close()
  }

  /** Its own ways to shape a row are the fastest; only where integers are to be exact, rows pass through our hands. */
  #statement<Result>(
    sql: string,
    make: MakeResult<Result>,
    shape: (statement: Sqlite.Statement) => Sqlite.Statement,
  ): SqliteStatement<Result> {
    const statement = this.#database.prepare(sql)
    if (!statement.reader) return new BetterStatement(statement)
    if (!this.#exact) return new BetterStatement(shape(statement))
    statement.safeIntegers().raw()
    const names = columnNames(() => statement.columns().map(({ name }) => name))
    return new BetterStatement(statement, (values) => make(names(values.length), plainNumbers(values, true)))
  }
}

class BetterStatement<Result> implements SqliteStatement<Result> {
  readonly #statement: Sqlite.Statement
  /** Whether it gives rows. Asked once: each time, it would be a call into the binary. */
  readonly #gives: boolean
  readonly #convert: ((values: unknown[]) => Result) | undefined

  constructor(statement: Sqlite.Statement, convert?: (values: unknown[]) => Result) {
    this.#statement = statement
    this.#gives = statement.reader
    this.#convert = convert
  }

  // What the statement gives is of the shape that it was prepared for.
  all(values: readonly unknown[] = []): Result[] {
    if (!this.#gives) {
      this.#statement.run(values)
      return []
    }
    // Raw rows are lists; without a conversion, they are what the statement was prepared for.
    const results = this.#statement.all(values)
    return this.#convert === undefined ? (results as Result[]) : (results as unknown[][]).map(this.#convert)
  }

  get(values: readonly unknown[] = []): Result | undefined {
    // As of `all`.
    const result = this.#statement.get(values)
    if (result === undefined || this.#convert === undefined) return result as Result | undefined
    return this.#convert(result as unknown[])
  }

  run(values: readonly unknown[] = []): void {
    if (this.#gives) this.#statement.get(values)
    else this.#statement.run(values)
  }

  iterate(values: readonly unknown[] = []): IterableIterator<Result> {
    // As of `all`.
    const results = this.#statement.iterate(values)
    if (this.#convert === undefined) return results as IterableIterator<Result>
    return eachAs(results as IterableIterator<unknown[]>, this.#convert)
  }
}
