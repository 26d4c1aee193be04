import type { Address } from "@opencode/session-core/server"

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
  /** The password; empty where the server asks for none. */
  password: string
  /** The database that has the schema. */
  database: string
  /** The schema that has the tables. */
  schema: string
  /** How many connections are open at a time at most. */
  maxConnections: number
  /** How many of them stay open while nobody needs them. */
  maxIdleConnections: number
  /** How long a call waits in all: for a connection, for the answer, and for tries after a failure of the moment. */
  connectionTimeout: number
  /** How long one attempt to connect may take. */
  connectTimeout: number
}
