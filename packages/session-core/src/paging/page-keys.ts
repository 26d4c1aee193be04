import type {
  FilePageQuery,
  MessagePageQuery,
  PartPageQuery,
  SearchQuery,
  SessionPageQuery,
} from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SearchFilter } from "../provider/session-filter.ts"
import type { PageKey } from "./cursor.ts"
import { isPositionCount, isPositionId, isPositionOneOf, isPositionPath } from "./position-value.ts"

/** What a filter asks for, whatever the order of its fields. */
const filterOf = ({ filter = {} }: { filter?: SearchFilter }): [string, unknown][] =>
  Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))

/** Positions are `updatedAt` and id. */
export const sessionPageKey = (query: SessionPageQuery): PageKey<[updatedAt: number, id: string]> => ({
  query: JSON.stringify([
    "sessions",
    scopeProjectId(query.scope),
    query.state,
    // An absent parentId and null ask for different things.
    query.parentId === undefined ? 0 : query.parentId,
    ...filterOf(query),
  ]),
  position: [isPositionCount, isPositionId],
})

/** Positions are those of the messages. */
export const messagePageKey = (query: MessagePageQuery): PageKey<[position: number]> => ({
  query: JSON.stringify(["messages", query.sessionId, query.order]),
  position: [isPositionCount],
})

/** Positions are those of the parts. */
export const partPageKey = ({
  sessionId,
  messageId,
}: Pick<PartPageQuery, "sessionId" | "messageId">): PageKey<[position: number]> => ({
  query: JSON.stringify(["parts", sessionId, messageId]),
  position: [isPositionCount],
})

/** Positions are path and version. */
export const filePageKey = (query: FilePageQuery): PageKey<[path: string, version: number]> => ({
  query: JSON.stringify(["files", query.sessionId, query.path ?? 0]),
  position: [isPositionPath, isPositionCount],
})

/** Where a search's hit stands: 1 for a title or 0 for a part, and a number that grows with each of them that is written. */
export type SearchPosition = [kind: 0 | 1, number: number]

/** Positions say where a hit stands. */
export const searchPageKey = (query: SearchQuery): PageKey<SearchPosition> => ({
  query: JSON.stringify(["search", scopeProjectId(query.scope), query.text, ...filterOf(query)]),
  position: [isPositionOneOf(0, 1), isPositionCount],
})

/** Positions have a number for each shard of the feed. */
export const sessionChangesKey = (shards: number): PageKey<number[]> => ({
  query: "session-changes",
  position: Array.from({ length: shards }, () => isPositionCount),
})
