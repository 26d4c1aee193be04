import { readFileSync } from "node:fs"
import { connect as connectSocket, type Socket } from "node:net"
import { SessionStorageError } from "@opencode/session-core"
import { type ConnectionOptions, createConnection, type SslOptions } from "mysql2"
import { avoidAddress, lookUpAddresses } from "./look-up-addresses.ts"
import type { MysqlOptions, TlsOptions } from "./options.ts"
import { ServerConnection } from "./server-connection.ts"
import { featuresOf } from "./server-features.ts"

/** Connects and authenticates within `timeout` milliseconds. Fails with the driver's errors. */
export async function connect(options: MysqlOptions, timeout: number): Promise<ServerConnection> {
  const { mode } = options.tls
  // A unix socket does not leave the machine.
  const local = "socketPath" in options.address
  if (mode === "off" || (mode === "preferred" && local)) return connectOnce(options, timeout, undefined)
  const ssl = sslOptions(options.tls)
  const started = Date.now()
  try {
    return await connectOnce(options, timeout, ssl)
  } catch (error) {
    const withoutTls = error instanceof Error && "code" in error && error.code === "HANDSHAKE_NO_SSL_SUPPORT"
    if (mode !== "preferred" || !withoutTls) throw error
    return connectOnce(options, Math.max(1, timeout - (Date.now() - started)), undefined)
  }
}

function connectOnce(options: MysqlOptions, timeout: number, ssl: SslOptions | undefined): Promise<ServerConnection> {
  const { address, user, password, database } = options
  const socket = openSocket(options, timeout)
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
    password: password.reveal(),
    database,
    connectTimeout: timeout,
    charset: "UTF8MB4_BIN",
    multipleStatements: true,
    compress: options.compress,
    enableCleartextPlugin: options.cleartextPasswords,
    connectAttributes: { program_name: "opencode-session", ...options.connectionAttributes },
    // The server can neither ask for files, nor is told to report what we never look at.
    flags: ["-LOCAL_FILES", "-SESSION_TRACK"],
    ...(ssl !== undefined && { ssl }),
  }
  return new Promise((resolve, reject) => {
    const connection = createConnection(settings)
    // A broken connection says so more than once, and nobody may be left to hear it.
    connection.on("error", () => {})
    connection.connect((error) => {
      if (error === null) resolve(new ServerConnection(connection, socket, featuresOf(options)))
      else {
        avoidAddress(server, error)
        connection.destroy()
        socket.destroy()
        reject(error)
      }
    })
  })
}

function openSocket({ address }: MysqlOptions, timeout: number): Socket {
  if ("socketPath" in address) return connectSocket(address.socketPath)
  const socket = connectSocket({
    ...address,
    // Of several addresses behind the name, the next one is tried when one does not answer.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.round(timeout / 4)),
    lookup: lookUpAddresses,
  })
  socket.setNoDelay(true)
  // Before routers on the way forget a connection that is idle.
  socket.setKeepAlive(true, 10_000)
  // TLS checks a certificate against this name. Node.js sets it only for names that it looks up, not for addresses, and the
  // driver gives no other.
  return Object.assign(socket, { _host: address.host })
}

/** One object for each set of options: connections that share it share a TLS context too. */
const contexts = new WeakMap<TlsOptions, SslOptions>()

function sslOptions(tls: TlsOptions): SslOptions {
  let ssl = contexts.get(tls)
  if (ssl === undefined) {
    const { mode, caFile, certificateFile, keyFile } = tls
    ssl = {
      rejectUnauthorized: mode === "verify" || mode === "verify-ca",
      verifyIdentity: mode === "verify",
      ...(caFile !== undefined && { ca: readPem(caFile, "ca") }),
      ...(certificateFile !== undefined && { cert: readPem(certificateFile, "certificate") }),
      ...(keyFile !== undefined && { key: readPem(keyFile, "key") }),
    }
    contexts.set(tls, ssl)
  }
  return ssl
}

function readPem(file: string, key: string): string {
  try {
    return readFileSync(file, "utf8")
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SessionStorageError(
      "invalid_configuration",
      `sessionProvider.mysql.tls.${key} cannot be read: ${reason}`,
      {
        cause,
        hint: "Check the path and the file's permissions.",
      },
    )
  }
}
