import type { FileVersion } from "../model/file-version.ts"
import type { MessageWithParts } from "../model/message.ts"
import type { Session, SessionState } from "../model/session.ts"
import type { RecordedChange, SessionChange } from "./recorded-change.ts"
import type { Scope } from "./scope.ts"

/** How much a page of content holds at most. */
interface ContentLimits {
  /** How many at most, 1 to 1000. */
  limit: number
  /**
   * How many bytes at most. A row counts with the UTF-8 bytes of its JSON and texts and with 256 more; a message counts with
   * its parts. A page ends before the row that would exceed the bound, but has at least one row. Without it, only `limit` counts.
   *
   * A provider must hold it without reading the rows beyond it into memory.
   */
  bytes?: number
}

/** Pages are keyset pages: stable while others write, and of the same cost however deep. */
interface PageQuery extends ContentLimits {
  /** Where the last page of the same query ended: its `nextCursor`. */
  cursor?: string
}

/** One session by its id. Null when it is not in the scope. */
export interface SessionQuery {
  scope: Scope
  sessionId: string
  /** Whether a deleted session is seen too. */
  includeDeleted?: boolean
}

/** Sessions whose id begins with a text, for people who type the beginning of an id. */
export interface SessionPrefixQuery {
  scope: Scope
  /** What the ids begin with, compared byte by byte: case counts, and no character stands for another. Not empty. */
  idPrefix: string
  /** Whether deleted sessions are found too. */
  includeDeleted?: boolean
  /** How many at most, 1 to 1000. */
  limit: number
}

/** Sessions, last changed first. */
export interface SessionPageQuery extends PageQuery {
  scope: Scope
  state: SessionState
  /** Only sub-agents' sessions of this one; null for sessions that no other started; without it, both. */
  parentId?: string | null
}

export interface SessionPage {
  sessions: Session[]
  /** Null on the last page. */
  nextCursor: string | null
}

/**
 * Messages of a session with their parts, in the order of their positions or from the newest back.
 *
 * A message that alone exceeds `bytes` is a page of its own, and its largest parts are not loaded: they have an empty `data`
 * and say so in `unloaded`. Parts are left out from the largest down, equally large ones together, until the rest fits.
 */
export interface MessagePageQuery extends PageQuery {
  scope: Scope
  sessionId: string
  order: "oldest-first" | "newest-first"
  /**
   * The id of the message that a first page begins with, in either order, instead of the oldest or the newest. Its
   * `nextCursor` goes on as any other's does. Fails with `not_found` when the session has no such message.
   */
  from?: string
}

/** One part by its key. Fails as a page of messages does; null when there is no such part. */
export interface PartQuery {
  scope: Scope
  sessionId: string
  messageId: string
  partId: string
}

export interface MessagePage {
  messages: MessageWithParts[]
  nextCursor: string | null
}

/** File versions of a session by path and version. */
export interface FilePageQuery extends PageQuery {
  scope: Scope
  sessionId: string
  /** Only this file's versions. */
  path?: string
}

export interface FilePage {
  files: FileVersion[]
  nextCursor: string | null
}

/** What changed in a session after a revision. Works for deleted sessions too: mirrors must see the deletion. */
export interface ChangesQuery extends ContentLimits {
  scope: Scope
  sessionId: string
  /** 0 for all. */
  since: number
}

export interface ChangesPage {
  /** Ascending by revision. */
  changes: RecordedChange[]
  /** What to ask for next: the revision up to which the reader now knows everything. Never lower than the query's. */
  since: number
  /** Whether that is all for now. */
  complete: boolean
}

/** Which sessions of a project changed. */
export interface SessionChangesQuery extends ContentLimits {
  scope: Scope
  /** The `cursor` of the last answer; without it, from the beginning; `now` for only what comes. */
  since?: string
}

export interface SessionChangesPage {
  changes: SessionChange[]
  cursor: string
  complete: boolean
}

/**
 * Text in titles and parts. Each word of `text` must occur, letter case aside, as a part of a word too; what stands in
 * double quotes is one word.
 */
export interface SearchQuery {
  scope: Scope
  text: string
  /** How many hits at most, 1 to 1000. */
  limit: number
  /** Where the last page of the same query ended: its `nextCursor`. */
  cursor?: string
}

/** Where the text was found: in a part, or in the title when `messageId` and `partId` are null. */
export interface SearchHit {
  session: Pick<Session, "id" | "projectId" | "title" | "updatedAt">
  messageId: string | null
  partId: string | null
  partType: string | null
  /** A stretch of the text around the first match, white space folded. */
  snippet: string
  /** Where the matches stand in `snippet`: start and end in UTF-16 units, ascending, not overlapping. */
  matches: [start: number, end: number][]
}

/** Titles first, then parts, newest first. */
export interface SearchPage {
  hits: SearchHit[]
  nextCursor: string | null
}
