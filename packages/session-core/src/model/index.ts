export type { Author } from "./author.ts"
export type { FileVersion, FileVersionFields } from "./file-version.ts"
export type { JsonObject, JsonValue } from "./json.ts"
export {
  type Message,
  type MessageFields,
  type MessageRole,
  type MessageWithParts,
  messageFieldsOf,
} from "./message.ts"
export type { ModelReference } from "./model-reference.ts"
export * from "./part.ts"
export type { Project, ProjectSummary } from "./project.ts"
export * from "./session.ts"
export { leaseHolder, leaseMilliseconds, leaseOf, type SessionLease } from "./session-lease.ts"
export { isPinned, type SessionMark, tagsOf } from "./session-mark.ts"
export { originPrograms, type SessionOrigin, sessionOrigin, shortOrigin } from "./session-origin.ts"
export { isReverted, type Revert, revertOf } from "./session-revert.ts"
export type { Statistics, StatisticsDimension, StatisticsGroup } from "./statistics.ts"
export { costToNanos, nanosToCost, noUsage, type Usage, type UsageInput } from "./usage.ts"
