import type { Address, PasswordSource, TlsOptions } from "@opencode/session-core/server"

/** Checked options of `sessionProvider.postgres`: a server, or a database within the process. */
export type PostgresOptions = ServerOptions | EmbeddedOptions

/** A database within this process, by PGlite. */
export interface EmbeddedOptions {
  /** The folder that has its files, absolute. */
  directory: string
}

/** A server. Times are milliseconds. */
export interface ServerOptions {
  /** Where the server is: host and port, or a socket. */
  address: Address
  /** Who logs in. */
  user: string
  /** The password, or where it is read from when a connection is made. Empty where the server asks for none. */
  password: PasswordSource
  /** The database that has the schema. */
  database: string
  /** The schema that has the tables. */
  schema: string
  /** How the connection is encrypted. */
  tls: TlsOptions
  /** How many connections are open at a time at most. */
  maxConnections: number
  /** How many of them stay open while nobody needs them. */
  maxIdleConnections: number
  /** How long a call waits in all: for a connection, for the answer, and for tries after a failure of the moment. */
  connectionTimeout: number
  /** How long one attempt to connect may take. */
  connectTimeout: number
  /** What the server's administrator sees of the connection. */
  applicationName: string
  /** Where the server's address comes from, for people. */
  source: string
  /** Keys that are set and have no effect, since a URL is set too. */
  shadowedKeys: readonly string[]
}
