import type { FileVersion } from "../model/file-version.ts"
import type { MessageWithParts } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import type { Session, SessionState } from "../model/session.ts"
import type { StatisticsDimension } from "../model/statistics.ts"
import type { RecordedChange, SessionChange } from "./recorded-change.ts"
import type { Scope } from "./scope.ts"
import type { SearchFilter, SessionFilter } from "./session-filter.ts"

/** How much a page of content holds at most. */
interface ContentLimits {
  /** How many items at most, 1 to 1000. */
  limit: number
  /**
   * How many bytes at most. A row counts with the UTF-8 bytes of its JSON and texts and with 256 more (`sessionBytes`,
   * `messageBytes`, `partBytes`, `fileBytes`); a message counts with its parts. A page ends before the row that would exceed the
   * bound, but has at least one row. Without it, only `limit` counts.
   *
   * Easily missed: a provider must hold the bound without reading the rows beyond it into memory. Select the content of small rows
   * only, with the length of the others, and read those that fit by their keys.
   *
   * Invariants: 10. Kit: `page-bytes`.
   */
  bytes?: number
}

/**
 * Pages are keyset pages: stable while others write, and of the same cost however deep. There is an index behind every list.
 *
 * Invariants: 10. Kit: `paging`, `cursors`.
 */
interface PageQuery extends ContentLimits {
  /**
   * Where the last page of the same query ended: its `nextCursor`. The first page has none. `limit` and `bytes` may change from
   * page to page.
   *
   * Easily missed: make cursors with `encodeCursor` and read them with `decodeCursor`. A `PageKey` ties a cursor to its query and
   * says which values a position has, so that a damaged, foreign or forged cursor fails with `invalid_cursor` and never reaches the
   * database.
   */
  cursor?: string
}

/** Asks for one session by its id. */
export interface SessionQuery {
  /** Where to look. */
  scope: Scope
  /** Compared byte by byte. */
  sessionId: string
  /** Whether a deleted session is found too. It is not by default. */
  includeDeleted?: boolean
}

/** Asks for sessions whose id begins with a text, for people who type the beginning of an id. */
export interface SessionPrefixQuery {
  /** Whose sessions. */
  scope: Scope
  /** What the ids begin with, compared byte by byte: case counts, and no character stands for another. Not empty. */
  idPrefix: string
  /** Whether deleted sessions are found too. They are not by default. */
  includeDeleted?: boolean
  /** How many at most, 1 to 1000. */
  limit: number
}

/**
 * Asks for a page of sessions, last changed first: by `updatedAt`, then by the bytes of their ids, both descending.
 *
 * Invariants: 10. Kit: `paging`, `cursors`.
 */
export interface SessionPageQuery extends PageQuery {
  /** Whose sessions. */
  scope: Scope
  /** Sessions in this state only. `deleted` wins over `archived`. */
  state: SessionState
  /** Only sub-agents' sessions of this one; null for sessions that no other started; without it, both. */
  parentId?: string | null
  /**
   * Only sessions that it is about.
   *
   * Easily missed: a page may look at so many sessions in vain that it should end before it is full, or empty. Its cursor then says
   * how far it looked.
   *
   * Kit: `filters`.
   */
  filter?: SessionFilter
}

/** A page of sessions. */
export interface SessionPage {
  /** In the order of the query. */
  sessions: Session[]
  /**
   * The cursor of the next page; null on the last one, also when it is exactly full. With a filter, a page that has fewer sessions
   * than `limit` may have one.
   */
  nextCursor: string | null
}

/**
 * Asks for messages of a session with their parts, in the order of their positions or from the newest back.
 *
 * A message that alone exceeds `bytes` is a page of its own, and its largest parts are not loaded: they have an empty `data` and
 * say so in `unloaded`. Parts are left out from the largest down, equally large ones together, until the rest fits
 * (`loadedPartBytes`). `parts` bounds how many of a message's parts a page lists; `listParts` reads the rest.
 *
 * Easily missed: what is not loaded or not listed depends on the message and the bounds alone, not on where the page begins. Messages that are
 * appended while a reader pages come at its end; what others remove takes no other message along.
 *
 * Invariants: 3, 10. Kit: `order`, `paging`, `cursors`, `page-bytes`.
 */
export interface MessagePageQuery extends PageQuery {
  /** Where to look for the session. */
  scope: Scope
  /** The session that has the messages. */
  sessionId: string
  /** By ascending or by descending positions. The parts of a message ascend in both. */
  order: "oldest-first" | "newest-first"
  /**
   * The id of the message that a first page begins with, in either order, instead of the oldest or the newest. Its `nextCursor`
   * goes on as any other's does. Never given together with a cursor. Fails with `not_found` when the session has no such message.
   */
  from?: string
  /**
   * How many parts of one message at most. A message that has more comes with its first ones and a `partsCursor`, and counts with
   * these alone. Without it, every message comes with all its parts.
   *
   * Easily missed: a provider must hold the bound without reading the parts beyond it into memory. A message may have a million.
   *
   * Invariants: 10. Kit: `page-parts`.
   */
  parts?: number
}

/** Asks for one part by its key. */
export interface PartQuery {
  /** Where to look for the session. */
  scope: Scope
  /** The session that has the message. */
  sessionId: string
  /** The message that has the part: a part's id is unique within its message only. */
  messageId: string
  /** Compared byte by byte. */
  partId: string
}

/**
 * Asks for the parts of a message that a page of messages did not list, by their positions.
 *
 * Invariants: 10. Kit: `page-parts`.
 */
