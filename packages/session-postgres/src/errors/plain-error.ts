import { redactSecrets } from "@opencode/session-core/provider"

/** What a driver's error has besides its message. */
interface DriverError extends Error {
  code?: unknown
  severity?: unknown
}

/**
 * A driver's error without what may be secret or a session's: a server's details show the whole row that it refused, and the
 * statement with its values.
 */
export function plainError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(redactSecrets(String(error)))
  const { code, severity }: DriverError = error
  return Object.assign(new Error(redactSecrets(error.message)), { code, ...(severity !== undefined && { severity }) })
}
