import { redactSecrets, SessionStorageError } from "@opencode/session-core/provider"
import type { DriverErrors, ErrorMeaning } from "@opencode/session-core/server"
import { byNetworkCode, certificate, lost, withoutTls } from "./error-meaning.ts"
import { errorTable } from "./error-table.ts"
import { plainError } from "./plain-error.ts"
import { sqlState } from "./sql-state.ts"

/** The name that the time for an answer has as the code of an error. */
export const answerTimeout = "STATEMENT_TIMEOUT"

const timedOut: ErrorMeaning = {
  ...lost,
  code: "timeout",
  message: "The server did not answer in time.",
  hint: "The network or the server is slow, or the statement waits for something (SELECT * FROM pg_stat_activity). Raise sessionProvider.postgres.connectionTimeout if that is normal.",
}

/** What the driver says itself, without a code. */
const byText: readonly [RegExp, ErrorMeaning][] = [
  [/does not support SSL/i, withoutTls],
  [
    /^SASL|password must be a string/i,
    {
      code: "authentication_failed",
      message: "The login failed: the server asks for a password, or for a method that is not supported.",
      hint: "Set the password: sessionProvider.postgres.password, passwordFile or passwordCommand.",
      fatal: true,
    },
  ],
  [/terminated|not queryable|Client was closed|establishing an SSL connection/i, lost],
]

/** What an error means; undefined for one that has no place in the tables. */
function meaningOf(error: unknown): ErrorMeaning | undefined {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error)) return undefined
  const state = sqlState(error)
  if (state !== undefined) return errorTable[state] ?? errorTable[state.slice(0, 3)] ?? errorTable[state.slice(0, 2)]
  const code = "code" in error && typeof error.code === "string" ? error.code : ""
  if (code === answerTimeout) return timedOut
  if (Object.hasOwn(byNetworkCode, code)) return byNetworkCode[code]
  if (/^ERR_(?:TLS|SSL|OSSL)/.test(code)) return certificate
  return byText.find(([pattern]) => pattern.test(error.message))?.[1]
}

/** What is known of the driver's errors. */
export const postgresErrors: DriverErrors = {
  meaningOf,
  isServers: (error) => sqlState(error) !== undefined,
  translate(error, location, call = {}) {
    if (SessionStorageError.isInstance(error) || !(error instanceof Error)) return error
    const meaning = meaningOf(error)
    if (meaning === undefined && sqlState(error) === undefined) return error
    const { code, message, hint } = meaning ?? { code: "unexpected", message: "The server failed.", hint: undefined }
    return new SessionStorageError(code, `${message} (${location}: ${redactSecrets(error.message)})`, {
      cause: plainError(error),
      ...call,
      ...(hint === undefined ? {} : { hint }),
    })
  },
}
