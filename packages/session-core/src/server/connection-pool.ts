import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { remaining } from "./remaining.ts"
import { Semaphore } from "./semaphore.ts"

/** An older one may have been forgotten by a router on the way, or by a laptop that slept. */
const maximumIdle = 60_000
const cullInterval = 1000
/** What was unused for longer is asked whether it is alive: a busy process never spends a round trip on that. */
const pingAfter = 10_000
const pingTimeout = 1500

/** How often one connection more is tried after the server refused one, milliseconds. */
const relaxInterval = 2000
/** How long after that idle connections are left to others: most likely they are refused, too. */
const scarcity = 60_000
const firstRefusalPause = 100
const longestRefusalPause = 2000

/** An authenticated connection that one caller at a time uses. */
export interface PooledConnection {
  /** When it was last used, epoch milliseconds. */
  readonly usedAt: number
  /** Whether it broke, as far as this side knows. */
  readonly lost: boolean
  /** Whether it answers within `timeout` milliseconds. */
  ping(timeout: number): Promise<boolean>
  /** While it is idle, the process may end. */
  rest(): void
  /** It is about to be used again. */
  wake(): void
  /** Leaves at once; what was under way on the server ends there by itself. */
  destroy(): void
  /** Says good-bye. */
  end(): Promise<void>
}

/** What a pool is made of. */
export interface PoolOptions<Connection> {
  /** How many are open at a time at most. */
  maxConnections: number
  /** How many of them stay open while nobody needs them. */
  maxIdleConnections: number
  /** Opens a connection, ready for use, within `timeout` milliseconds. */
  connect(timeout: number): Promise<Connection>
  /** Makes a connection fit for others after `error`. False when it cannot be. */
  recover(connection: Connection, error: unknown): Promise<boolean>
  /** Whether the server refused one more connection, and is well otherwise. */
  isLimit(error: unknown): boolean
  /** For people, without secrets. */
  location: string
  /** Where the options are: `sessionProvider.mysql`. */
  prefix: string
}

/** One caller's use of a connection. */
export interface PoolUse<Connection, Result> {
  /** By `performance.now()`, which stands still while a laptop sleeps. */
  deadline: number
  /** How long this attempt to connect may take, milliseconds. */
  connectTimeout: number
  /** What is done with it. */
  run(connection: Connection): Promise<Result>
}

/**
 * Connections that callers use in turn. A connection belongs to one caller for one call, and afterwards goes back or is
 * closed: none can leak. Idle ones do not keep the process alive.
 *
 * Where the server refuses one more, callers wait for those that are open: the pool keeps to what the server gave, and tries
 * one more every two seconds. Meanwhile it keeps a single idle one, so that other processes get theirs.
 */
export class ConnectionPool<Connection extends PooledConnection> {
  readonly #options: PoolOptions<Connection>
  readonly #semaphore: Semaphore
  readonly #idle: Connection[] = []
  /** Ends waits when the pool closes. */
  readonly #ended = new AbortController()
  #open = 0
  #connecting = 0
  /** What the server said when it refused one more connection; undefined while it has room. */
  #limitError: unknown
  #refusals = 0
  /** Until when connections are scarce, by `performance.now()`. */
  #scarceUntil = 0
  #cullTimer: ReturnType<typeof setTimeout> | undefined
  #relaxTimer: ReturnType<typeof setTimeout> | undefined
  #closing: Promise<void> | undefined

  constructor(options: PoolOptions<Connection>) {
    this.#options = options
    this.#semaphore = new Semaphore(options.maxConnections, () => this.#timeoutError())
  }