export interface PartPageQuery {
  /** Where to look for the session. */
  scope: Scope
  /** The session that has the message. */
  sessionId: string
  /** The message whose parts are read. */
  messageId: string
  /**
   * The message's `partsCursor`, or the `nextCursor` of the page before; the first parts without it. Its key is `partPageKey`.
   * `limit` and `bytes` may change from page to page.
   */
  cursor?: string
  /** How many parts at most. Without it, only `bytes` counts. */
  limit?: number
  /**
   * How many bytes at most, as in other pages: every part is loaded, and a page has at least one. Without it, only `limit` counts.
   *
   * Easily missed: a page may have tens of thousands of small parts. A database without an index by position looks at all parts of
   * the message for each page, so a page should have about as many as fit.
   */
  bytes?: number
}

/** A page of a message's parts. */
export interface PartPage {
  /** By their positions, ascending: at least one, maybe fewer than fit. None where there are no more, or no such message. */
  parts: Part[]
  /** The cursor of the next page; null on the last one, also when it is exactly full. */
  nextCursor: string | null
}

/** A page of messages. */
export interface MessagePage {
  /** In the order of the query, each with its parts by their positions. */
  messages: MessageWithParts[]
  /** The cursor of the next page; null on the last one, also when it is exactly full. */
  nextCursor: string | null
}

/**
 * Asks for file versions of a session, by the bytes of their paths and then by version, ascending.
 *
 * Invariants: 10. Kit: `paging`, `cursors`, `file-versions`.
 */
export interface FilePageQuery extends PageQuery {
  /** Where to look for the session. */
  scope: Scope
  /** The session whose agent wrote the files. */
  sessionId: string
  /** Only this file's versions. */
  path?: string
}

/** A page of file versions. */
export interface FilePage {
  /** In the order of the query, with their content. */
  files: FileVersion[]
  /** The cursor of the next page; null on the last one, also when it is exactly full. */
  nextCursor: string | null
}

/**
 * Asks what changed in a session after a revision. Works for deleted sessions too: mirrors must see the deletion.
 *
 * Invariants: 2. Kit: `revisions`.
 */
export interface ChangesQuery extends ContentLimits {
  /** Where to look for the session. */
  scope: Scope
  /** The session whose feed is read. */
  sessionId: string
  /** The revision up to which the reader knows everything; 0 for all. It may be beyond the session's, of a node that lags. */
  since: number
}

/** A page of a session's feed. */
export interface ChangesPage {
  /** Ascending by revision, all greater than the query's `since`. */
  changes: RecordedChange[]
  /**
   * What to ask for next: the revision up to which the reader now knows everything. Never lower than the query's.
   *
   * Easily missed: on a complete page it is the session's revision, which may be beyond the last entry's: later changes took the
   * place of earlier ones.
   */
  since: number
  /** Whether that is all for now. */
  complete: boolean
}

/**
 * Asks which sessions of a project changed.
 *
 * Invariants: 2. Kit: `session-feed`, `watching`.
 */
export interface SessionChangesQuery extends ContentLimits {
  /** Whose sessions. */
  scope: Scope
  /** The `cursor` of the last page; without it, from the beginning; `now` for only what comes. */
  since?: string
}

/** A page of a project's feed. */
export interface SessionChangesPage {
  /** In the order of their feed positions, each session once. */
  changes: SessionChange[]
  /**
   * What to ask for next, also where nothing changed and where nothing is there yet.
   *
   * Easily missed: it must never pass a transaction that is not committed yet. Give numbers in the order of commits, not of
   * beginnings, or a reader misses the one that commits last.
   */
  cursor: string
  /** Whether that is all for now. */
  complete: boolean
}

/** Asks what messages took, by something. */
export interface StatisticsQuery {
  /** Whose messages. Those of deleted sessions do not count. */
  scope: Scope
  /** What they are counted by. */
  by: StatisticsDimension
  /** Epoch milliseconds: days in UTC that begin then or later. */
  from?: number
  /** Epoch milliseconds: days in UTC that begin before. */
  to?: number
}

/**
 * Asks for text in titles and parts. Each word of `text` must occur, letter case aside, also as a part of a longer word; text in
 * double quotes is one word. There are no wildcards and no query language. Accents count, but
 * not how they are written: as one character with its letter, or as a mark after it.
 *
 * Kit: `search`, `search-hits`, `search-changes`.
 */
export interface SearchQuery {
  /** Whose sessions. Deleted ones are not searched. */
  scope: Scope
  /**
   * At most 1000 bytes, and not only white space and quotes.
   *
   * Easily missed: take the words from `searchTerms` and the text of a part from `searchableText`, so that all providers find the
   * same. An index proposes texts with any of a word's `spellingsOf`.
   */
  text: string
  /** Only hits that it is about. */
  filter?: SearchFilter
  /** How many hits at most, 1 to 1000. */
  limit: number
  /** Where the last page of the same query ended: its `nextCursor`. Its key is `searchPageKey`. */
  cursor?: string
}

/** Where the text was found: in a part, or in the title when `messageId`, `partId` and `partType` are null. */
export interface SearchHit {
  /** The session that has the text, with what a list of hits shows of it. */
  session: Pick<Session, "id" | "projectId" | "title" | "updatedAt">
  /** The message that has the part. */
  messageId: string | null
  /** The part that has the text. */
  partId: string | null
  /** The type of that part: `text`, `tool`, … */
  partType: string | null
  /** A stretch of the text around the first match, white space folded. Made by `makeSnippet`. */
  snippet: string
  /** Where the matches are in `snippet`: start and end in UTF-16 units, ascending, not overlapping. */
  matches: [start: number, end: number][]
}

/** A page of hits. */
export interface SearchPage {
  /** Titles first, then parts; both by when they were first written, newest first. */
  hits: SearchHit[]
  /** The cursor of the next page; null on the last one. */
  nextCursor: string | null
}
