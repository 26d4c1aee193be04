import type { ErrorCode } from "./error-code.ts"
import { SessionStorageError } from "./session-storage-error.ts"

// Registered and of this class alone: the code does not say that the fields are there.
const marker = Symbol.for("@opencode/session-core/too-large-error")

/** A value is over a limit. Nothing was written, and nothing was cut. Sizes are bytes of UTF-8. */
export class TooLargeError extends SessionStorageError<"too_large"> {
  /** The value, as the subject of a sentence: `The title`. */
  readonly what: string
  /** How many bytes it has. */
  readonly size: number
  /** How many it may have: see `limits`. */
  readonly limit: number

  constructor(what: string, size: number, limit: number, options?: { hint: string }) {
    super("too_large", `${what} has ${size} bytes; the limit is ${limit}.`, {
      hint: options?.hint ?? "Store a shorter value, or keep the content in a file and store its path.",
    })
    this.name = "TooLargeError"
    Object.defineProperty(this, marker, { value: true })
    this.what = what
    this.size = size
    this.limit = limit
  }

  /**
   * Whether `error` is a `TooLargeError`, with both sizes. Works across duplicate installs, unlike `instanceof`. An error that only has
   * the code `too_large`, as a database's own refusal may, is none: `SessionStorageError.isInstance(error, "too_large")` takes both.
   */
  static override isInstance<Code extends ErrorCode = "too_large">(
    error: unknown,
    code?: Code,
  ): error is TooLargeError & SessionStorageError<Code> {
    return SessionStorageError.isInstance(error, code) && marker in error
  }
}
