import type { DriverRow, SqlCommand, SqlTransaction } from "@opencode/session-core/drizzle"
import {
  awaitAnswer,
  type CallAttempt,
  createInspector,
  PersistentCalls,
  remaining,
  type ServerInspector,
} from "@opencode/session-core/server"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { sqlState } from "../errors/sql-state.ts"
import { answerTimeout, postgresErrors } from "../errors/translate-error.ts"
import { describeAddress } from "../options/address.ts"
import type { ServerOptions } from "../options/options.ts"
import { ChangeListener } from "./change-listener.ts"
import { openServerConnection } from "./open-server-connection.ts"
import { constantStatement, plainStatement } from "./plain-statement.ts"
import type { PostgresDatabase, RunStatement } from "./postgres-database.ts"
import type { ServerConnection } from "./server-connection.ts"
import { tellOfWrite } from "./tell-of-write.ts"

/** How long nothing may move on a connection before it is looked after, milliseconds. Less where a call has less time. */
const silence = { shortest: 200, longest: 2000 }
/** How long an attempt to connect may take that is to look at the server, and the answer to a look, milliseconds. */
const lookConnectTimeout = 3000
const lookTimeout = 2000
/** How long a connection may take to undo a failed transaction, milliseconds. */
const rollbackTimeout = 5000
/** How long a statement of a migration may take: an index on a large table takes its time. Milliseconds. */
const migrationTimeout = 6 * 60 * 60 * 1000

const beginRead = constantStatement("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
const commit = constantStatement("COMMIT")

/** A server. Each write and each read is one round trip, and what fails by chance is tried again as a whole. */
export class ServerDatabase implements PostgresDatabase {
  readonly location: string
  /** The servers that connections have led to: several where a name stands for a cluster, or after a fail-over. */
  readonly nodes = new Set<string>()
  #hasSearchIndex = false
  readonly #calls: PersistentCalls<ServerConnection, Attempt>
  readonly #inspector: ServerInspector
  readonly #afterWrite: SqlCommand
  readonly #listener: ChangeListener

  constructor(options: ServerOptions) {
    this.location = describeAddress(options)
    const own = new Set<number>()
    this.#calls = new PersistentCalls({
      ...options,
      location: this.location,
      prefix: "sessionProvider.postgres",
      errors: postgresErrors,
      isFinal: (error) => constraintViolation(error) !== undefined,
      attempt: (deadline, earlier) => new Attempt(deadline, earlier),
      connect: async (timeout) => {
        const opened = await openServerConnection(options, timeout)
        this.nodes.add(opened.facts.node)
        own.add(opened.facts.number)
        this.#hasSearchIndex ||= opened.facts.hasSearchIndex
        return opened
      },
      recover: rollBack,
    })
    this.#inspector = createInspector({
      open: () => openServerConnection(options, lookConnectTimeout),
      release: (connection) => this.#calls.adopt(connection),
      ask: (connection, number) => connection.findOther(number, lookTimeout),
      errors: postgresErrors,
    })
    this.#afterWrite = tellOfWrite(options.schema)
    this.#listener = new ChangeListener({
      open: () => openServerConnection(options, options.connectTimeout),
      schema: options.schema,
      own,
    })
  }

  get hasSearchIndex(): boolean {
    return this.#hasSearchIndex
  }

  get usage() {
    return this.#calls.usage
  }

  async read(commands: readonly SqlCommand[]): Promise<DriverRow[][]> {
    // A single statement sees one state anyway.
    if (commands.length === 1)
      return this.#calls.run("read", (connection, attempt) => this.#ask(connection, commands, attempt))
    const rows = await this.#calls.run("read", (connection, attempt) =>
      this.#ask(connection, [beginRead, ...commands, commit], attempt),
    )
    return rows.slice(1, -1)
  }

  async write({ commands, result }: SqlTransaction): Promise<DriverRow[]> {
    const all = result === undefined ? commands : [...commands, result]
    const rows = await this.#calls.run("write", (connection, attempt) => {
      attempt.sends(all.length)
      return this.#ask(connection, all, attempt, { afterwards: this.#afterWrite })
    })
    return result === undefined ? [] : (rows.at(-1) ?? [])
  }

  async ask(statement: string): Promise<DriverRow[]> {
    const [rows = []] = await this.read([plainStatement(statement)])
    return rows
  }

  inTransaction<Result>(run: (statement: RunStatement) => Promise<Result>): Promise<Result> {
    return this.#calls.run("write", async (connection) => {
      const statement: RunStatement = async (text) => {
        const [rows = []] = await connection.ask([text], migrationTimeout)
        return rows
      }
      // What a transaction sets ends with it.
      await connection.ask(["BEGIN", "SET LOCAL statement_timeout = 0", "SET LOCAL lock_timeout = 0"], migrationTimeout)
      const result = await run(statement)
      await connection.ask(["COMMIT"], migrationTimeout)
      return result
    })
  }

  /** What is known of the server, of a connection that is open or opened for this. */
  inspect<Result>(look: (connection: ServerConnection) => Promise<Result>): Promise<Result> {
    return this.#calls.run("read", look)
  }

  /** Calls `wake` soon after others have written. Returns what ends that. */
  listen(wake: () => void): () => void {
    return this.#listener.listen(wake)
  }

  close(): Promise<void> {
    this.#listener.close()
    return this.#calls.close()
  }

  #ask(
    connection: ServerConnection,
    commands: readonly SqlCommand[],
    { deadline, earlier }: Attempt,
    along: { afterwards?: SqlCommand } = {},
  ): Promise<DriverRow[][]> {
    return awaitAnswer(connection.run(commands, remaining(deadline), along), {
      connection,
      inspector: this.#inspector,
      silence: this.#calls.shareOf(silence),
      bytes: connection.progress.unsent,
      deadline,
      // A pooler has numbers of its own.
      trustsMissing: earlier === 0 && connection.facts.settings === undefined,
      isTimeout: (error) => error instanceof Error && "code" in error && error.code === answerTimeout,
    })
  }
}

/** One try of a call. It knows whether a write may be stored although the try failed. */
class Attempt implements CallAttempt {
  readonly deadline: number
  readonly earlier: number
  /** How many commands the transaction has; undefined while none was sent. */
  #commands: number | undefined

  constructor(deadline: number, earlier: number) {
    this.deadline = deadline
    this.earlier = earlier
  }

  /** Called before the commands are sent. */
  sends(commands: number): void {
    this.#commands = commands
  }

  leavesOpen(error: unknown): boolean {
    if (this.#commands === undefined || wasNotSent(error)) return false
    // Nothing was answered.
    if (sqlState(error) === undefined) return true
    if (postgresErrors.meaningOf(error)?.statement !== "unknown") return false
    // The server carries out one after the other, and ends the transaction after the last.
    const completed = error instanceof Error && "completed" in error ? Number(error.completed) : this.#commands
    return completed >= this.#commands
  }
}

/** The driver refuses to send anything on a connection that broke before. */
const wasNotSent = (error: unknown): boolean => error instanceof Error && /not queryable/.test(error.message)

/** Only what the server itself said leaves a connection in a state that is known. */
async function rollBack(connection: ServerConnection, error: unknown): Promise<boolean> {
  if (sqlState(error) === undefined || postgresErrors.meaningOf(error)?.fatal === true) return false
  if (!connection.hasBegun) return true
  try {
    await connection.ask(["ROLLBACK"], rollbackTimeout)
    return true
  } catch {
    return false
  }
}
