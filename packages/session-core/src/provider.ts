/**
 * For authors of providers: the contract, and what keeps an implementation of it short and equal to all others (cursors and page
 * keys, page sizes, search, errors, checks of options). An application needs none of it.
 */

export * from "./errors/index.ts"
export { createIdentifier, type IdentifierKind } from "./identifier/identifier.ts"
export type { Author } from "./model/author.ts"
export type { FileVersion, FileVersionFields } from "./model/file-version.ts"
export type { JsonObject, JsonValue } from "./model/json.ts"
export type { Message, MessageFields, MessageRole, MessageWithParts } from "./model/message.ts"
export type { ModelReference } from "./model/model-reference.ts"
export type { Part, PartFields, Unloaded } from "./model/part.ts"
export type { Project, ProjectSummary } from "./model/project.ts"
export {
  type Damage,
  type Session,
  type SessionFields,
  type SessionState,
  type SessionSummary,
  sessionState,
  type TitleSource,
  type Todo,
} from "./model/session.ts"
export { isPinned, type SessionMark, tagsOf } from "./model/session-mark.ts"
export type { Statistics, StatisticsDimension, StatisticsGroup } from "./model/statistics.ts"
export { costToNanos, nanosToCost, noUsage, type Usage } from "./model/usage.ts"
export { type CursorPosition, decodeCursor, encodeCursor, type PageKey } from "./paging/cursor.ts"
export {
  changeBytes,
  countWithin,
  fileBytes,
  loadedPartBytes,
  messageBytes,
  partBytes,
  rowBytes,
  sessionBytes,
} from "./paging/page-bytes.ts"
export {
  filePageKey,
  messagePageKey,
  partPageKey,
  type SearchPosition,
  searchPageKey,
  sessionChangesKey,
  sessionPageKey,
} from "./paging/page-keys.ts"
export {
  type CursorValue,
  isPositionCount,
  isPositionId,
  isPositionOneOf,
  isPositionPath,
  type PositionValue,
} from "./paging/position-value.ts"
export { textAfterPrefix } from "./paging/text-after-prefix.ts"
export { findProgram } from "./project/find-program.ts"
export * from "./provider/index.ts"
export { firstMatch, fold, matchesTerms, searchTerms, spellingsOf } from "./search/search-terms.ts"
export { searchableText } from "./search/searchable-text.ts"
export { isOfKind, sessionMatches } from "./search/session-matches.ts"
export { makeSnippet } from "./search/snippet.ts"
export { looksLikeAddress } from "./secrets/looks-like-address.ts"
export { redactSecrets } from "./secrets/redact-secrets.ts"
export { nearestKey } from "./validation/nearest-key.ts"
