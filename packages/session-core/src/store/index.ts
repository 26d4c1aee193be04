export type { ApplyOptions } from "../access/store-context.ts"
export type { AbortOptions } from "../access/until-aborted.ts"
export { type CustomPart, customPart, type MessageInput, type PartInput } from "../model/message-input.ts"
export type { AppendedMessage, AppendManyOptions, AppendMessageInput } from "./append-messages.ts"
export type { AllFilesOptions, FileCollection, ListFilesOptions } from "./file-collection.ts"
export type { ForkOptions } from "./fork.ts"
export type {
  AllMessagesOptions,
  GetMessageOptions,
  ListMessagesOptions,
  ListPartsOptions,
  MessageCollection,
} from "./message-collection.ts"
export type { ProjectCollection, ProjectMergeResult } from "./project-collection.ts"
export type {
  AllSessionsOptions,
  CountSessionsOptions,
  CreateSessionOptions,
  FindSessionsOptions,
  ListSessionsOptions,
  MarkOptions,
  SessionCollection,
  SessionFieldsUpdate,
} from "./session-collection.ts"
export type { SearchFilterOptions, SessionFilterOptions } from "./session-filter.ts"
export {
  type ChangesOptions,
  type CreateSessionStoreOptions,
  createSessionStore,
  type MigrateOptions,
  type PruneOptions,
  type SearchOptions,
  type SessionChangesOptions,
  type SessionStore,
  type StatisticsOptions,
} from "./session-store.ts"
export type { MessageFieldsUpdate } from "./update-message.ts"
export type { Watch, WatchedSessionChange, WatchOptions } from "./watch.ts"
