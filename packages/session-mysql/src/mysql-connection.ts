import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "@opencode/session-core"
import type { BoundStatement, Row, SqlConnection } from "@opencode/session-core/drizzle"
import { bindValues } from "./bind-values.ts"
import { compoundBlock } from "./compound-block.ts"
import { ConnectionPool, remaining } from "./connection-pool.ts"
import { constraintViolation } from "./constraint-violation.ts"
import { describeAddress } from "./dsn/address.ts"
import { makePackets } from "./make-packets.ts"
import { openServerConnection } from "./open-server-connection.ts"
import type { MysqlOptions } from "./options.ts"
import type { ServerConnection } from "./server-connection.ts"
import { errorNumber, meaningOf, translateError } from "./translate-error.ts"

const firstPause = 5
const longestPause = 250
/** How long a connection may take to undo a failed transaction, milliseconds. */
const rollbackTimeout = 5000

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
  readonly #options: MysqlOptions
  readonly #pool: ConnectionPool
  /** Whether the server has ever done what was asked, for reads and for writes. */
  readonly #worked = { read: false, write: false }

  constructor(options: MysqlOptions) {
    this.#options = options
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
    })
  }

  get usage() {
    return this.#pool.usage
  }

  async read(statements: BoundStatement[]): Promise<Row[][]> {
    const texts = statements.map(bindValues)
    // A single statement sees one state anyway.
    if (texts.length === 1) return this.readText(texts)
    const rows = await this.readText([...beginRead, ...texts, "COMMIT"])
    return rows.slice(beginRead.length, -1)
  }

  async write(statements: BoundStatement[]): Promise<Row[][]> {
    const texts = ["START TRANSACTION", ...statements.map(bindValues), "COMMIT"]
    return this.#persistently("write", async (connection, deadline) => {
      if (connection.facts.isMariadb) {
        const results = await this.#run(connection, texts, deadline, compoundBlock)
        // What a statement returns is the number that was kept (mysql-dialect.ts).
        const kept = results.at(-1)?.[0]?.number
        return statements.map(({ statement: { returns } }) => (returns === undefined ? [] : [{ [returns]: kept }]))
      }
      const [, ...results] = await this.#run(connection, texts, deadline)
      return statements.map(({ statement: { returns } }, index) =>
        returns === undefined ? [] : (results[index] ?? []).map(({ insertId }) => ({ [returns]: insertId })),
      )
    })
  }

  /** Reads with statements that Drizzle has no words for. */
  readText(texts: string[]): Promise<Row[][]> {
    return this.#persistently("read", (connection, deadline) => this.#run(connection, texts, deadline))
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
    deadline: number,
    form: (packet: string[], isLast: boolean) => string[] = (packet) => packet,
  ): Promise<Row[][]> {
    const packets = makePackets(texts, connection.facts.maximumPacket, this.location)
    const rows: Row[][] = []
    for (const [index, packet] of packets.entries()) {
      const timeout = Math.min(this.#options.queryTimeout, remaining(deadline))
      rows.push(...(await connection.query(form(packet, index === packets.length - 1), timeout)))
    }
    return rows
  }

  /**
   * Tries until it is done, or until the time is up. A write may have been committed although its answer was lost: then the
   * next try is refused, since its batch is there already, and the answer is read.
   */
  async #persistently<Result>(
    kind: "read" | "write",
    run: (connection: ServerConnection, deadline: number) => Promise<Result>,
  ): Promise<Result> {
    const deadline = Date.now() + this.#options.connectionTimeout
    for (let attempt = 0; ; attempt += 1) {
      try {
        const result = await this.#pool.use(deadline, (connection) => run(connection, deadline))
        this.#worked.read = true
        if (kind === "write") this.#worked.write = true
        return result
      } catch (error) {
        if (constraintViolation(error) !== undefined) throw error
        const meaning = meaningOf(error)
        if (meaning?.fatal === true) this.#pool.discardIdle()
        // A server that never worked is not going to within our patience: whoever configured it wants to know at once.
        const hopeful = meaning?.transient === true && (meaning.code === "busy" || this.#worked[kind])
        const pause = Math.min(firstPause * 2 ** attempt, longestPause) * (0.5 + Math.random())
        if (!hopeful || Date.now() + pause >= deadline) throw this.#failure(error)
        await delay(pause)
      }
    }
  }

  #failure(error: unknown): unknown {
    return translateError(error, this.location)
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
