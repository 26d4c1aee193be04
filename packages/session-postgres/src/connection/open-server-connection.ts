import { Socket } from "node:net"
import { AttemptClock, avoidAddress, logIn, socketOptions, tlsContext } from "@opencode/session-core/server"
import { Client, type ClientConfig } from "pg"
import { plainError } from "../errors/plain-error.ts"
import { sqlState } from "../errors/sql-state.ts"
import { describeAddress } from "../options/address.ts"
import { names } from "../options/option-roles.ts"
import type { ServerOptions } from "../options/options.ts"
import { constantStatement } from "./plain-statement.ts"
import { ServerConnection } from "./server-connection.ts"
import { assertSuitable, assertVersion, localSettings, settingsStatement } from "./session-settings.ts"

/**
 * Connects, authenticates, and makes the session what it must be. Fails with the driver's errors, or with ours where a setting
 * cannot be had.
 *
 * @param timeout - milliseconds.
 */
export async function openServerConnection(options: ServerOptions, timeout: number): Promise<ServerConnection> {
  const clock = new AttemptClock(Math.min(timeout, options.connectTimeout))
  const { connection, version, number } = await logIn({
    source: options.password,
    clock,
    // A program takes seconds, and a file that is being rotated may, too. What is left is for the server.
    patience: options.connectionTimeout * 0.75,
    location: describeAddress(options),
    isRefused: (error) => sqlState(error) === invalidPassword,
    connect: (password) => connect(password, options, clock),
  })
  try {
    assertVersion(version, describeAddress(options))
    // A short time-out of the user's own ends with the first: it would stop the second, which takes longer.
    const first = `SELECT set_config('statement_timeout', '0', pg_backend_pid() <> ${number})`
    const [, [row = {}] = []] = await connection.ask([first, settingsStatement(options, number)], clock.timeLeft())
    assertSuitable(row, describeAddress(options))
    const facts = { version, node: String(row.node), hasSearchIndex: row.indexed === 1 }
    connection.facts =
      row.number === number
        ? { ...facts, number }
        : { ...facts, number: 0, settings: constantStatement(localSettings(options)) }
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

const invalidPassword = "28P01"

/** A connection, and what was told with the login. */
interface Opened {
  connection: ServerConnection
  version: string
  /** By which whoever took the connection says that the server knows it. A pooler makes one up. */
  number: number
}

async function connect(password: string, options: ServerOptions, clock: AttemptClock): Promise<Opened> {
  const { mode } = options.tls
  // A unix socket does not leave the machine.
  const local = "socketPath" in options.address
  if (mode === "off" || (mode === "preferred" && local)) return connectOnce(password, options, clock, false)
  const { verifyIdentity, ...context } = tlsContext(options.tls, names.prefix)
  // The name is checked unless the check is another.
  const ssl = { ...context, ...(!verifyIdentity && { checkServerIdentity: () => undefined }) }
  try {
    return await connectOnce(password, options, clock, ssl)
  } catch (error) {
    const withoutTls = error instanceof Error && /does not support SSL/.test(error.message)
    if (mode !== "preferred" || !withoutTls) throw error
    return connectOnce(password, options, clock, false)
  }
}

async function connectOnce(
  password: string,
  options: ServerOptions,
  clock: AttemptClock,
  ssl: NonNullable<ClientConfig["ssl"]>,
): Promise<Opened> {
  const { address, user, database, applicationName } = options
  const timeout = clock.timeLeft()
  const socket = new Socket()
  // Noted here: a socket that is destroyed has forgotten it.
  let server: string | undefined
  socket.once("connect", () => {
    server = socket.remoteAddress
  })
  const open = socket.connect.bind(socket)
  const config: ClientConfig = {
    // A socket of our own: one that is idle does not keep the process alive, and it knows all addresses of a name. The driver
    // connects it by a host and a port.
    stream: () => Object.assign(socket, { connect: () => open(socketOptions(address, timeout)) }),
    user,
    database,
    // As a function: the driver would take an empty one from its own environment variables, as it does what follows.
    password: () => password,
    ...("host" in address ? address : { host: address.socketPath }),
    ssl,
    // The login is tied to the encrypted connection where the server offers that.
    enableChannelBinding: true,
    application_name: applicationName,
  }
  const client = new Client(config)
  ignoreEnvironment(client)
  // A broken connection says so more than once, and nobody may be left to hear it.
  client.on("error", () => {})
  let version = ""
  connectionOf(client).on("parameterStatus", ({ parameterName, parameterValue }: Record<string, string>) => {
    if (parameterName === "server_version") version = parameterValue ?? ""
  })
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(Object.assign(new Error(`No connection within ${Math.round(timeout)} ms.`), { code: "ETIMEDOUT" })),
    timeout,
  )
  try {
    const connecting = client.connect()
    connecting.catch(() => {})
    await Promise.race([connecting, late])
    const number = internalsOf(client).processID ?? 0
    return { connection: new ServerConnection(client, socket, ssl !== false), version, number }
  } catch (error) {
    if (sqlState(error) === undefined) avoidAddress(server)
    socket.destroy()
    throw plainError(error)
  } finally {
    clearTimeout(timer)
  }
}

/** What the driver's client has besides its types. */
interface ClientInternals {
  processID?: number | null
  connection: NodeJS.EventEmitter
  connectionParameters: { options?: unknown; replication?: unknown }
}

// The driver has these members, and its types leave them out.
const internalsOf = (client: Client): ClientInternals => client as unknown as ClientInternals

const connectionOf = (client: Client): NodeJS.EventEmitter => internalsOf(client).connection

/** PGOPTIONS would set what we set, for another program. */
function ignoreEnvironment(client: Client): void {
  const { connectionParameters } = internalsOf(client)
  connectionParameters.options = undefined
  connectionParameters.replication = undefined
}
