import type { Socket } from "node:net"
import type { DriverRow, SqlCommand } from "@opencode/session-core/drizzle"
import type { AnsweringConnection, Finding, PooledConnection } from "@opencode/session-core/server"
import type { Client } from "pg"
import { answerTimeout } from "../errors/translate-error.ts"
import { Pipeline } from "./pipeline.ts"
import { plainStatement } from "./plain-statement.ts"
import { PreparedStatements } from "./prepared-statements.ts"
import { channel } from "./tell-of-write.ts"

/** How long a polite good-bye may take, milliseconds. */
const endTimeout = 500

/** What a server says of itself when a connection is set up. */
export interface ServerFacts {
  /** Such as `15.4`. */
  version: string
  /** The number by which the server knows the connection; 0 where a pooler gives each transaction another one. */
  number: number
  /** What has to be set in each transaction, since a pooler gives the next one another connection; undefined without a pooler. */
  settings?: SqlCommand
  /** Tells nodes behind one name apart. */
  node: string
  /** Whether the schema has the index of searches. */
  hasSearchIndex: boolean
}

/** One authenticated connection. It runs one pipeline at a time. */
export class ServerConnection implements AnsweringConnection, PooledConnection {
  /** When it was last used, epoch milliseconds. */
  usedAt = Date.now()
  readonly #client: Client
  readonly #socket: Socket
  readonly #encrypted: boolean
  #prepared = new PreparedStatements(true)
  #facts: ServerFacts = { version: "", number: 0, node: "", hasSearchIndex: false }
  /** The pipelines that were sent and that the server has not finished with, in their order. */
  readonly #sent: Pipeline[] = []
  #becameReady = () => {}
  #lost = false
  #hasBegun = false

  constructor(client: Client, socket: Socket, encrypted: boolean) {
    this.#client = client
    this.#socket = socket
    this.#encrypted = encrypted
    const lose = () => {
      this.#lost = true
      this.#becameReady()
    }
    client.on("error", lose)
    client.on("end", lose)
    socket.on("close", lose)
    const messages = messagesOf(client)
    messages.on("parseComplete", () => this.#sent[0]?.handleParseComplete())
    messages.on("readyForQuery", () => {
      this.#sent.shift()
      this.#becameReady()
    })
  }

  get facts(): ServerFacts {
    return this.#facts
  }

  set facts(facts: ServerFacts) {
    this.#facts = facts
    this.#prepared = new PreparedStatements(facts.settings === undefined)
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
  async run(
    commands: readonly SqlCommand[],
    timeout: number,
    options: { afterwards?: SqlCommand } = {},
  ): Promise<DriverRow[][]> {
    this.usedAt = Date.now()
    const { settings } = this.#facts
    if (settings !== undefined && commands.length > 0 && !this.#hasBegun) {
      const begins = commands[0]?.statement.sql.startsWith("BEGIN") ? 1 : 0
      const rows = await this.#send(commands.toSpliced(begins, 0, settings), timeout, options)
      return rows.toSpliced(begins, 1)
    }
    return this.#send(commands, timeout, options)
  }

  async #send(
    commands: readonly SqlCommand[],
    timeout: number,
    { afterwards }: { afterwards?: SqlCommand },
  ): Promise<DriverRow[][]> {
    const next = afterwards === undefined ? undefined : new Pipeline([afterwards], this.#prepared)
    const pipeline = new Pipeline(commands, this.#prepared, next)
    if (commands[0]?.statement.sql.startsWith("BEGIN")) this.#hasBegun = true
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      reject(Object.assign(new Error(`No answer came within ${timeout} ms.`), { code: answerTimeout }))
      this.destroy()
    }, timeout)
    try {
      // The connection fails after its time, and nobody is there to hear that.
      pipeline.rows.catch(() => {})
      // What was sent along with the last one may still be under way: its answer comes right behind.
      if (this.#sent.length > 0) await Promise.race([this.#whenReady(), late])
      this.#sent.push(pipeline)
      this.#client.query(pipeline)
      if (next !== undefined) {
        next.rows.catch(() => {})
        // It goes along with the first: this makes it its turn when that has its answer.
        this.#sent.push(next)
        this.#client.query(next)
      }
      const rows = await Promise.race([pipeline.rows, late])
      if (/^(?:COMMIT|ROLLBACK)/.test(commands.at(-1)?.statement.sql ?? "")) this.#hasBegun = false
      return rows
    } finally {
      clearTimeout(timer)
      this.usedAt = Date.now()
    }
  }

  async #whenReady(): Promise<void> {
    while (this.#sent.length > 0 && !this.#lost) {
      await new Promise<void>((resolve) => {
        this.#becameReady = resolve
      })
    }
  }

  /** Statements without parameters. */
  ask(statements: readonly string[], timeout: number): Promise<DriverRow[][]> {
    return this.run(statements.map(plainStatement), timeout)
  }

  /** Calls `wake` when a process that is not among `own` has told of a write in the schema. */
  async listen(schema: string, own: ReadonlySet<number>, wake: () => void, timeout: number): Promise<void> {
    this.#client.on("notification", ({ processId, payload }) => {
      if (payload === schema && !own.has(processId)) wake()
    })
    await this.ask([`LISTEN ${channel}`], timeout)
  }

  /** Calls `lost` when it breaks, or has. */
  onLost(lost: () => void): void {
    if (this.#lost) return lost()
    this.#socket.once("close", lost)
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

// The driver's client has the connection, on which each message of the server is an event; its types leave it out.
const messagesOf = (client: Client): NodeJS.EventEmitter =>
  (client as unknown as { connection: NodeJS.EventEmitter }).connection
