/**
 * For authors of providers whose database is a server: connections that callers share, tries after a failure of the moment, and
 * what errors of the network mean. A driver's own is left to the provider.
 */

export type { Address, NetworkAddress, SocketAddress } from "./address.ts"
export { AttemptClock } from "./attempt-clock.ts"
export {
  type AnsweringConnection,
  type AwaitAnswerOptions,
  awaitAnswer,
  stillRunning,
  unanswered,
} from "./await-answer.ts"
export type { PooledConnection } from "./connection-pool.ts"
export type { DriverErrors, ErrorMeaning, FailedCall } from "./error-meaning.ts"
export { checkPool, checkRoundTrip, failedCheck, measureRoundTrip } from "./health-checks.ts"
export { avoidAddress } from "./look-up-addresses.ts"
export { networkErrors, type ServerWords } from "./network-errors.ts"
export { openSocket, socketOptions } from "./open-socket.ts"
export { type CallAttempt, PersistentCalls, type PersistentCallsOptions } from "./persistent-calls.ts"
export { remaining } from "./remaining.ts"
export { createInspector, type Finding, type InspectorOptions, type ServerInspector } from "./server-inspector.ts"
