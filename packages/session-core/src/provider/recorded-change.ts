import type { FileVersion } from "../model/file-version.ts"
import type { Message } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import type { Session } from "../model/session.ts"

/**
 * An entry of a session's feed of changes: the newest state of what changed. `revision` is the entry's place in the feed.
 *
 * What was changed several times appears once, at its last revision; each removal has an entry of its own. A part that was written
 * a thousand times is one entry: the feed grows with the session, not with its history.
 *
 * Easily missed: a session and a message appear at their first revision as well when the reader has not seen it, with the fields
 * that they have now, so that a replay meets a message before its parts.
 *
 * Invariants: 2. Kit: `revisions`, `replay`.
 */
export type RecordedChange =
  /** The session's own fields changed, or it was deleted, restored or moved. */
  | { type: "session"; revision: number; session: Session }
  /** A message was put. Its parts have entries of their own. */
  | { type: "message"; revision: number; message: Message }
  /** A part was put. It is whole, also where it is larger than a page. */
  | { type: "part"; revision: number; part: Part }
  /** A version of a file was put. */
  | { type: "file"; revision: number; file: FileVersion }
  /** A tombstone: the message was removed, and its parts with it. They have no tombstones of their own. */
  | { type: "message.removed"; revision: number; messageId: string }
  /** A tombstone: the part was removed. */
  | { type: "part.removed"; revision: number; messageId: string; partId: string }
  /** A tombstone: the version of the file was removed. */
  | { type: "file.removed"; revision: number; path: string; version: number }

/**
 * A session that changed, in a project's feed. However often it changed since the reader's cursor, it comes once.
 *
 * Invariants: 2. Kit: `session-feed`.
 */
export interface SessionChange {
  /** The session that changed. */
  sessionId: string
  /** Its newest revision: a reader that knows it has nothing to fetch. */
  revision: number
  /**
   * The session as it is now. A deleted one is there, with its `deletedAt`. Null when it was purged, or moved to a project that is
   * outside of the scope.
   */
  session: Session | null
}
