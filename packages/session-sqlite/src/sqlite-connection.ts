import type { DriverRow, RenderedStatement, SqlCommand } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { SqliteDatabase, SqliteRow, SqliteStatement } from "@opencode/session-sqlite-driver"
import type { SqliteWrite } from "./sqlite-write.ts"
import { sqliteCode, translateError } from "./translate-error.ts"
import { whileBusy } from "./wait-for-lock.ts"
import type { WalCheckpoints } from "./wal-checkpoints.ts"
import { WriteQueue } from "./write-queue.ts"

/** Runs statements on one open file. Each is prepared once. */
export class SqliteConnection {
  readonly database: SqliteDatabase
  readonly #file: string
  readonly #checkpoints: WalCheckpoints
  readonly #prepared = new Map<RenderedStatement, SqliteStatement<SqliteRow>>()
  readonly #begin: SqliteStatement<SqliteRow>
  readonly #beginRead: SqliteStatement<SqliteRow>
  readonly #commit: SqliteStatement<SqliteRow>
  readonly #rollback: SqliteStatement<SqliteRow>
  readonly #dataVersion: SqliteStatement<unknown>
  readonly #queue = new WriteQueue((writes) => this.#writeTogether(writes))
  #writes = 0

  constructor(database: SqliteDatabase, file: string, checkpoints: WalCheckpoints) {
    this.database = database
    this.#file = file
    this.#checkpoints = checkpoints
    // A transaction that reads first and then writes would fail at once when another process wrote in between.
    this.#begin = database.prepare("BEGIN IMMEDIATE")
    this.#beginRead = database.prepare("BEGIN")
    this.#commit = database.prepare("COMMIT")
    this.#rollback = database.prepare("ROLLBACK")
    this.#dataVersion = database.prepareValues("PRAGMA data_version")
  }

  /** Changes whenever this or another process has written. Costs no read of the file. */
  get version(): string {
    return this.#translated(() => `${this.#dataVersion.get()}.${this.#writes}`)
  }

  /** The statement as this connection has it prepared. */
  prepare(statement: RenderedStatement): SqliteStatement<SqliteRow> {
    let prepared = this.#prepared.get(statement)
    if (prepared === undefined) {
      prepared = this.database.prepare(statement.sql)
      this.#prepared.set(statement, prepared)
    }
    return prepared
  }

  async read(commands: readonly SqlCommand[]): Promise<DriverRow[][]> {
    return this.#whileBusy(() => {
      // A single statement sees one state anyway.
      if (commands.length === 1) return this.#runAll(commands)
      return this.#transaction(this.#beginRead, () => this.#runAll(commands))
    })
  }

  /** Runs reads of several statements, on one state of the database. */
  async snapshot<Result>(run: () => Result): Promise<Result> {
    return this.#whileBusy(() => this.#transaction(this.#beginRead, run))
  }

  /** Reads and writes in one transaction. */
  async transact<Result>(run: () => Result): Promise<Result> {
    return this.#whileBusy(() => this.transactNow(run))
  }

  /** The same, unless another process is writing: then it fails with the driver's error. */
  transactNow<Result>(run: () => Result): Result {
    const result = this.#transaction(this.#begin, run)
    this.#checkpoints.look()
    return result
  }

  /** The rows of a read, one by one. A reader that stops early costs the database no more. */
  *iterate({ statement, values }: SqlCommand): Generator<DriverRow> {
    this.assertOpen()
    try {
      yield* this.prepare(statement).iterate(values)
    } catch (error) {
      throw this.#translate(error)
    }
  }

  async write(transaction: SqliteWrite): Promise<DriverRow[]> {
    this.assertOpen()
    return this.#queue.add(transaction)
  }

  /** Resolves when the writes in line are done. */
  async settled(): Promise<void> {
    await this.#queue.settled()
  }

  /** Lets go of the file once the writes in line are done. */
  async close(): Promise<void> {
    await this.settled()
    await this.#checkpoints.close()
    this.#prepared.clear()
    this.database.close()
  }

  #writeTogether(writes: SqliteWrite[]): Promise<DriverRow[][]> {
    return this.#whileBusy(() => {
      const rows = this.#transaction(this.#begin, () => writes.map((write) => this.#runWrite(write)))
      this.#writes += 1
      for (const { characters } of writes) this.#checkpoints.written(characters)
      return rows
    })
  }

  #transaction<Result>(begin: SqliteStatement<SqliteRow>, run: () => Result): Result {
    begin.run()
    try {
      const result = run()
      this.#commit.run()
      return result
    } catch (error) {
      // Some failures have rolled it back already.
      if (this.database.inTransaction) this.#rollback.run()
      throw error
    }
  }

  #runAll(commands: readonly SqlCommand[]): DriverRow[][] {
    return commands.map(({ statement, values }) => this.prepare(statement).all(values))
  }

  #runWrite({ commands, result }: SqliteWrite): DriverRow[] {
    for (const { statement, values } of commands) this.prepare(statement).run(values)
    return result === undefined ? [] : this.prepare(result.statement).all(result.values)
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

  /** Constraint violations are the shared statements' own business. */
  #translate(error: unknown): unknown {
    return sqliteCode(error)?.startsWith("SQLITE_CONSTRAINT") === true ? error : translateError(error, this.#file)
  }

  /** Fails with `closed` once it is. */
  assertOpen(): void {
    if (!this.database.open) throw new SessionStorageError("closed", `The database ${this.#file} was closed.`)
  }
}
