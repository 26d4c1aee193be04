import type { ErrorCode } from "./error-code.ts"
import { SessionStorageError } from "./session-storage-error.ts"

// Registered and of this class alone: the code does not say that the fields are there.
const marker = Symbol.for("@opencode/session-core/conflict-error")

/** A write was based on an old revision. Nothing was written: read the session again, and decide anew. */
export class ConflictError extends SessionStorageError<"conflict"> {
  /** The session that was to be written. */
  readonly sessionId: string
  /** The revision that the write was based on; 0 for a session that should not exist. */
  readonly expectedRevision: number
  /** The revision that the session has; 0 when it does not exist. */
  readonly actualRevision: number

  constructor(sessionId: string, expectedRevision: number, actualRevision: number) {
    super(
      "conflict",
      `Session ${sessionId} is at revision ${actualRevision}, not ${expectedRevision}: somebody else wrote first.`,
      {
        hint: "Read the session again and repeat the change on what it is now.",
      },
    )
    this.name = "ConflictError"
    Object.defineProperty(this, marker, { value: true })
    this.sessionId = sessionId
    this.expectedRevision = expectedRevision
    this.actualRevision = actualRevision
  }

  /**
   * Whether `error` is a `ConflictError`, with both revisions. Works across duplicate installs, unlike `instanceof`. An error that only has
   * the code `conflict`, as a database's own refusal may, is none: `SessionStorageError.isInstance(error, "conflict")` takes both.
   */
  static override isInstance<Code extends ErrorCode = "conflict">(
    error: unknown,
    code?: Code,
  ): error is ConflictError & SessionStorageError<Code> {
    return SessionStorageError.isInstance(error, code) && marker in error
  }
}
