import { setTimeout as delay } from "node:timers/promises"
import type { DriverRow, SqlCommand, SqlConnection, SqlTransaction } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { errorNumber, meaningOf, translateError } from "../errors/translate-error.ts"
import { describeAddress } from "../options/dsn/address.ts"
import type { MysqlOptions } from "../options/options.ts"
import { bindValues, boundBytes } from "../packet/bind-values.ts"
import { compoundBlock } from "../packet/compound-block.ts"
import { makePackets } from "../packet/make-packets.ts"
import { Attempt } from "./attempt.ts"
import { awaitAnswer } from "./await-answer.ts"
import { ConnectionPool, remaining } from "./connection-pool.ts"
import { openServerConnection } from "./open-server-connection.ts"
import type { ServerConnection } from "./server-connection.ts"
import { featuresOf, isForm, type ServerFeatures, type StatementForm, UnsuitableForm } from "./server-features.ts"
import { ServerInspector } from "./server-inspector.ts"

const firstPause = 5
const longestPause = 1000
/** How long nothing may move on a connection before it is looked after, milliseconds. Less where a call has less time. */
const silence = { shortest: 200, longest: 2000 }
/** How long a first attempt to connect may take, milliseconds. Each further one has twice as long. */
const firstConnect = { shortest: 500, longest: 3000 }
/** How far a timer may be late on a busy machine, milliseconds. */
const sleepTolerance = 2000
/** The share of a call's time that one attempt is given. */
const share = 1 / 6
/** How long a connection may take to undo a failed transaction, milliseconds. */
const rollbackTimeout = 5000

const begin = "START TRANSACTION"
const commit = "COMMIT"

interface PacketOptions {
  /** What a packet's statements are sent as. */
  form?: (packet: string[], isLast: boolean) => string[]
  /** Not less than the bytes of all texts, where that is known. */
  bytes?: () => number
}

const asTheyAre = (packet: string[]): string[] => packet

/** Several reads see one state of the database. */
const beginRead = [
  "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
  "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
]

/** Runs statements on a server: each write and each read is one packet, and what fails by chance is tried again as a whole. */
export class MysqlConnection implements SqlConnection {
  readonly location: string
  /** The servers that connections have led to: several where a name stands for a cluster, or after a fail-over. */
  readonly nodes = new Set<string>()
  readonly features: ServerFeatures
  readonly #options: MysqlOptions
  readonly #pool: ConnectionPool
  readonly #inspector: ServerInspector
  /** Whether the server has ever done what was asked, for reads and for writes. */
  readonly #worked = { read: false, write: false }

