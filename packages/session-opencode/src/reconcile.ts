/*
 * For programs that write what a source has in a way of their own, such as a mirror that follows OpenCode's database: the sources
 * in our terms, and what a store lacks of them.
 */
export { type OpenSourceOptions, openSource } from "./formats/open-source.ts"
export { readStoredSession } from "./import/read-stored-session.ts"
export { isAsImported } from "./reconcile/is-as-imported.ts"
export {
  type MissingSession,
  type Reconciliation,
  reconcileSession,
  type SizedChange,
} from "./reconcile/reconcile-session.ts"
export type { StoredMessage, StoredPart, StoredParts, StoredSession } from "./reconcile/stored-session.ts"
export { DamagedSourceError } from "./source/damaged-source-error.ts"
export type { Source } from "./source/source.ts"
export type { DamagedRow, SkippedItem, SourceLog } from "./source/source-log.ts"
export type { Origin, SourceContent, SourceProject, SourceSession, WrittenMessages } from "./source/source-session.ts"
