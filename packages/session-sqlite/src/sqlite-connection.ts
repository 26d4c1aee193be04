import { SessionStorageError } from "@opencode/session-core"
import type { BoundStatement, Row, SqlConnection, Statement } from "@opencode/session-core/drizzle"
import type { Database, Statement as PreparedStatement } from "better-sqlite3"
import { whileBusy } from "./open-database.ts"
import { sqliteCode, translateError } from "./translate-error.ts"

/** Runs statements on one open file. Each is prepared once. */
export class SqliteConnection implements SqlConnection {
  readonly database: Database
  readonly #file: string
  readonly #prepared = new Map<Statement, PreparedStatement>()
  readonly #begin: PreparedStatement
  readonly #beginRead: PreparedStatement
  readonly #commit: PreparedStatement
  readonly #rollback: PreparedStatement
  readonly #dataVersion: PreparedStatement
  /** The last write in line; undefined when nobody waits. Writes happen in the order in which they were asked for. */
  #line: Promise<unknown> | undefined
  #writes = 0

  constructor(database: Database, file: string) {
    this.database = database
    this.#file = file
    // A transaction that reads first and then writes would fail at once when another process wrote in between.
    this.#begin = database.prepare("BEGIN IMMEDIATE")
    this.#beginRead = database.prepare("BEGIN")
    this.#commit = database.prepare("COMMIT")
    this.#rollback = database.prepare("ROLLBACK")
    this.#dataVersion = database.prepare("PRAGMA data_version").pluck()
  }

  /** Changes whenever this or another process has written. Costs no read of the file. */
  get version(): string {
    return this.#translated(() => `${this.#dataVersion.get()}.${this.#writes}`)
  }

  /** The statement as this connection has it prepared. */
  prepare(statement: Statement): PreparedStatement {
    let prepared = this.#prepared.get(statement)
    if (prepared === undefined) {
      prepared = this.database.prepare(statement.sql)
      this.#prepared.set(statement, prepared)
    }
    return prepared
  }

  async read(statements: BoundStatement[]): Promise<Row[][]> {
    return this.#whileBusy(() => {
      // A single statement sees one state anyway.
      if (statements.length === 1) return this.#runAll(statements)
      return this.#transaction(this.#beginRead, statements)
    })
  }

  /** The rows of a read, one by one. Whoever stops early costs the database no more. */
  *iterate({ statement, values }: BoundStatement): Generator<Row> {
    this.assertOpen()
    try {
      // The columns are those that the statement selects.
      yield* this.prepare(statement).iterate(values) as IterableIterator<Row>
    } catch (error) {
      throw this.#translate(error)
    }
  }

  async write(statements: BoundStatement[]): Promise<Row[][]> {
    this.assertOpen()
    const before = this.#line
    const writing = before === undefined ? this.#write(statements) : before.then(() => this.#write(statements))
    const settled = writing.then(
      () => {},
      () => {},
    )
    this.#line = settled
    try {
      return await writing
    } finally {
      if (this.#line === settled) this.#line = undefined
    }
  }

  /** Lets go of the file once the writes in line are done. */
  async close(): Promise<void> {
    await this.#line
    this.#prepared.clear()
    this.database.close()
  }

  #write(statements: BoundStatement[]): Promise<Row[][]> {
    return this.#whileBusy(() => {
      const rows = this.#transaction(this.#begin, statements)
      this.#writes += 1
      return rows
    })
  }

  #transaction(begin: PreparedStatement, statements: BoundStatement[]): Row[][] {
    begin.run()
    try {
      const rows = this.#runAll(statements)
      this.#commit.run()
      return rows
    } catch (error) {
      // Some failures have rolled it back already.
      if (this.database.inTransaction) this.#rollback.run()
      throw error
    }
  }

  #runAll(statements: BoundStatement[]): Row[][] {
    return statements.map(({ statement, values }) => {
      const prepared = this.prepare(statement)
      // The columns are those that the statement selects.
      if (prepared.reader) return prepared.all(values) as Row[]
      prepared.run(values)
      return []
    })
  }

  async #whileBusy<Result>(transaction: () => Result): Promise<Result> {
    const run = () => {
      // It may have been closed while this waited.
      this.assertOpen()
      return transaction()
    }
    try {
      return run()
    } catch (error) {
      if (sqliteCode(error)?.startsWith("SQLITE_BUSY") !== true) throw this.#translate(error)
    }
    try {
      return await whileBusy(run)
    } catch (error) {
      throw this.#translate(error)
    }
  }

  #translated<Result>(run: () => Result): Result {
    this.assertOpen()
    try {
      return run()
    } catch (error) {
      throw this.#translate(error)
    }
  }

  /** Constraint violations are the shared queries' own business. */
  #translate(error: unknown): unknown {
    return sqliteCode(error)?.startsWith("SQLITE_CONSTRAINT") === true ? error : translateError(error, this.#file)
  }

  /** Fails with `closed` once it is. */
  assertOpen(): void {
    if (!this.database.open) throw new SessionStorageError("closed", `The database ${this.#file} was closed.`)
  }
}
