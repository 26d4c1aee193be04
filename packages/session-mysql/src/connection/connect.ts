import { type AttemptClock, avoidAddress, logIn, openSocket, tlsContext } from "@opencode/session-core/server"
import { type ConnectionOptions, createConnection, type SslOptions } from "mysql2"
import { loginFailure } from "../authentication/login-error.ts"
import { authenticationPlugins } from "../authentication/plug-ins.ts"
import { errorNumber } from "../errors/translate-error.ts"
import { describeAddress } from "../options/dsn/address.ts"
import type { MysqlOptions } from "../options/options.ts"
import { quietPackets } from "../packet/quiet-packets.ts"
import { ServerConnection } from "./server-connection.ts"
import { featuresOf } from "./server-features.ts"

/**
 * Connects and authenticates within the time of `clock`, which does not count the wait for the password. A
 * password that the server refuses is asked for again: it may have been rotated, or a token may have expired. Fails with the
 * driver's errors, or with ours where it is the password or the way to log in.
 */
export const connect = (options: MysqlOptions, clock: AttemptClock): Promise<ServerConnection> =>
  logIn({
    source: options.password,
    clock,
    // A program takes seconds, and a file that is being rotated may, too. What is left is for the server.
    patience: options.connectionTimeout * 0.75,
    location: describeAddress(options.address, options.database),
    isRefused: (error) => refusedLogins.includes(errorNumber(error) ?? 0),
    connect: (password) => connectWith(password, options, clock.timeLeft()),
  })

/** ER_ACCESS_DENIED_ERROR, and ER_ACCESS_DENIED_NO_PASSWORD_ERROR. */
const refusedLogins = [1045, 1698]

async function connectWith(password: string, options: MysqlOptions, timeout: number): Promise<ServerConnection> {
  const { mode } = options.tls
  // A unix socket does not leave the machine.
  const local = "socketPath" in options.address
  if (mode === "off" || (mode === "preferred" && local)) return connectOnce(password, options, timeout, undefined)
  const ssl = tlsContext(options.tls, "sessionProvider.mysql")
  const started = Date.now()
  try {
    return await connectOnce(password, options, timeout, ssl)
  } catch (error) {
    const withoutTls = error instanceof Error && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT"
    if (mode !== "preferred" || !withoutTls) throw error
    return connectOnce(password, options, Math.max(1, timeout - (Date.now() - started)), undefined)
  }
}

function connectOnce(
  password: string,
  options: MysqlOptions,
  timeout: number,
  ssl: SslOptions | undefined,
): Promise<ServerConnection> {
  const { address, user, database } = options
  const socket = openSocket(address, timeout)
  // Noted here: a socket that is destroyed has forgotten it.
  let server: string | undefined
  socket.once("connect", () => {
    server = socket.remoteAddress
  })
  const settings: ConnectionOptions = {
    // A socket of our own: one that is idle does not keep the process alive, which the driver has no switch for.
    stream: () => socket,
    ...("host" in address && { host: address.host, port: address.port }),
    ...("socketPath" in address && { socketPath: address.socketPath }),
    user,
    password,
    database,
    connectTimeout: timeout,
    charset: "UTF8MB4_BIN",
    multipleStatements: true,
    compress: options.compress,
    authPlugins: authenticationPlugins(options),
    connectAttributes: { program_name: "opencode-session", ...options.connectionAttributes },
    // The server can neither ask for files, nor is told to report what we never look at.
    flags: ["-LOCAL_FILES", "-SESSION_TRACK"],
    ...(ssl !== undefined && { ssl }),
  }
  return new Promise((resolve, reject) => {
    const connection = createConnection(settings)
    quietPackets(connection)
    // A broken connection says so more than once, and nobody may be left to hear it.
    connection.on("error", () => {})
    connection.connect((error) => {
      if (error === null) resolve(new ServerConnection(connection, socket, featuresOf(options)))
      else {
        if (errorNumber(error) === undefined) avoidAddress(server)
        connection.destroy()
        socket.destroy()
        reject(loginFailure(error, describeAddress(address, database)))
      }
    })
  })
}
