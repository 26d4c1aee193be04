import { type ErrorCode, SessionStorageError } from "@opencode/session-core/provider"

/** What a SQLSTATE means for callers, the longest prefix first. */
const meanings: readonly (readonly [prefix: string, code: ErrorCode, hint?: string])[] = [
  ["28", "authentication_failed", "Check the user and the password."],
  ["3D000", "database_not_found", "Create the database."],
  ["42501", "access_denied", "Grant the user all rights on the database."],
  ["25006", "read_only", "Connect to the server that takes writes."],
  ["40001", "busy", "Try again."],
  ["40P01", "busy", "Try again."],
  ["55P03", "busy", "Try again."],
  ["57014", "timeout", "Try again."],
  ["53100", "storage_full", "Free some space. What was stored before is safe."],
  ["53300", "too_many_connections", "Use fewer connections, or raise the server's limit."],
  ["53", "unavailable", "The server lacks resources."],
  ["57P", "unavailable", "The server restarts or shuts down. Try again."],
  ["08", "unavailable", "Check the connection to the server."],
  ["58", "unavailable", "The server's disk reported an error."],
  ["XX001", "corrupt", "Restore the database from a backup."],
  ["XX002", "corrupt", "Rebuild the index."],
]

/** A driver's error as one of the contract. Errors that are typed already, and those of no database, stay as they are. */
export function translateError(error: unknown): unknown {
  const state = sqlState(error)
  if (state === undefined) return error
  const [, code, hint] = meanings.find(([prefix]) => state.startsWith(prefix)) ?? ["", "unexpected" as const]
  // The message of a data error shows the value.
  const message = state.startsWith("22") ? "" : `: ${error instanceof Error ? error.message : String(error)}`
  return new SessionStorageError(code, `The database failed with SQLSTATE ${state}${message}`, {
    cause: withoutValues(state),
    ...(hint !== undefined && { hint }),
  })
}

/** Stands for a driver's own error, which has the statement and its values: what users have written. */
export const withoutValues = (state: string): Error => Object.assign(new Error(`SQLSTATE ${state}`), { code: state })

/** The SQLSTATE of an error of the driver; undefined for any other error. */
export function sqlState(error: unknown): string | undefined {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error) || !("code" in error)) return undefined
  const { code } = error
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}
