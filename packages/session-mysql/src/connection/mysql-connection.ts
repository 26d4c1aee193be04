import type { DriverRow, SqlCommand, SqlConnection, SqlTransaction } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import {
  awaitAnswer,
  createInspector,
  PersistentCalls,
  remaining,
  type ServerInspector,
} from "@opencode/session-core/server"
import { constraintViolation } from "../errors/constraint-violation.ts"
import { errorNumber, meaningOf, mysqlErrors } from "../errors/translate-error.ts"
import { describeAddress } from "../options/dsn/address.ts"
import type { MysqlOptions } from "../options/options.ts"
import { bindValues, boundBytes } from "../packet/bind-values.ts"
import { compoundBlock } from "../packet/compound-block.ts"
import { makePackets } from "../packet/make-packets.ts"
import { Attempt } from "./attempt.ts"
import { openServerConnection } from "./open-server-connection.ts"
import type { ServerConnection } from "./server-connection.ts"
import { featuresOf, isForm, type ServerFeatures, type StatementForm, UnsuitableForm } from "./server-features.ts"

/** How long nothing may move on a connection before it is looked after, milliseconds. Less where a call has less time. */
const silence = { shortest: 200, longest: 2000 }
/** How long an attempt to connect may take that is to look at the server, and the answer to a look, milliseconds. */
const lookConnectTimeout = 3000
const lookTimeout = 2000
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
  readonly #calls: PersistentCalls<ServerConnection, Attempt>
  readonly #inspector: ServerInspector

  constructor(options: MysqlOptions) {
    this.#options = options
    this.features = featuresOf(options)
    this.location = describeAddress(options.address, options.database)
    this.#calls = new PersistentCalls({
      ...options,
      location: this.location,
      prefix: "sessionProvider.mysql",
      errors: mysqlErrors,
      isFinal: (error) => constraintViolation(error) !== undefined,
      attempt: (deadline, earlier) => new Attempt(deadline, earlier),
      connect: async (timeout) => {
        const opened = await openServerConnection(options, timeout)
        if (opened.facts.node !== undefined) this.nodes.add(opened.facts.node)
        return opened
      },
      recover: rollBack,
    })
    this.#inspector = createInspector({
      open: () => openServerConnection(options, lookConnectTimeout),
      release: (connection) => this.#calls.adopt(connection),
      ask: (connection, number) => connection.findOther(number, lookTimeout),
      errors: mysqlErrors,
    })
  }

  get usage() {
    return this.#calls.usage
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
    return this.#calls.run("write", async (connection, attempt) => {
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
    return this.#calls.run("read", (connection, attempt) => this.#run(connection, texts, attempt))
  }

  /** What is known of the server, of a connection that is open or opened for this. */
  inspect<Result>(look: (connection: ServerConnection) => Promise<Result>): Promise<Result> {
    return this.#calls.run("read", look)
  }

  close(): Promise<void> {
    return this.#calls.close()
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
      silence: this.#calls.shareOf(silence),
      bytes: statements.reduce((sum, statement) => sum + statement.length, 0),
      deadline,
      trustsMissing: earlier === 0,
      isTimeout: (error) => error instanceof Error && "code" in error && error.code === "PROTOCOL_SEQUENCE_TIMEOUT",
    })
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
