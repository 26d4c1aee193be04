import type { ErrorCode } from "../errors/error-code.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { SessionProblem } from "./copy-report.ts"

/** What is wrong with one session while the others may well be right. */
const codesOfOneSession: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "conflict",
  // A session of that id is in another project of the target.
  "already_exists",
  "not_found",
  "invalid_input",
  "too_large",
])

/** The problem that an error is for one session. Throws it again when it would meet every other session too. */
export function problemOf(sessionId: string, error: unknown): SessionProblem {
  if (!SessionStorageError.isInstance(error) || !codesOfOneSession.has(error.code)) throw error
  return { sessionId, code: error.code, message: error.message }
}
