import type { DriverRow } from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { ServerOptions } from "../options/options.ts"

/** The oldest major version that the statements are made for. */
const oldestVersion = 14

/** How long a call waits for a lock before it is tried again, milliseconds. Shorter than its own patience. */
const lockTimeout = ({ connectionTimeout }: ServerOptions): number =>
  Math.max(500, Math.min(5000, Math.floor(connectionTimeout / 3)))

/**
 * What every session sets, whatever the server's administrator has chosen for the server, the database or the user: another
 * value would change a result, or make a call fail or wait.
 */
const settings = (options: ServerOptions): Record<string, string | number> => ({
  client_encoding: "UTF8",
  search_path: quoteIdentifier(options.schema),
  default_transaction_isolation: "read committed",
  default_transaction_read_only: "off",
  default_transaction_deferrable: "off",
  standard_conforming_strings: "on",
  transform_null_equals: "off",
  // Doubles come as they are.
  extra_float_digits: 1,
  // A policy that hides rows is an error, and not fewer rows.
  row_security: "off",
  statement_timeout: options.connectionTimeout,
  lock_timeout: lockTimeout(options),
  idle_in_transaction_session_timeout: options.connectionTimeout,
  idle_session_timeout: 0,
  // To compile a statement takes longer than to run it.
  jit: "off",
  client_min_messages: "warning",
  // A client that vanished in the middle of a batch keeps its locks for a minute, and not for two hours.
  tcp_keepalives_idle: 30,
  tcp_keepalives_interval: 10,
  tcp_keepalives_count: 3,
})

const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
const quoteText = (text: string | number): string => `'${String(text).replaceAll("'", "''")}'`

/** Sets all of it, for the session or, where `isLocal` is true in SQL, for the transaction. */
function assignments(options: ServerOptions, isLocal: string): string[] {
  const columns = Object.entries(settings(options)).map(
    ([name, value], index) => `set_config('${name}', ${quoteText(value)}, ${isLocal}) AS s${index}`,
  )
  // What a commit waits for is the administrator's, except for nothing at all.
  const durable = `CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', ${isLocal}) END AS durable`
  return [...columns, durable]
}

/** One statement that makes a transaction what it must be. */
export const localSettings = (options: ServerOptions): string => `SELECT ${assignments(options, "true").join(", ")}`

/**
 * One statement that makes a session what it must be, and gives the server's facts. Where a pooler is in between, the session is
 * nobody's: it is set for the statement's own transaction only.
 *
 * @param number - by which whoever took the connection says that the server knows it.
 */
export function settingsStatement(options: ServerOptions, number: number): string {
  return `SELECT ${[
    ...assignments(options, `pg_backend_pid() <> ${number}`),
    "current_setting('server_version') AS version",
    "current_setting('server_encoding') AS encoding",
    "current_setting('session_replication_role') AS role",
    "(to_regclass('part_search') IS NOT NULL)::int AS indexed",
    "pg_backend_pid() AS number",
    "concat_ws('/', inet_server_addr(), inet_server_port(), pg_postmaster_start_time()) AS node",
  ].join(", ")}`
}

/** Fails with `unsupported` where the server, or what was chosen for it, would change a result. */
export function assertSuitable({ encoding, role }: DriverRow, location: string): void {
  if (encoding !== "UTF8") {
    throw new SessionStorageError(
      "unsupported",
      `The encoding of ${location} is ${encoding}, which lacks characters.`,
      {
        hint: "Make a database with another: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0.",
      },
    )
  }
  if (role !== "origin") {
    throw new SessionStorageError(
      "unsupported",
      `session_replication_role is ${role} for the user: parts could be left without their message. (${location})`,
      { hint: "ALTER ROLE … RESET session_replication_role." },
    )
  }
}

/** Fails with `unsupported` for a server that is too old, before it is asked for what it does not know. */
export function assertVersion(version: string, location: string): void {
  if (Number.parseInt(version, 10) >= oldestVersion) return
  throw new SessionStorageError("unsupported", `The server is PostgreSQL ${version}, which is too old. (${location})`, {
    hint: `Use PostgreSQL ${oldestVersion} or later.`,
  })
}
