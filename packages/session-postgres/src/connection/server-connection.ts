import type { Socket } from "node:net"
import type { DriverRow, SqlCommand } from "@opencode/session-core/drizzle"
import type { AnsweringConnection, Finding, PooledConnection } from "@opencode/session-core/server"
import type { Client } from "pg"
import { answerTimeout } from "../errors/translate-error.ts"
import { Pipeline } from "./pipeline.ts"
import { plainStatement } from "./plain-statement.ts"
import { PreparedStatements } from "./prepared-statements.ts"

/** How long a polite good-bye may take, milliseconds. */
const endTimeout = 500

/** What a server says of itself when a connection is set up. */
export interface ServerFacts {
  /** Such as `15.4`. */
  version: string
  /** The number by which the server knows the connection. */
  number: number
  /** Tells nodes behind one name apart. */
  node: string
}

/** One authenticated connection. It runs one pipeline at a time. */
export class ServerConnection implements AnsweringConnection, PooledConnection {
  facts: ServerFacts = { version: "", number: 0, node: "" }
  /** When it was last used, epoch milliseconds. */
  usedAt = Date.now()
  readonly #client: Client
  readonly #socket: Socket
  readonly #encrypted: boolean
  readonly #prepared: PreparedStatements
  #lost = false
  #hasBegun = false

  constructor(client: Client, socket: Socket, encrypted: boolean) {
    this.#client = client
    this.#socket = socket
    this.#encrypted = encrypted
    this.#prepared = new PreparedStatements(true)
    const lose = () => {
      this.#lost = true
    }
    client.on("error", lose)
    client.on("end", lose)
    socket.on("close", lose)
  }

  get lost(): boolean {
    return this.#lost
  }

  /** Whether a transaction that began with a BEGIN may be open. All others are ended by the server. */
  get hasBegun(): boolean {
    return this.#hasBegun
  }

  get number(): number {
    return this.facts.number
  }

  /** Whether what it sends is encrypted. */
  get encrypted(): boolean {
    return this.#encrypted
  }

  get progress(): { received: number; unsent: number } {
    return { received: this.#socket.bytesRead, unsent: this.#socket.writableLength }
  }

  /**
   * Sends commands at once, and gives the rows of each. They are one transaction, unless they have a BEGIN of their own. Fails
   * with the driver's errors.
   *
   * @param timeout - milliseconds, after which the connection is given up.
   */
  async run(commands: readonly SqlCommand[], timeout: number): Promise<DriverRow[][]> {
    this.usedAt = Date.now()
    const pipeline = new Pipeline(commands, this.#prepared)
    if (commands[0]?.statement.sql.startsWith("BEGIN")) this.#hasBegun = true
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(Object.assign(new Error(`No answer came within ${timeout} ms.`), { code: answerTimeout }))
      this.destroy()
    }, timeout)
    try {
      this.#client.query(pipeline)
      // The connection fails after its time, and nobody is there to hear that.
      pipeline.rows.catch(() => {})
      const rows = await Promise.race([pipeline.rows, late])
      if (/^(?:COMMIT|ROLLBACK)/.test(commands.at(-1)?.statement.sql ?? "")) this.#hasBegun = false
      return rows
    } finally {
      clearTimeout(timer)
      this.usedAt = Date.now()
    }
  }

  /** Statements without parameters. */
  ask(statements: readonly string[], timeout: number): Promise<DriverRow[][]> {
    return this.run(statements.map(plainStatement), timeout)
  }

  /** What the server does with another connection, by its number. */
  async findOther(number: number, timeout: number): Promise<Finding> {
    const [rows = []] = await this.ask([`SELECT state FROM pg_stat_activity WHERE pid = ${number}`], timeout)
    const [row] = rows
    if (row === undefined) return "missing"
    // Null for who may not see it.
    return row.state === "active" || row.state === null ? "running" : "idle"
  }

  async ping(timeout: number): Promise<boolean> {
    try {
      await this.run([], timeout)
      return true
    } catch {
      return false
    }
  }

  rest(): void {
    this.#socket.unref()
  }

  wake(): void {
    this.#socket.ref()
  }

  destroy(): void {
    this.#lost = true
    this.#socket.destroy()
  }

  async end(): Promise<void> {
    if (!this.#lost) {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, endTimeout)
      this.#client.end().then(resolve, resolve)
      await promise
      clearTimeout(timer)
    }
    this.destroy()
  }
}
