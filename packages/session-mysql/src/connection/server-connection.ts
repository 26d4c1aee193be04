import type { Socket } from "node:net"
import { TLSSocket } from "node:tls"
import type { DriverRow } from "@opencode/session-core/drizzle"
import type { AnsweringConnection, Finding, PooledConnection } from "@opencode/session-core/server"
import type { Connection, FieldPacket, ResultSetHeader } from "mysql2"
import { errorNumber } from "../errors/translate-error.ts"
import { decodeRows } from "../packet/decode-rows.ts"
import { joinStatements } from "../packet/join-statements.ts"
import type { ServerFeatures } from "./server-features.ts"

/** How long a polite good-bye may take, milliseconds. */
const endTimeout = 500

/** What a server says of itself when a connection is set up. */
export interface ServerFacts {
  version: string
  isMariadb: boolean
  /** Bytes. */
  maximumPacket: number
  /** Tells nodes behind one name apart; undefined where the server does not say. */
  node?: string
}

/** ProxySQL's: a rule sends the statement to other servers than those that the connection's settings hold it to. */
const lockedToHostgroup = 9006
/** Such rules look at the beginning of a packet. */
const nothing = "DO 0"
const beginsWithSelect = ([first = ""]: string[]): boolean => /^\s*SELECT\b/i.test(first)

/** Some of the statements of a packet have no result. */
export class MissingResults extends Error {
  constructor() {
    super("The server did not answer every statement of a packet.")
  }
}

/** One authenticated connection. It runs one packet at a time. */
export class ServerConnection implements AnsweringConnection, PooledConnection {
  facts: ServerFacts = { version: "", isMariadb: false, maximumPacket: Number.MAX_SAFE_INTEGER }
  /** When it was last used, epoch milliseconds. */
  usedAt = Date.now()
  readonly #connection: Connection
  readonly #socket: Socket
  readonly #features: ServerFeatures
  #lost = false

  constructor(connection: Connection, socket: Socket, features: ServerFeatures) {
    this.#connection = connection
    this.#socket = socket
    this.#features = features
    const lose = () => {
      this.#lost = true
    }
    connection.on("error", lose)
    connection.on("end", lose)
    socket.on("close", lose)
  }

  /** Whether it broke, as far as this side knows. */
  get lost(): boolean {
    return this.#lost
  }

  /** Whether what it sends is encrypted. */
  get encrypted(): boolean {
    // The driver puts a TLS socket in the place of the one that it was given; its types do not know of either.
    return "stream" in this.#connection && this.#connection.stream instanceof TLSSocket
  }

  /**
   * Sends statements, as one packet where the server takes that, and gives the rows of each; of an INSERT that took or chose a
   * number, one row with it as `insertId`. Fails with the driver's errors, which then have `begunResults`: how many statements
   * had begun to be answered. After a failure the statements that follow were not run, and a transaction may be open.
   */
  async query(statements: string[], timeout: number): Promise<DriverRow[][]> {
    if (!this.#features.severalStatements) return this.#queryOneByOne(statements, timeout)
    if (!beginsWithSelect(statements)) return this.#send(statements, timeout)
    if (this.#features.leadingSelect) {
      try {
        return await this.#send(statements, timeout)
      } catch (error) {
        if (errorNumber(error) !== lockedToHostgroup) throw error
        this.#features.leadingSelect = false
      }
    }
    const [, ...rows] = await this.#send([nothing, ...statements], timeout)
    return rows
  }

  async #queryOneByOne(statements: string[], timeout: number): Promise<DriverRow[][]> {
    const deadline = Date.now() + timeout
    const rows: DriverRow[][] = []
    for (const statement of statements) {
      try {
        rows.push(...(await this.#send([statement], deadline - Date.now())))
      } catch (error) {
        const begun = error instanceof Error && "begunResults" in error ? Number(error.begunResults) : 0
        throw Object.assign(error as Error, { begunResults: rows.length + begun }) // The driver throws errors only.
      }
    }
    return rows
  }

  #send(statements: string[], timeout: number): Promise<DriverRow[][]> {
    this.usedAt = Date.now()
    return new Promise((resolve, reject) => {
      const sql = joinStatements(statements)
      let begun = 0
      // Without `null`, the driver looks for question marks in all of the text, for each of which there were a value.
      const options = { sql, values: null, timeout: Math.max(1, timeout) }
      const query = this.#connection.query(options, (error, results, fields) => {
        this.usedAt = Date.now()
        if (error !== null) return reject(Object.assign(withoutStatement(error), { begunResults: begun }))
        // The driver gives a single statement's results as they are, and several as an array of them.
        const single = statements.length === 1
        const resultSets = (single ? [results] : results) as unknown[]
        // A proxy that runs the first statement only gives its result alone.
        if (!Array.isArray(resultSets) || resultSets.length !== statements.length) return reject(new MissingResults())
        const fieldSets = (single ? [fields] : fields) as unknown as (FieldPacket[] | undefined)[]
        resolve(
          resultSets.map((rows, index) =>
            Array.isArray(rows) ? decodeRows(rows, fieldSets[index] ?? []) : rowOfInsert(rows),
          ),
        )
      })
      query.on("fields", () => {
        begun += 1
      })
    })
  }

  /** How many bytes have come from the server, and how many are waiting to be sent: whether anything moves at all. */
  get progress(): { received: number; unsent: number } {
    return { received: this.#socket.bytesRead, unsent: this.#socket.writableLength }
  }

  /** The number by which the server knows the connection. */
  get number(): number {
    return this.#connection.threadId
  }

  /** What the server does with another connection, by its number. */
  async findOther(number: number, timeout: number): Promise<Finding> {
    const [rows = []] = await this.query(["SHOW PROCESSLIST"], timeout)
    const row = rows.find((each) => Number(each.Id) === number)
    if (row === undefined) return "missing"
    return row.Command === "Sleep" ? "idle" : "running"
  }

  /** Whether it answers within `timeout` milliseconds. */
  async ping(timeout: number): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), timeout)
    this.#connection.ping((error) => resolve(error === null || error === undefined))
    try {
      return await promise
    } finally {
      clearTimeout(timer)
    }
  }

  /** While it is idle, the process may end. */
  rest(): void {
    this.#socket.unref()
  }

  wake(): void {
    this.#socket.ref()
  }

  /** Leaves at once; what was under way on the server ends there by itself. */
  destroy(): void {
    this.#lost = true
    this.#connection.destroy()
    this.#socket.destroy()
  }

  /** Says good-bye. */
  async end(): Promise<void> {
    if (!this.#lost) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, endTimeout)
        this.#connection.end(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
    this.destroy()
  }
}

function rowOfInsert(result: unknown): DriverRow[] {
  const { insertId } = result as ResultSetHeader // What the driver gives for a statement without rows.
  return insertId === 0 ? [] : [{ insertId }]
}

/** The driver hangs the whole statement on its errors: sessions' content, which belongs in no log. */
function withoutStatement(error: Error): Error {
  if ("sql" in error) error.sql = undefined
  return error
}
