import type { FileVersion } from "../model/file-version.ts"
import type { Message } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import type { Session } from "../model/session.ts"

/**
 * An entry of a session's change feed: the newest state of what changed. `revision` is the entry's place in the feed.
 *
 * What was changed several times appears once, at its last revision; each removal has an entry of its own. A session and a message appear at their first
 * revision as well when the reader has not seen it, so that whoever replays the feed meets a message before its parts.
 */
export type RecordedChange =
  | { type: "session"; revision: number; session: Session }
  | { type: "message"; revision: number; message: Message }
  | { type: "part"; revision: number; part: Part }
  | { type: "file"; revision: number; file: FileVersion }
  /** Tombstones. Its parts went with a message. */
  | { type: "message.removed"; revision: number; messageId: string }
  | { type: "part.removed"; revision: number; messageId: string; partId: string }
  | { type: "file.removed"; revision: number; path: string; version: number }

/** A session that changed, in a project's feed. */
export interface SessionChange {
  sessionId: string
  /** Its newest revision. */
  revision: number
  /** Null when it was purged or moved to another project. A deleted session is there, with its `deletedAt`. */
  session: Session | null
}
