/**
 * What went wrong, for programs. Each code says whether trying again can help: a `retryable` failure is of the moment,
 * any other stays until somebody changes something.
 */
export const errorCodes = {
  /** `expectedRevision` is not the session's revision. Nothing was written. */
  conflict: { retryable: false },
  /** There is no such session, message or file in this scope. */
  not_found: { retryable: false },
  /** A session with that id exists. */
  already_exists: { retryable: false },
  /** A value that the caller gave cannot be right. Nothing was written. */
  invalid_input: { retryable: false },
  /** A cursor that is damaged or comes from another query. */
  invalid_cursor: { retryable: false },
  /** A value is larger than the store takes. Nothing was written, nothing was cut. */
  too_large: { retryable: false },
  /** The provider does not claim that capability. */
  unsupported: { retryable: false },
  /** A configuration file or environment variable is wrong. */
  invalid_configuration: { retryable: false },
  /** A project's own configuration asks for something that its user has not allowed. */
  untrusted_configuration: { retryable: false },
  /** The configured provider's package is not installed. */
  provider_not_found: { retryable: false },
  /** The provider speaks another version of the contract, or is no provider. */
  provider_incompatible: { retryable: false },
  /** The database was written by a newer version of this software. */
  newer_schema: { retryable: false },
  /** The database belongs to another program. */
  foreign_database: { retryable: false },
  /** A migration failed. What had been done stays; the next start goes on from there. */
  migration_failed: { retryable: false },
  /** Another process holds the database for longer than the time-out. */
  busy: { retryable: true },
  /** The server does not answer, refuses connections, or the connection broke. */
  unavailable: { retryable: true },
  /** The server did not answer in time. */
  timeout: { retryable: true },
  /** Wrong user or password. */
  authentication_failed: { retryable: false },
  /** The user lacks a privilege, or the file a permission. */
  access_denied: { retryable: false },
  /** There is no such database on the server. */
  database_not_found: { retryable: false },
  /** The server has no connection left. */
  too_many_connections: { retryable: true },
  /** The database takes no writes. An error of a server that took writes before, such as during a fail-over, is retryable. */
  read_only: { retryable: false },
  /** The disk is full. */
  storage_full: { retryable: false },
  /** The file is damaged or no database. */
  corrupt: { retryable: false },
  /** The store was closed, or the reader of what is written went away. */
  closed: { retryable: false },
  /** The Node.js that runs is too old. */
  runtime_unsupported: { retryable: false },
  /** A copy does not equal its source. */
  verification_failed: { retryable: false },
  /** Anything that no rule of ours foresaw; `cause` has it. */
  unexpected: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>

/** The name of a code. */
export type ErrorCode = keyof typeof errorCodes
