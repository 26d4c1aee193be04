import { SessionStorageError } from "@opencode/session-core"

/** What can be imported, for errors. */
export const importable =
  "an OpenCode 1.x database (opencode.db), an export of OpenCode (JSON), a database of the older OpenCode in Go, or an export of opencode-session (JSON Lines)"

/** The error for what is none of it: `invalid_input`, with what is. */
export function notImportable(message: string): SessionStorageError {
  return new SessionStorageError("invalid_input", message, { hint: `What can be imported: ${importable}.` })
}
