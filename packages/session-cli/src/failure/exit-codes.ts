import { type ErrorCode, SessionStorageError } from "@opencode/session-core"

/** What the command's exit codes mean. The help text and the documentation show this table. */
export const exitCodes = {
  0: "ok",
  1: "failed",
  2: "wrong usage: an unknown option, a value that cannot be right, a missing --yes",
  3: "there is no such session, message, project or file",
  4: "something must be set up: configuration, trust, provider package, credentials, privileges, a server that takes writes",
  5: "the database is not reachable or busy: trying again later may help",
  6: "a conflict with what is there already, or a copy that does not equal its source",
  130: "interrupted by Ctrl-C",
} as const

/** A number that the command ends with. */
export type ExitCode = keyof typeof exitCodes

const exitCodeByErrorCode = {
  conflict: 6,
  not_found: 3,
  already_exists: 6,
  invalid_input: 2,
  invalid_cursor: 2,
  too_large: 1,
  unsupported: 1,
  invalid_configuration: 4,
  untrusted_configuration: 4,
  provider_not_found: 4,
  provider_incompatible: 4,
  newer_schema: 1,
  foreign_database: 1,
  migration_failed: 1,
  busy: 5,
  unavailable: 5,
  timeout: 5,
  authentication_failed: 4,
  access_denied: 4,
  database_not_found: 4,
  too_many_connections: 5,
  read_only: 4,
  storage_full: 1,
  corrupt: 1,
  closed: 1,
  runtime_unsupported: 1,
  verification_failed: 6,
  unexpected: 1,
} as const satisfies Record<ErrorCode, ExitCode>

/** The exit code for an error: by its `code` when it is one of ours, else 1. */
export function exitCodeOf(error: unknown): ExitCode {
  return SessionStorageError.isInstance(error) ? (exitCodeByErrorCode[error.code] ?? 1) : 1
}
