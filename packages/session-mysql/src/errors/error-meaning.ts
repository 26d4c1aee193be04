import type { ErrorCode } from "@opencode/session-core/provider"

/** What an error of the server, of a proxy before it, or of the network means for us. */
export interface MysqlErrorMeaning {
  code: ErrorCode
  message: string
  hint?: string
  /**
   * What became of the statement that it answers. `refused`, the default: the server judged it and kept nothing of it.
   * `never_started`: it was not looked at. `unknown`: it may have been carried out, with or without its COMMIT.
   */
  statement?: "refused" | "never_started" | "unknown"
  /** Whether the whole call is worth another try at once: it was a failure of the moment. */
  transient?: true
  /** Whether the connection is of no use any more. */
  fatal?: true
  /** Whether the server takes no further connection, while those that are open go on. */
  limit?: true
}

export const hints = {
  tryAgain: "Try again.",
  unreachable:
    "Check that MySQL is running (mysql -h HOST -u USER -p), and that no firewall closes its port to this machine.",
  silent:
    "Check that the server can be reached from here: a VPN or Wi-Fi that is down, a firewall that drops packets, or a server that hangs gives no answer. Shorten sessionProvider.mysql.connectionTimeout to fail sooner.",
  proxied: "A proxy or router before the server sent this. Check the servers behind it, and its own log.",
  comesBack: "Wait for the server to come back. Raise sessionProvider.mysql.connectionTimeout to wait longer.",
  readOnly:
    "It may be a replica, or the old primary after a fail-over. Point the configuration at the server that takes writes.",
  connections: "Raise max_connections on the server, or lower sessionProvider.mysql.maxConnections on the clients.",
  packet: "Raise max_allowed_packet on the server (64M holds every part), or store a shorter value.",
  privileges:
    "An administrator can grant them: GRANT ALL PRIVILEGES ON database.* TO 'user'@'%'. To work with a schema that is there, SELECT, INSERT, UPDATE and DELETE are enough; a migration needs CREATE, ALTER, INDEX and REFERENCES too.",
} as const

/** The connection broke, or is about to, and with it what was under way. */
export const lost: MysqlErrorMeaning = {
  code: "unavailable",
  message: "The connection to the server broke.",
  hint: hints.unreachable,
  statement: "unknown",
  transient: true,
  fatal: true,
}

/** There was no server to give the statement to. */
export const absent: MysqlErrorMeaning = {
  code: "unavailable",
  message: "The server refuses connections.",
  hint: hints.unreachable,
  statement: "never_started",
  transient: true,
  fatal: true,
}

/** The server takes no writes: for good, or while another one takes over. */
export const readOnly: MysqlErrorMeaning = {
  code: "read_only",
  message: "The server takes no writes.",
  hint: hints.readOnly,
  transient: true,
  fatal: true,
}

export const full: MysqlErrorMeaning = {
  code: "storage_full",
  message: "The server's disk is full.",
  hint: "Free some space. What was stored before is safe.",
}

/** The server is up, and takes no further connection. */
export const connectionLimit: MysqlErrorMeaning = {
  code: "too_many_connections",
  message: "The server has reached its limit of connections.",
  hint: hints.connections,
  statement: "never_started",
  transient: true,
  limit: true,
}
