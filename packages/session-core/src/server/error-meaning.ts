import type { ErrorCode } from "../errors/error-code.ts"
import type { SessionStorageErrorOptions } from "../errors/session-storage-error.ts"

/** What an error of a server, of a proxy before it, or of the network means for us. */
export interface ErrorMeaning {
  /** Ours. */
  code: ErrorCode
  /** A sentence that says what happened. */
  message: string
  /** What to do about it. */
  hint?: string
  /**
   * What became of the statement that it answers. `refused`, the default: the server judged it and kept nothing of it.
   * `never_started`: it was not looked at. `unknown`: it may have been carried out, with or without its commit.
   */
  statement?: "refused" | "never_started" | "unknown"
  /** Whether the whole call is worth another try at once: it was a failure of the moment. */
  transient?: true
  /** Whether the connection is of no use any more. */
  fatal?: true
  /** Whether the server takes no further connection, while those that are open go on. */
  limit?: true
}

/** What a provider knows of its driver's errors. */
export interface DriverErrors {
  /** What an error means; undefined for one that is in no table, and for ours. */
  meaningOf(error: unknown): ErrorMeaning | undefined
  /** Whether a server, or a proxy before it, has said it: somebody is there. */
  isServers(error: unknown): boolean
  /** An error of the driver as a `SessionStorageError` that names the server. What is ours already, or nobody's, stays as it is. */
  translate(error: unknown, location: string, call?: FailedCall): unknown
}

/** What is known besides of the call that failed. */
export type FailedCall = Pick<SessionStorageErrorOptions, "outcome" | "retryable">
