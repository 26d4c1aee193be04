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
export { isConnectionCount } from "./connection-count.ts"
export type { PooledConnection } from "./connection-pool.ts"
export type { DriverErrors, ErrorMeaning, FailedCall } from "./error-meaning.ts"
export { checkPool, checkRoundTrip, checkSource, checkTls, failedCheck, measureRoundTrip } from "./health-checks.ts"
export { assertKnownKeys, type KnownKeys, requireText } from "./known-keys.ts"
export { avoidAddress } from "./look-up-addresses.ts"
export { networkErrors, type ServerWords } from "./network-errors.ts"
export { openSocket, socketOptions } from "./open-socket.ts"
export { invalidOption } from "./option-error.ts"
export { type PoolSettings, parsePool } from "./parse-pool.ts"
export { combineTls, parseTls, type TlsOption } from "./parse-tls.ts"
export { checkPasswordFile } from "./password/check-password-file.ts"
export { type LogInOptions, logIn } from "./password/log-in.ts"
export {
  type AddressPassword,
  type ParsedPassword,
  parsePassword,
  passwordVariables,
  type SettingNames,
} from "./password/parse-password.ts"
export type { PasswordSource } from "./password/password-source.ts"
export { Secret } from "./password/secret.ts"
export { type CallAttempt, PersistentCalls, type PersistentCallsOptions } from "./persistent-calls.ts"
export { remaining } from "./remaining.ts"
export { createInspector, type Finding, type InspectorOptions, type ServerInspector } from "./server-inspector.ts"
export { type TlsContext, tlsContext } from "./tls-context.ts"
export type { TlsMode, TlsOptions } from "./tls-options.ts"
export { combineTlsRequests, type NamedTlsRequest, type TlsRequest, tlsOn, type Verification } from "./tls-request.ts"
