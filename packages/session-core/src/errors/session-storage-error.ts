import { type ErrorCode, errorCodes } from "./error-code.ts"
import type { WriteOutcome } from "./write-outcome.ts"

// Registered, so that an error of another installed copy of this package is recognised too.
const marker = Symbol.for("@opencode/session-core/error")

/** What an error says besides its code and its message. */
export interface SessionStorageErrorOptions {
  /** What to do about it: a sentence for the person in front of the screen. */
  hint?: string | undefined
  /** The error that led to it, such as a driver's. It holds no password and nothing that users have written. */
  cause?: unknown
  /** Whether the same call may succeed later, where that differs from what the code says. */
  retryable?: boolean | undefined
  /** What became of the write that failed, where a provider knows better than what the store makes of the code. */
  outcome?: WriteOutcome | undefined
}

/**
 * Every error that the store, its providers and its configuration throw on purpose.
 *
 * @example
 * ```ts
 * try {
 *   await store.sessions.rename(id, "A title", { expectedRevision: 3 })
 * } catch (error) {
 *   if (!SessionStorageError.isInstance(error, "conflict")) throw error
 *   console.log(error.message)
 * }
 * ```
 */
export class SessionStorageError<Code extends ErrorCode = ErrorCode> extends Error {
  /** What went wrong, for programs. */
  readonly code: Code
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** What to do about it, for the person in front of the screen; undefined where there is nothing to do. */
  readonly hint: string | undefined
  /** Whether the write that failed may be stored all the same. Undefined where nothing was to be written. */
  readonly outcome: WriteOutcome | undefined

  constructor(code: Code, message: string, options: SessionStorageErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = "SessionStorageError"
    this.code = code
    this.retryable = options.retryable ?? errorCodes[code].retryable
    this.hint = options.hint
    this.outcome = options.outcome
    Object.defineProperty(this, marker, { value: true })
  }

  /** Whether `error` is one of ours, and of that code when one is given. Works across duplicate installs, unlike `instanceof`. */
  static isInstance<Code extends ErrorCode = ErrorCode>(
    error: unknown,
    code?: Code,
  ): error is SessionStorageError<Code> {
    if (typeof error !== "object" || error === null || !(marker in error)) return false
    return code === undefined || ("code" in error && error.code === code)
  }
}
