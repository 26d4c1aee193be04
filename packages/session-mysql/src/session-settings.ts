import type { MysqlOptions } from "./options.ts"

/** Milliseconds that the server is given to notice a time-out by itself, before the client gives the connection up. */
const head = 1000

/**
 * What a connection sets for itself, in one packet: how values are quoted, what text is and who sees whose writes must not
 * depend on the server's defaults. Its last row says what server it is.
 */
export function sessionSettings(options: MysqlOptions, purpose: "queries" | "migration"): string[] {
  const migrating = purpose === "migration"
  const seconds = Math.max(1, Math.ceil(options.queryTimeout / 1000))
  const settings: Record<string, string | number> = {
    ...options.variables,
    autocommit: 1,
    sql_mode: "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    time_zone: "'+00:00'",
    foreign_key_checks: 1,
    unique_checks: 1,
    sql_safe_updates: 0,
    sql_auto_is_null: 0,
    sql_select_limit: "DEFAULT",
    // Shorter than our own patience, so that there is time for another try.
    innodb_lock_wait_timeout: Math.max(1, Math.min(5, Math.floor(seconds / 3))),
    lock_wait_timeout: migrating ? 3600 : seconds,
  }
  const assignments = Object.entries(settings).map(([name, value]) => `SESSION ${name} = ${value}`)
  // Each server has its own name for it, and reads only its own comment.
  const limit = migrating ? 0 : options.queryTimeout + head
  return [
    `SET NAMES utf8mb4 COLLATE utf8mb4_bin, ${assignments.join(", ")}
      /*!80000 , SESSION max_execution_time = ${limit} */
      /*M!100100 , SESSION max_statement_time = ${limit / 1000} */`,
    // Fewer locks than the default, hence fewer deadlocks: every batch takes its session's row first.
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE",
    "SELECT version() AS version, @@max_allowed_packet AS maximumPacket",
  ]
}
