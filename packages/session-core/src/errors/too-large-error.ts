import { SessionStorageError } from "./session-storage-error.ts"

/** A value is over a limit. Nothing was written, and nothing was cut. Sizes are bytes of UTF-8. */
export class TooLargeError extends SessionStorageError<"too_large"> {
  /** The value, as the subject of a sentence: `The title`. */
  readonly what: string
  /** How many bytes it has. */
  readonly size: number
  /** How many it may have: see `limits`. */
  readonly limit: number

  constructor(what: string, size: number, limit: number) {
    super("too_large", `${what} has ${size} bytes; the limit is ${limit}.`, {
      hint: "Store a shorter value, or keep the content in a file and store its path.",
    })
    this.name = "TooLargeError"
    this.what = what
    this.size = size
    this.limit = limit
  }

  /** Works across duplicate installs, unlike `instanceof`. */
  static is(error: unknown): error is TooLargeError {
    return SessionStorageError.isInstance(error, "too_large")
  }
}
