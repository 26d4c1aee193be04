import { redactSecrets, SessionStorageError } from "@opencode/session-core/provider"
import type { DriverErrors, ErrorMeaning, FailedCall } from "@opencode/session-core/server"
import { clientErrors } from "./client-errors.ts"
import { lost } from "./error-meaning.ts"
import { serverErrors } from "./error-table.ts"
import { isVague, meaningOfUnlisted } from "./unlisted-errors.ts"

/** What the driver's errors have. */
interface DriverError extends Error {
  errno?: unknown
  code?: unknown
  sqlState?: unknown
  sqlMessage?: unknown
}

/** The server's error number; undefined for what the server did not say. */
export function errorNumber(error: unknown): number | undefined {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error)) return undefined
  const { errno, code } = error as DriverError
  if (typeof errno === "number" && errno > 0) return errno
  // A disconnect for idleness comes so.
  return typeof code === "number" ? code : undefined
}

/** What an error of the driver means; undefined for an error that has no place in the tables. */
export function meaningOf(error: unknown): ErrorMeaning | undefined {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error)) return undefined
  const number = errorNumber(error)
  if (number !== undefined) return meaningOfServerError(number, error)
  const { code } = error as DriverError // Whatever it is: its type is looked at.
  if (code === "HANDSHAKE_SSL_ERROR") return clientErrors[certificateError(error.message)]
  if (typeof code === "string" && Object.hasOwn(clientErrors, code)) return clientErrors[code]
  if (typeof code === "string" && /^ERR_(?:TLS|SSL|OSSL)/.test(code)) return clientErrors.HANDSHAKE_SSL_ERROR
  return /closed state|Connection lost/i.test(error.message) ? lost : undefined
}

function meaningOfServerError(number: number, error: DriverError): ErrorMeaning | undefined {
  const listed = serverErrors[number]
  const { message } = error
  if (listed === undefined || isVague(number)) {
    return meaningOfUnlisted(number, typeof error.sqlState === "string" ? error.sqlState : "", message) ?? listed
  }
  // Any option can stand in the way of a statement; only some make the server read-only.
  if (number === 1290 && !/read[-_ ]only/i.test(message)) {
    return message.includes("NO_ENGINE_SUBSTITUTION") ? otherEngine : refusedByOption
  }
  // The user's limit of connections at a time is a matter of seconds; those of statements are an hour's.
  if (number === 1226 && /max_(?:questions|queries|updates|statement)/i.test(message)) return hourlyLimit
  return listed
}

const refusedByOption: ErrorMeaning = {
  code: "unsupported",
  message: "The server refuses the statement because of an option that it runs with.",
  hint: "Ask its administrator to change the option that the message names.",
}
/** MariaDB names the SQL mode that keeps it from taking another engine, which is ours, and not the option that is in the way. */
const otherEngine: ErrorMeaning = {
  code: "unsupported",
  message: "The server does not let tables have the engine InnoDB.",
  hint: "Ask its administrator to unset enforce_storage_engine.",
}
const hourlyLimit: ErrorMeaning = {
  code: "unavailable",
  message: "The user has used up the server's limit for this hour.",
  hint: "Raise MAX_QUERIES_PER_HOUR or MAX_UPDATES_PER_HOUR of the user, or wait.",
}

/** What is wrong with a certificate: the driver puts its own name in the place of Node.js's. */
function certificateError(message: string): string {
  if (message.includes("does not match certificate's altnames")) return "ERR_TLS_CERT_ALTNAME_INVALID"
  return message.includes("certificate has expired") ? "CERT_HAS_EXPIRED" : "HANDSHAKE_SSL_ERROR"
}

/** An error of the driver as ours, naming the server. What is ours already, or nobody's, stays as it is. */
export function translateError(error: unknown, location: string, call: FailedCall = {}): unknown {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error)) return error
  const meaning = meaningOf(error)
  if (meaning === undefined && !isDriverError(error)) return error
  const { code, message, hint } = meaning ?? { code: "unexpected", message: "The server failed.", hint: undefined }
  // The driver's own error by now: it has a code.
  const details = redactSecrets(error.message || String((error as DriverError).code))
  const missing = missingPrivilege(error)
  return new SessionStorageError(
    code,
    `${missing === undefined ? message : `The user lacks the privilege ${missing}.`} (${location}: ${details})`,
    { cause: plain(error), ...call, ...(hint === undefined ? {} : { hint }) },
  )
}

/** Which privilege the server names: "INSERT command denied to user …", "you need (at least one of) the SUPER privilege(s)". */
function missingPrivilege(error: Error): string | undefined {
  const [, command, needed] =
    /^([A-Z][A-Z ,]+?) command denied to user|need \(?(?:at least one of\)? )?the ([A-Z_, ]+?) privilege/.exec(
      error.message,
    ) ?? []
  return command ?? needed
}

const isDriverError = (error: Error): boolean => "errno" in error || "sqlState" in error || "fatal" in error

/** What helps to find out more, and nothing that may be secret. */
function plain(error: DriverError): Error {
  const { errno, code, sqlState } = error
  return Object.assign(new Error(redactSecrets(error.message)), { errno, code, sqlState })
}

/** What is known of the driver's errors. */
export const mysqlErrors: DriverErrors = {
  meaningOf,
  isServers: (error) => errorNumber(error) !== undefined,
  translate: translateError,
}
