/** What a connection is for. */
export type Purpose = "queries" | "migration"

/** What of the options decides about values. */
export interface SettingsOptions {
  /** How long one answer may take, milliseconds. */
  queryTimeout: number
}

/** A session variable that each connection sets for itself, whatever the server's administrator or its `init_connect` chose. */
export interface SessionVariable {
  /** The value as it stands in SQL. Without one, a statement of its own sets the variable (session-settings.ts). */
  value?: string | number | ((options: SettingsOptions, purpose: Purpose) => string | number | undefined)
  /** What another value would change. */
  because: string
  /** The version comment that only servers with this variable read. */
  only?: "!80000" | "!80028" | "M!101100"
  /** Where it concerns nothing else. */
  purpose?: Purpose
  /** A DSN may set another value: it changes how long something takes, or what is refused, but no result. */
  adjustable?: true
  /** Values that change no result. Where it is missing, a wrong value can only lead to errors. */
  accepts?: RegExp | ((value: string) => boolean)
}

/** Milliseconds that the server is given to notice a time-out by itself, before the client gives the connection up. */
const head = 1000
/** Seconds. A pool closes what is idle for a minute; the server, what a suspended laptop has left. */
const idleSeconds = 300
/** Seconds that either side may be silent within a packet. */
const stallSeconds = 60

const unlimited = "18446744073709551615"
const on = /^(?:1|ON)$/i
const off = /^(?:0|OFF)$/i
const utf8 = /^utf8mb4(?:_|$)/i

const seconds = ({ queryTimeout }: SettingsOptions): number => Math.max(1, Math.ceil(queryTimeout / 1000))
/** Milliseconds; none for a migration, whose statements take their time. */
const statementLimit = ({ queryTimeout }: SettingsOptions, purpose: Purpose): number =>
  purpose === "migration" ? 0 : queryTimeout + head

/** SQL modes that change neither what a statement means nor which values are stored. */
const acceptableModes = new Set([
  "STRICT_ALL_TABLES",
  "STRICT_TRANS_TABLES",
  "NO_ENGINE_SUBSTITUTION",
  "ONLY_FULL_GROUP_BY",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ZERO_DATE",
  "NO_ZERO_IN_DATE",
  "NO_AUTO_CREATE_USER",
  "IGNORE_SPACE",
  "TRADITIONAL",
])

const acceptsModes = (value: string): boolean => {
  const modes = value.toUpperCase().split(",")
  return modes.some((mode) => mode.startsWith("STRICT_")) && modes.every((mode) => acceptableModes.has(mode))
}

/**
 * In the order in which they are set. `completion_type` comes first: with another value, the commit that
 * `autocommit = 1` implies starts a transaction or closes the connection.
 */
