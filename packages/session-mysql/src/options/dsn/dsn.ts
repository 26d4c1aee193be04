import type { Address, Secret, TlsMode } from "@opencode/session-core/server"

/** What the parameters of a DSN ask for. Times are milliseconds. */
export interface DsnSettings {
  tls?: TlsMode
  /** How long one attempt to connect may take. */
  connectTimeout?: number
  /** How long one answer may take. */
  queryTimeout?: number
  /** Bytes; no packet is longer, even where the server would take it. */
  maximumPacket?: number
  compress?: boolean
  cleartextPasswords?: boolean
  connectionAttributes?: Readonly<Record<string, string>>
  maxConnections?: number
  /** A unix socket instead of the host: only in URLs, as the next two. */
  socketPath?: string
  user?: string
  password?: Secret
  /** Session variables, as they stand in SQL. */
  variables?: Readonly<Record<string, string>>
}

/** What a DSN says. */
export interface Dsn {
  address: Address
  user: string
  password: Secret
  database: string
  settings: DsnSettings
}
