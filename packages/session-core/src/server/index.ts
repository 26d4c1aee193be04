/**
 * For authors of providers whose database is a server: connections that callers share, tries after a failure of the moment, and
 * what errors of the network mean. A driver's own is left to the provider.
 */

export type { Address, NetworkAddress, SocketAddress } from "./address.ts"
export { AddressError } from "./address-error.ts"
export { AttemptClock } from "./attempt-clock.ts"
export {
  type AnsweringConnection,
  type AwaitAnswerOptions,
  awaitAnswer,
  stillRunning,
  unanswered,
} from "./await-answer.ts"
export { checkPasswordFile } from "./check-password-file.ts"
export { isConnectionCount } from "./connection-count.ts"
export type { PooledConnection } from "./connection-pool.ts"
export type { DriverErrors, ErrorMeaning, FailedCall } from "./error-meaning.ts"
export { checkPool, checkRoundTrip, checkSource, checkTls, failedCheck, measureRoundTrip } from "./health-checks.ts"
export { assertKnownKeys, type KnownKeys, requireText } from "./known-keys.ts"
export { type LogInOptions, logIn } from "./log-in.ts"
export { avoidAddress } from "./look-up-addresses.ts"
export { networkErrors, type ServerWords } from "./network-errors.ts"
export { openSocket, socketOptions } from "./open-socket.ts"
export { invalidOption } from "./option-error.ts"
export {
  type AddressPassword,
  type ParsedPassword,
  parsePassword,
  passwordVariables,
  type SettingNames,
} from "./parse-password.ts"
export { type PoolSettings, parsePool } from "./parse-pool.ts"
export { combineTls, parseTls, type TlsOption } from "./parse-tls.ts"
export type { PasswordCommand, PasswordFile, PasswordSource, PasswordValue } from "./password-source.ts"
export { type CallAttempt, PersistentCalls, type PersistentCallsOptions } from "./persistent-calls.ts"
export { remaining } from "./remaining.ts"
export { Secret } from "./secret.ts"
export { createInspector, type Finding, type InspectorOptions, type ServerInspector } from "./server-inspector.ts"
export { type TlsContext, tlsContext } from "./tls-context.ts"
export type { TlsMode, TlsOptions } from "./tls-options.ts"
export { combineTlsRequests, type NamedTlsRequest, type TlsRequest, tlsOn, type Verification } from "./tls-request.ts"