  constructor(options: MysqlOptions) {
    this.#options = options
    this.features = featuresOf(options)
    this.location = describeAddress(options.address, options.database)
    this.#pool = new ConnectionPool({
      maxConnections: options.maxConnections,
      maxIdleConnections: options.maxIdleConnections,
      location: this.location,
      connect: async (timeout) => {
        const opened = await openServerConnection(options, timeout)
        if (opened.facts.node !== undefined) this.nodes.add(opened.facts.node)
        return opened
      },
      recover: rollBack,
      isLimit: (error) => meaningOf(error)?.limit === true,
    })
    this.#inspector = new ServerInspector({
      open: () => openServerConnection(options, firstConnect.longest),
      release: (connection) => this.#pool.adopt(connection),
    })
  }

  get usage() {
    return this.#pool.usage
  }

  async read(commands: readonly SqlCommand[]): Promise<DriverRow[][]> {
    const texts = commands.map(bindValues)
    // A single statement sees one state anyway.
    if (texts.length === 1) return this.readText(texts)
    const rows = await this.readText([...beginRead, ...texts, commit])
    return rows.slice(beginRead.length, -1)
  }

  /** With a form, fails with `UnsuitableForm`, before anything is sent, when a new connection shows that the server takes another. */
  async write({ commands, result }: SqlTransaction, form?: StatementForm): Promise<DriverRow[]> {
    const asked = result === undefined ? [] : [bindValues(result)]
    const texts = [begin, ...commands.map(bindValues)]
    const bytes = () => begin.length + boundBytes([...commands, ...(result ? [result] : [])]) + commit.length
    return this.#persistently("write", async (connection, attempt) => {
      if (form !== undefined && !isForm(form, this.features)) throw new UnsuitableForm()
      const rows = connection.facts.isMariadb
        ? await this.#run(connection, [...texts, commit], attempt, {
            form: (packet, isLast) => compoundBlock(packet, isLast ? asked : []),
            bytes,
          })
        : (await this.#run(connection, [...texts, ...asked, commit], attempt, { bytes })).slice(0, -1)
      return asked.length === 0 ? [] : (rows.at(-1) ?? [])
    })
  }

  /** Reads with statements that are no commands. */
  readText(texts: string[]): Promise<DriverRow[][]> {
    return this.#persistently("read", (connection, attempt) => this.#run(connection, texts, attempt))
  }

  /** What is known of the server, of a connection that is open or opened for this. */
  inspect<Result>(look: (connection: ServerConnection) => Promise<Result>): Promise<Result> {
    return this.#persistently("read", look)
  }

  close(): Promise<void> {
    return this.#pool.close()
  }

  async #run(
    connection: ServerConnection,
    texts: string[],
    attempt: Attempt,
    { form = asTheyAre, bytes }: PacketOptions = {},
  ): Promise<DriverRow[][]> {
    const packets = makePackets(texts, connection.facts.maximumPacket, this.location, bytes)
    const rows: DriverRow[][] = []
    for (const [index, packet] of packets.entries()) {
      const isLast = index === packets.length - 1
      const statements = form(packet, isLast)
      if (isLast) attempt.sendsLast(statements.length)
      rows.push(...(await this.#ask(connection, statements, attempt)))
    }
    return rows
  }

  #ask(connection: ServerConnection, statements: string[], { deadline, earlier }: Attempt): Promise<DriverRow[][]> {
    const timeout = Math.min(this.#options.queryTimeout, remaining(deadline))
    return awaitAnswer(connection.query(statements, timeout), {
      connection,
      inspector: this.#inspector,
      silence: this.#shareOf(silence),
      bytes: statements.reduce((sum, statement) => sum + statement.length, 0),
      deadline,
      trustsMissing: earlier === 0,
    })
  }

  /**
   * Tries until it is done, or until the time is up. A write may have been committed although its answer was lost: then the
   * next try is refused, since its batch is there already, and the receipt is read.
   */
  async #persistently<Result>(
    kind: "read" | "write",
    run: (connection: ServerConnection, attempt: Attempt) => Promise<Result>,
  ): Promise<Result> {
    const { connectionTimeout } = this.#options
    let deadline = performance.now() + connectionTimeout
    let mayBeStored = false
    for (let tries = 0; ; tries += 1) {
      const attempt = new Attempt(deadline, tries)
      const connectTimeout = this.#connectTimeout(tries)
      const started = Date.now()
      try {
        const result = await this.#pool.use({
          deadline,
          connectTimeout,
          run: (connection) => run(connection, attempt),
        })
        this.#worked.read = true
        if (kind === "write") this.#worked.write = true
        return result
      } catch (error) {
        if (constraintViolation(error) !== undefined) throw error
        mayBeStored ||= kind === "write" && attempt.leavesOpen(error)
        const meaning = meaningOf(error)
        if (meaning?.fatal === true) this.#pool.discardIdle(started)
        // A laptop that slept comes back with its time used up, and nothing was wrong but that.
        if (performance.now() > deadline + sleepTolerance) deadline = performance.now() + connectionTimeout / 2
        const pause = Math.min(firstPause * 2 ** tries, longestPause) * (0.5 + Math.random())
        if (!this.#mayPass(error, kind, connectTimeout) || performance.now() + pause >= deadline) {
          throw this.#failure(error, kind, mayBeStored)
        }
        await delay(pause)
      }
    }
  }

  /**
   * Whether a failure may pass within our patience. A server that never worked, where nothing answers, is not going to: the
   * person who configured it wants to know at once, unless it was only slow so far.
   */
  #mayPass(error: unknown, kind: "read" | "write", connectTimeout: number): boolean {
    const meaning = meaningOf(error)
    if (meaning?.transient !== true) return false
    const worked = this.#worked.read || this.#worked.write
    switch (meaning.code) {
      case "read_only":
        // Another server takes over from one that took writes. One that never did is a replica.
        return this.#worked[kind]
      case "timeout":
        return worked || connectTimeout < this.#options.connectTimeout
      default:
        // A server, or a router before it, is there and says that it is not ready.
        return worked || errorNumber(error) !== undefined
    }
  }

  #connectTimeout(tries: number): number {
    return Math.min(this.#options.connectTimeout, this.#shareOf(firstConnect) * 2 ** tries)
  }

  #shareOf({ shortest, longest }: { shortest: number; longest: number }): number {
    return Math.min(longest, Math.max(shortest, this.#options.connectionTimeout * share))
  }

  #failure(error: unknown, kind: "read" | "write", mayBeStored: boolean): unknown {
    if (kind === "read") return translateError(error, this.location)
    const outcome = mayBeStored ? "unknown" : "not_written"
    if (SessionStorageError.isInstance(error)) {
      const { code, message, hint, cause } = error
      // Such as a connection that did not become free for the next try.
      return mayBeStored
        ? new SessionStorageError(code, message, { outcome, cause, ...(hint === undefined ? {} : { hint }) })
        : error
    }
    const isMoving = meaningOf(error)?.code === "read_only" && this.#worked.write
    return translateError(error, this.location, { outcome, ...(isMoving && { retryable: true }) })
  }
}

/** Only what the server itself said leaves a connection in a state that is known. */
async function rollBack(connection: ServerConnection, error: unknown): Promise<boolean> {
  if (SessionStorageError.isInstance(error, "too_large")) return undo(connection)
  if (errorNumber(error) === undefined || meaningOf(error)?.fatal === true) return false
  return undo(connection)
}

async function undo(connection: ServerConnection): Promise<boolean> {
  try {
    await connection.query(["ROLLBACK"], rollbackTimeout)
    return true
  } catch {
    return false
  }
}
