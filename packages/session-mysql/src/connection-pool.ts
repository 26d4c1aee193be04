import { SessionStorageError } from "@opencode/session-core"
import type { ServerConnection } from "./server-connection.ts"
import { Slots } from "./slots.ts"

/** An older one may have been forgotten by a router on the way, or by a laptop that slept. */
const maximumIdle = 60_000
const cullInterval = 1000

export interface PoolOptions {
  maxConnections: number
  maxIdleConnections: number
  /** Opens a connection, ready for use, within `timeout` milliseconds. */
  connect(timeout: number): Promise<ServerConnection>
  /** Makes a connection fit for others after `error`. False when it cannot be. */
  recover(connection: ServerConnection, error: unknown): Promise<boolean>
  location: string
}

/**
 * Connections that callers take turns with. A connection belongs to one caller for one call, and afterwards goes back or is
 * closed: none can leak. Idle ones do not keep the process alive.
 */
export class ConnectionPool {
  readonly #options: PoolOptions
  readonly #slots: Slots
  readonly #idle: ServerConnection[] = []
  #open = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #closing: Promise<void> | undefined

  constructor(options: PoolOptions) {
    this.#options = options
    this.#slots = new Slots(options.maxConnections)
  }

  get usage(): { open: number; idle: number; waiting: number } {
    return { open: this.#open, idle: this.#idle.length, waiting: this.#slots.waiting }
  }

  /** Runs with a connection of its own, until `deadline` (epoch milliseconds). */
  use<Result>(deadline: number, run: (connection: ServerConnection) => Promise<Result>): Promise<Result> {
    return this.#slots.run(remaining(deadline), async () => {
      const connection = await this.#take(deadline)
      let reusable = false
      try {
        const result = await run(connection)
        reusable = true
        return result
      } catch (error) {
        reusable = await this.#options.recover(connection, error)
        throw error
      } finally {
        this.#putBack(connection, reusable)
      }
    })
  }

  /** Closes what nobody uses: after a failure of the network, others may be broken too. */
  discardIdle(): void {
    for (const connection of this.#idle.splice(0)) this.#destroy(connection)
  }

  /** Waits for the calls that are under way, and closes everything. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    await this.#slots.close(
      new SessionStorageError("closed", `The connection to ${this.#options.location} was closed.`),
    )
    clearTimeout(this.#timer)
    const idle = this.#idle.splice(0)
    for (const connection of idle) connection.wake()
    await Promise.all(idle.map((connection) => connection.end()))
    this.#open -= idle.length
  }

  async #take(deadline: number): Promise<ServerConnection> {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (!connection.lost && Date.now() - connection.usedAt < maximumIdle) {
        connection.wake()
        return connection
      }
      this.#destroy(connection)
    }
    this.#open += 1
    try {
      return await this.#options.connect(remaining(deadline))
    } catch (error) {
      this.#open -= 1
      throw error
    }
  }

  #putBack(connection: ServerConnection, reusable: boolean): void {
    if (!reusable || connection.lost) return this.#destroy(connection)
    connection.rest()
    this.#idle.push(connection)
    this.#timer ??= this.#scheduleCull()
  }

  #scheduleCull(): ReturnType<typeof setTimeout> {
    // The surplus stays for a moment: a burst of calls would otherwise connect anew for each.
    const timer = setTimeout(() => {
      const now = Date.now()
      while (this.#idle.length > this.#options.maxIdleConnections) this.#discardOldest()
      while (now - (this.#idle[0]?.usedAt ?? now) >= maximumIdle) this.#discardOldest()
      this.#timer = this.#idle.length === 0 ? undefined : this.#scheduleCull()
    }, cullInterval)
    timer.unref()
    return timer
  }

  #discardOldest(): void {
    const connection = this.#idle.shift()
    if (connection !== undefined) this.#destroy(connection)
  }

  #destroy(connection: ServerConnection): void {
    this.#open -= 1
    connection.destroy()
  }
}

/** Milliseconds until then, at least one. */
export const remaining = (deadline: number): number => Math.max(1, deadline - Date.now())
