import type { FilePageQuery, MessagePageQuery, SearchQuery, SessionPageQuery } from "./queries.ts"
import { scopeProjectId } from "./scope.ts"

/*
 * What tells one query from another, for cursors: everything but the limit and the cursor itself.
 */

export const sessionPageKey = (query: SessionPageQuery): string =>
  // An absent parentId and null ask for different things.
  JSON.stringify([
    "sessions",
    scopeProjectId(query.scope),
    query.state,
    query.parentId === undefined ? 0 : query.parentId,
  ])

export const messagePageKey = (query: MessagePageQuery): string =>
  JSON.stringify(["messages", query.sessionId, query.order])

export const filePageKey = (query: FilePageQuery): string => JSON.stringify(["files", query.sessionId, query.path ?? 0])

export const searchPageKey = (query: SearchQuery): string =>
  JSON.stringify(["search", scopeProjectId(query.scope), query.text])

export const sessionChangesKey = "session-changes"
