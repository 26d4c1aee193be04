import { ConflictError, SessionStorageError, TooLargeError } from "@opencode/session-core"

/** Each guard is called the same, and what it says is there is there. */
export function explain(error: unknown): string {
  if (ConflictError.isInstance(error)) {
    const numbers: [number, number] = [error.expectedRevision, error.actualRevision]
    return `${error.sessionId}: ${numbers.join(" and ")}`
  }
  if (TooLargeError.isInstance(error)) {
    const size: number = error.size
    return `${error.what}: ${size} of ${error.limit}`
  }
  if (SessionStorageError.isInstance(error, "busy")) {
    const code: "busy" = error.code
    return code
  }
  if (SessionStorageError.isInstance(error)) {
    // @ts-expect-error: only the class has it, whatever the code is.
    error.size
    return error.hint ?? error.message
  }
  return String(error)
}
