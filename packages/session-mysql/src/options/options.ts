import type { Address, PasswordSource, TlsOptions } from "@opencode/session-core/server"

/** Checked options of `sessionProvider.mysql`. Times are milliseconds. */
export interface MysqlOptions {
  /** Where the server is: host and port, or a socket. */
  address: Address
  /** Who logs in. */
  user: string
  /** The password, or where it is read from when a connection is made. */
  password: PasswordSource
  /** The database that has the tables. */
  database: string
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
  /** How long one answer may take. */
  queryTimeout: number
  /** Bytes; undefined leaves it to the server. */
  maximumPacket?: number
  /** Whether the connection is compressed. */
  compress: boolean
  /** Whether a server may ask for the password itself, which it gets over TLS or a socket only. */
  cleartextPasswords: boolean
  /** What the server's administrator sees of the connection. */
  connectionAttributes: Readonly<Record<string, string>>
  /** Session variables, as they stand in SQL. */
  variables: Readonly<Record<string, string>>
  /** Where the server's address comes from, for people. */
  source: string
  /** Keys that are set and have no effect, since a DSN is set too. */
  shadowedKeys: readonly string[]
}
