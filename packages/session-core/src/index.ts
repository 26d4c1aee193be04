/** For applications: the store and what it takes and returns. */
export { ConflictError } from "./errors/conflict-error.ts"
export { type ErrorCode, errorCodes } from "./errors/error-code.ts"
export { SessionStorageError } from "./errors/session-storage-error.ts"
export { TooLargeError } from "./errors/too-large-error.ts"
export type { WriteOutcome } from "./errors/write-outcome.ts"
export { createIdentifier, type IdentifierKind } from "./identifier/identifier.ts"
export * from "./model/index.ts"
export { currentAuthor } from "./open/current-author.ts"
export { type OpenSessionStoreOptions, openSessionStore } from "./open/open-session-store.ts"
export type { ApplyResult } from "./provider/batch.ts"
export type { Capabilities } from "./provider/capabilities.ts"
export type { Change } from "./provider/change.ts"
export type { HealthCheck, HealthReport, MigrationReport, PruneReport } from "./provider/health.ts"
export { limits } from "./provider/limits.ts"
export type { ProjectPutResult } from "./provider/put-project.ts"
export type {
  ChangesPage,
  FilePage,
  MessagePage,
  PartPage,
  SearchHit,
  SearchPage,
  SessionChangesPage,
  SessionPage,
} from "./provider/queries.ts"
export type { RecordedChange, SessionChange } from "./provider/recorded-change.ts"
export type { Scope } from "./provider/scope.ts"
export * from "./store/index.ts"
export type { CompleteOptions, MessageWriter } from "./stream/message-writer.ts"
export type { TraceContext, TracedOperation } from "./tracing/tracing.ts"