  get usage(): { open: number; idle: number; waiting: number } {
    return { open: this.#open, idle: this.#idle.length, waiting: this.#semaphore.waiting }
  }

  /** Runs with a connection of its own. Fails with the driver's errors, and with `busy` when none is free before the deadline. */
  async use<Result>(use: PoolUse<Connection, Result>): Promise<Result> {
    for (;;) {
      const done = await this.#semaphore.run(remaining(use.deadline), () => this.#attempt(use))
      if (done !== undefined) return done.result
    }
  }

  /** Undefined when the server refused one more connection: the caller waits for one of those that are open. */
  async #attempt<Result>(use: PoolUse<Connection, Result>): Promise<{ result: Result } | undefined> {
    let connection: Connection
    try {
      connection = await this.#take(use)
    } catch (error) {
      if (!this.#options.isLimit(error)) {
        // The last moment is too short for a connection: the limit is what used up the time.
        throw performance.now() >= use.deadline ? (this.#limitError ?? error) : error
      }
      await this.#meetLimit(error, use.deadline)
      return undefined
    }
    let reusable = false
    try {
      const result = await use.run(connection)
      reusable = true
      return { result }
    } catch (error) {
      reusable = await this.#options.recover(connection, error)
      throw error
    } finally {
      this.#putBack(connection, reusable)
    }
  }

  /** Takes a connection that somebody else has opened, if there is room for it. */
  adopt(connection: Connection): void {
    this.#open += 1
    const isWelcome = this.#closing === undefined && this.#open <= this.#options.maxConnections
    this.#putBack(connection, isWelcome)
  }

  /**
   * Closes what nobody uses and nobody has used since `since` (epoch milliseconds): after a failure of the network, others may
   * be broken too.
   */
  discardIdle(since: number): void {
    for (const connection of this.#idle.splice(0)) {
      if (connection.usedAt < since) this.#destroy(connection)
      else this.#idle.push(connection)
    }
  }

  /** Waits for the calls that are under way, and closes everything. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    this.#ended.abort()
    clearTimeout(this.#relaxTimer)
    await this.#semaphore.close(this.#closedError())
    clearTimeout(this.#cullTimer)
    const idle = this.#idle.splice(0)
    for (const connection of idle) connection.wake()
    await Promise.all(idle.map((connection) => connection.end()))
    this.#open -= idle.length
  }

  async #take({ deadline, connectTimeout }: PoolUse<Connection, unknown>): Promise<Connection> {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      const idleFor = Date.now() - connection.usedAt
      if (!connection.lost && idleFor < maximumIdle) {
        connection.wake()
        if (idleFor < pingAfter || (await connection.ping(Math.min(pingTimeout, remaining(deadline))))) {
          return connection
        }
        // The others have slept at least as long, and go the same way.
        this.discardIdle(Number.POSITIVE_INFINITY)
      }
      this.#destroy(connection)
    }
    this.#open += 1
    this.#connecting += 1
    try {
      const connection = await this.#options.connect(Math.min(connectTimeout, remaining(deadline)))
      this.#refusals = 0
      return connection
    } catch (error) {
      this.#open -= 1
      throw error
    } finally {
      this.#connecting -= 1
    }
  }

  /** Keeps to the connections that the server gave. Without any, one caller at a time tries again after a pause. */
  async #meetLimit(error: unknown, deadline: number): Promise<void> {
    const given = this.#open - this.#connecting
    this.#limitError = error
    this.#scarceUntil = performance.now() + scarcity
    this.#semaphore.limit = Math.max(1, given)
    this.#relaxTimer ??= this.#scheduleRelax()
    if (given === 0) {
      const pause = Math.min(firstRefusalPause * 2 ** this.#refusals, longestRefusalPause) * (0.5 + Math.random() / 2)
      this.#refusals += 1
      const isLast = performance.now() + pause >= deadline
      const { signal } = this.#ended
      await delay(isLast ? remaining(deadline) : pause, undefined, { signal }).catch(() => {})
      if (this.#closing !== undefined) throw this.#closedError()
      if (isLast) throw error
    }
  }

  #scheduleRelax(): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => {
      const { maxConnections } = this.#options
      this.#semaphore.limit = Math.min(this.#semaphore.limit + 1, maxConnections)
      const isFree = this.#semaphore.limit === maxConnections
      if (isFree) this.#limitError = undefined
      this.#relaxTimer = isFree ? undefined : this.#scheduleRelax()
    }, relaxInterval)
    timer.unref()
    return timer
  }

  #timeoutError(): Error {
    if (this.#limitError instanceof Error) return this.#limitError
    return new SessionStorageError("busy", "All connections to the server have been in use for too long.", {
      hint: `Raise ${this.#options.prefix}.maxConnections, or ask for less at once.`,
    })
  }

  #closedError(): SessionStorageError {
    return new SessionStorageError("closed", `The connection to ${this.#options.location} was closed.`)
  }

  #putBack(connection: Connection, reusable: boolean): void {
    if (!reusable || connection.lost) return this.#destroy(connection)
    connection.rest()
    this.#idle.push(connection)
    this.#cullTimer ??= this.#scheduleCull()
  }

  #scheduleCull(): ReturnType<typeof setTimeout> {
    // The surplus stays for a moment: a burst of calls would otherwise connect anew for each.
    const timer = setTimeout(() => {
      const now = Date.now()
      const { maxIdleConnections } = this.#options
      const kept = performance.now() < this.#scarceUntil ? Math.min(1, maxIdleConnections) : maxIdleConnections
      while (this.#idle.length > kept) this.#discardOldest()
      while (now - (this.#idle[0]?.usedAt ?? now) >= maximumIdle) this.#discardOldest()
      this.#cullTimer = this.#idle.length === 0 ? undefined : this.#scheduleCull()
    }, cullInterval)
    timer.unref()
    return timer
  }

  #discardOldest(): void {
    const connection = this.#idle.shift()
    if (connection !== undefined) this.#destroy(connection)
  }

  #destroy(connection: Connection): void {
    this.#open -= 1
    connection.destroy()
  }
}
