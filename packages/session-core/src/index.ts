export * from "./configuration/index.ts"
export * from "./errors/index.ts"
export { createIdentifier, type IdentifierKind } from "./identifier/identifier.ts"
export * from "./model/index.ts"
export * from "./open/index.ts"
export * from "./project/index.ts"
export { type CursorPosition, decodeCursor, encodeCursor, type PageKey } from "./provider/cursor.ts"
export * from "./provider/index.ts"
export { type SearchPosition, searchPageKey } from "./provider/page-keys.ts"
export {
  type CursorValue,
  isPositionCount,
  isPositionId,
  isPositionOneOf,
  isPositionPath,
  type PositionValue,
} from "./provider/position-value.ts"
export { firstMatch, fold, matchesTerms, searchTerms } from "./search/search-terms.ts"
export { searchableText } from "./search/searchable-text.ts"
export { makeSnippet } from "./search/snippet.ts"
export * from "./store/index.ts"
export type { CompleteOptions, MessageWriter } from "./stream/message-writer.ts"
export type { TraceContext, TracedOperation } from "./tracing/tracing.ts"