export const sessionVariables: Readonly<Record<string, SessionVariable>> = {
  completion_type: {
    value: 0,
    because: "a commit would begin the next transaction or end the connection",
    accepts: /^(?:0|NO_CHAIN)$/i,
  },
  autocommit: { value: 1, because: "single statements would never be committed", accepts: on },
  sql_mode: {
    value: "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'",
    because: "values could be quoted wrongly, or cut",
    accepts: acceptsModes,
  },
  character_set_client: { because: "text would lose characters", accepts: utf8 },
  character_set_connection: { because: "text would lose characters", accepts: utf8 },
  character_set_results: { because: "text would lose characters", accepts: utf8 },
  collation_connection: { because: "comparisons would take different texts for equal", accepts: utf8 },
  foreign_key_checks: { value: 1, because: "parts could be left without their message", accepts: on },
  unique_checks: { value: 1, because: "a batch that is sent twice could be applied twice", accepts: on },
  sql_auto_is_null: { value: 0, because: "IS NULL would find the last new row", accepts: off },
  sql_select_limit: {
    value: unlimited,
    because: "rows above that limit would be missing from every result",
    accepts: (value) => Number(value) > Number.MAX_SAFE_INTEGER,
  },
  sql_safe_updates: { value: 0, because: "statements that clean up would be refused" },
  sql_big_selects: { value: 1, because: "statements above max_join_size would be refused" },
  max_sort_length: {
    value: 2048,
    because: "long keys would be ordered by their beginning only",
    // As long as the longest key that a list is ordered by.
    accepts: (value) => Number(value) >= 1024,
  },
  cte_max_recursion_depth: {
    value: 4_294_967_295,
    because: "a deletion would fail on deeply nested sessions",
    only: "!80000",
  },
  max_recursive_iterations: {
    value: 4_294_967_295,
    because: "a deletion would stop at that depth of nested sessions",
    only: "M!101100",
    accepts: (value) => Number(value) >= 1000,
  },
  group_concat_max_len: {
    // The highest that MariaDB takes.
    value: 1_073_741_824,
    because: "a deletion would stop at that length of the list of nested sessions",
    // MySQL's lists in JSON have no such limit.
    only: "M!101100",
    // What the server itself comes with.
    accepts: (value) => Number(value) >= 1_048_576,
  },
  standard_compliant_cte: {
    value: 1,
    because: "queries of nested sessions could find others",
    only: "M!101100",
    accepts: on,
  },
  sql_if_exists: { value: 0, because: "a migration would skip what is missing", only: "M!101100", accepts: off },
  alter_algorithm: {
    value: "'DEFAULT'",
    because: "a migration would be refused where it must copy a table",
    only: "M!101100",
    purpose: "migration",
    adjustable: true,
  },
  enforce_storage_engine: {
    // An administrator's alone.
    because: "the tables could not be made with InnoDB",
    only: "M!101100",
    purpose: "migration",
    accepts: /^(?:InnoDB)?$/i,
  },
  wsrep_dirty_reads: {
    value: 0,
    because: "a node that has lost its cluster would answer with old rows",
    only: "M!101100",
    adjustable: true,
    accepts: off,
  },
  lc_messages: {
    value: "'en_US'",
    because: "errors that tell only in words what is missing would not be understood",
    adjustable: true,
  },
  timestamp: { value: "DEFAULT", because: "the server's clock would stand still" },
  parser_max_mem_size: { value: unlimited, because: "large parts would be refused", only: "!80028", adjustable: true },
  sort_buffer_size: {
    // Both servers refuse to sort a row that is larger than that. Never less than the administrator gives.
    value: "cast(greatest(@@sort_buffer_size, 262144) as unsigned)",
    because: "lists would fail for want of memory to sort them",
    adjustable: true,
  },
  innodb_lock_wait_timeout: {
    // Shorter than our own patience, so that there is time for another try.
    value: (options) => Math.max(1, Math.min(5, Math.floor(seconds(options) / 3))),
    because: "a call would spend all of its time on one lock",
    adjustable: true,
  },
  lock_wait_timeout: {
    value: (options, purpose) => (purpose === "migration" ? 3600 : seconds(options)),
    because: "a call would wait for a change of the schema for a year",
    adjustable: true,
  },
  net_read_timeout: {
    value: (options) => Math.max(stallSeconds, seconds(options)),
    because: "a large batch would fail on a slow network",
    adjustable: true,
  },
  net_write_timeout: {
    value: (options) => Math.max(stallSeconds, seconds(options)),
    because: "a large page would fail on a slow network",
    adjustable: true,
  },
  wait_timeout: {
    value: (_, purpose) => (purpose === "migration" ? 3600 : idleSeconds),
    because: "idle connections would be closed between two calls",
    adjustable: true,
  },
  max_execution_time: {
    value: statementLimit,
    because: "a statement would end too early, or not at all",
    only: "!80000",
    adjustable: true,
  },
  max_statement_time: {
    value: (options, purpose) => statementLimit(options, purpose) / 1000,
    because: "a statement would end too early, or not at all",
    only: "M!101100",
    adjustable: true,
  },
  transaction_isolation: {
    because: "reads would show what is not committed",
    only: "!80000",
    accepts: (value) => !/UNCOMMITTED/i.test(value),
  },
  tx_isolation: {
    because: "reads would show what is not committed",
    only: "M!101100",
    accepts: (value) => !/UNCOMMITTED/i.test(value),
  },
  transaction_read_only: { because: "writes would be refused", only: "!80000" },
  tx_read_only: { because: "writes would be refused", only: "M!101100" },
}
