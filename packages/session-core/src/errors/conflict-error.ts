import { SessionStorageError } from "./session-storage-error.ts"

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
    this.sessionId = sessionId
    this.expectedRevision = expectedRevision
    this.actualRevision = actualRevision
  }

  /** Works across duplicate installs, unlike `instanceof`. */
  static is(error: unknown): error is ConflictError {
    return SessionStorageError.isInstance(error, "conflict")
  }
}
