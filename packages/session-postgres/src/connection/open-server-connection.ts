import { Socket } from "node:net"
import { AttemptClock, avoidAddress, socketOptions } from "@opencode/session-core/server"
import { Client, type ClientConfig } from "pg"
import { plainError } from "../errors/plain-error.ts"
import { sqlState } from "../errors/sql-state.ts"
import { describeAddress } from "../options/describe-address.ts"
import type { ServerOptions } from "../options/options.ts"
import { ServerConnection } from "./server-connection.ts"
import { assertSuitable, assertVersion, settingsStatement } from "./session-settings.ts"

/**
 * Connects, authenticates, and makes the session what it must be. Fails with the driver's errors, or with ours where a setting
 * cannot be had.
 *
 * @param timeout - milliseconds.
 */
export async function openServerConnection(options: ServerOptions, timeout: number): Promise<ServerConnection> {
  const clock = new AttemptClock(Math.min(timeout, options.connectTimeout))
  const { connection, version } = await connect(options, clock)
  try {
    assertVersion(version, describeAddress(options))
    const [[row = {}] = []] = await connection.ask([settingsStatement(options)], clock.timeLeft())
    assertSuitable(row, describeAddress(options))
    connection.facts = { version, number: Number(row.number), node: String(row.node) }
    return connection
  } catch (error) {
    connection.destroy()
    throw error
  }
}

async function connect(
  options: ServerOptions,
  clock: AttemptClock,
): Promise<{ connection: ServerConnection; version: string }> {
  const { address, user, password, database } = options
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
    ssl: false,
    application_name: "opencode-session",
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
    return { connection: new ServerConnection(client, socket), version }
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
