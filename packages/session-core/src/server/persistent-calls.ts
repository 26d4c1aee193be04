import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { ConnectionPool, type PooledConnection } from "./connection-pool.ts"
import type { DriverErrors } from "./error-meaning.ts"

const firstPause = 5
const longestPause = 1000
/** How long a first attempt to connect may take, milliseconds. Each further one has twice as long. */
const firstConnect = { shortest: 500, longest: 3000 }
/** How far a timer may be late on a busy machine, milliseconds. */
const sleepTolerance = 2000
/** The share of a call's time that one attempt is given. */
const share = 1 / 6

/** One try of a call. */
export interface CallAttempt {
  /** By `performance.now()`. */
  readonly deadline: number
  /** How many tries of the call there were before. */
  readonly earlier: number
  /** Whether a write may be stored, though the try failed with `error`. */
  leavesOpen(error: unknown): boolean
}

/** What calls of a server are made of. Times are milliseconds. */
export interface PersistentCallsOptions<Connection, Attempt extends CallAttempt> {
  /** What the driver's errors mean. */
  errors: DriverErrors
  /** An error that the caller wants as the driver threw it, and that another try does not change: a refused row. */
  isFinal(error: unknown): boolean
  /** Begins a try. */
  attempt(deadline: number, earlier: number): Attempt
  /** Opens a connection, ready for use, within `timeout`. */
  connect(timeout: number): Promise<Connection>
  /** Makes a connection fit for others after `error`. False when it cannot be. */
  recover(connection: Connection, error: unknown): Promise<boolean>
  /** How many connections are open at a time at most. */
  maxConnections: number
  /** How many of them stay open while nobody needs them. */
  maxIdleConnections: number
  /** How long a call waits in all: for a connection, for the answer, and for tries after a failure of the moment. */
  connectionTimeout: number
  /** How long one attempt to connect may take. */
  connectTimeout: number
  /** For people, without secrets. */
  location: string
  /** Where the options are: `sessionProvider.mysql`. */
  prefix: string
}

/** Calls of a server on connections that are shared. What fails by chance is tried again as a whole, until the time is up. */
export class PersistentCalls<Connection extends PooledConnection, Attempt extends CallAttempt> {
  readonly #options: PersistentCallsOptions<Connection, Attempt>
  readonly #pool: ConnectionPool<Connection>
  /** Whether the server has ever done what was asked, for reads and for writes. */
  readonly #worked = { read: false, write: false }

  constructor(options: PersistentCallsOptions<Connection, Attempt>) {
    this.#options = options
    this.#pool = new ConnectionPool({ ...options, isLimit: (error) => options.errors.meaningOf(error)?.limit === true })
  }

  /** How many connections are open, how many of them nobody uses, and how many callers wait for one. */
  get usage(): { open: number; idle: number; waiting: number } {
    return this.#pool.usage
  }

  /** Takes a connection that somebody else has opened, if there is room for it. */
  adopt(connection: Connection): void {
    this.#pool.adopt(connection)
  }

  /** Waits for the calls that are under way, and closes everything. */
  close(): Promise<void> {
    return this.#pool.close()
  }

  /**
   * Tries until it is done, or until the time is up. A write may have been committed although its answer was lost: then the
   * next try is refused, since its batch is there already, and the receipt is read.
   *
   * Fails with `SessionStorageError`s, except for what is final and for what nobody foresaw.
   */
  async run<Result>(
    kind: "read" | "write",
    run: (connection: Connection, attempt: Attempt) => Promise<Result>,
  ): Promise<Result> {
    const { connectionTimeout, errors, isFinal } = this.#options
    let deadline = performance.now() + connectionTimeout
    let mayBeStored = false
    for (let tries = 0; ; tries += 1) {
      const attempt = this.#options.attempt(deadline, tries)
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
        if (isFinal(error)) throw error
        mayBeStored ||= kind === "write" && attempt.leavesOpen(error)
        if (errors.meaningOf(error)?.fatal === true) this.#pool.discardIdle(started)
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

  /** What is between two bounds, by the time that a call has. */
  shareOf({ shortest, longest }: { shortest: number; longest: number }): number {
    return Math.min(longest, Math.max(shortest, this.#options.connectionTimeout * share))
  }

  /**
   * Whether a failure may pass within our patience. A server that never worked, where nothing answers, is not going to: the
   * person who configured it wants to know at once, unless it was only slow so far.
   */
  #mayPass(error: unknown, kind: "read" | "write", connectTimeout: number): boolean {
    const { errors } = this.#options
    const meaning = errors.meaningOf(error)
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
        return worked || errors.isServers(error)
    }
  }

  #connectTimeout(tries: number): number {
    return Math.min(this.#options.connectTimeout, this.shareOf(firstConnect) * 2 ** tries)
  }

  #failure(error: unknown, kind: "read" | "write", mayBeStored: boolean): unknown {
    const { errors, location } = this.#options
    if (kind === "read") return errors.translate(error, location)
    const outcome = mayBeStored ? "unknown" : "not_written"
    if (SessionStorageError.isInstance(error)) {
      const { code, message, hint, cause } = error
      // Such as a connection that did not become free for the next try.
      return mayBeStored
        ? new SessionStorageError(code, message, { outcome, cause, ...(hint === undefined ? {} : { hint }) })
        : error
    }
    const isMoving = errors.meaningOf(error)?.code === "read_only" && this.#worked.write
    return errors.translate(error, location, { outcome, ...(isMoving && { retryable: true }) })
  }
}
