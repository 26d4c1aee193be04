import type { FileVersionFields } from "../model/file-version.ts"
import type { MessageFields } from "../model/message.ts"
import type { PartFields } from "../model/part.ts"
import type { SessionFields } from "../model/session.ts"

/** What a copy adds to a change: the numbers that it had where it was first made. */
interface Replayed {
  /**
   * The revision of this change in the session that is copied. The change keeps it instead of taking the next one, so that
   * readers of both stores agree. All changes of a batch have one, or none has; they ascend, and may leave gaps.
   *
   * Easily missed: the first must be greater than the session's revision, or the batch fails with `conflict`: nothing is ever
   * inserted behind a reader.
   *
   * Invariants: 2. Kit: `revisions`, `replay`.
   */
  revision?: number
}

/** The fields that a new session begins with. Its id is the batch's `sessionId`; totals and counts begin with 0. */
export interface NewSession extends SessionFields {
  /**
   * The project that it belongs to, at most 191 bytes. A project that is not there yet comes into being with its first session,
   * named after its id and without aliases.
   *
   * Kit: `projects`.
   */
  projectId: string
  /** Epoch milliseconds. */
  createdAt: number
  /**
   * Epoch milliseconds; null for a session that is seen. Set by copies, and by writers that fill a session before anybody sees
   * it: its restoration then shows it whole.
   *
   * Invariants: 11. Kit: `deletion`.
   */
  deletedAt: number | null
  /** The deletion that hides it, at most 191 bytes; null when it is not hidden. A restoration brings back what shares it. */
  deletionId: string | null
}

/**
 * Creates the session. The first change of its batch. Fails with `already_exists` when there is a session of that id, also when
 * it is deleted or in another project.
 *
 * Easily missed: a purged session that is created again goes on from its last revision, so that nobody who has read the old one
 * takes the new one's changes for known. It is then no longer reported as gone.
 *
 * Invariants: 1, 2. Kit: `atomicity`, `revisions`, `session-feed`.
 */
export interface SessionCreate extends Replayed {
  /** Tells it from the other changes. */
  type: "session.create"
  /** What the session begins with. */
  session: NewSession
}

/**
 * Creates the session, or replaces all its own fields: what a copy does. The first change of its batch. Totals, messages, parts
 * and files stay. Fails with `already_exists` when the session is in another project than `session.projectId`.
 *
 * Invariants: 2, 6. Kit: `replay`, `totals`.
 */
export interface SessionPut extends Replayed {
  /** Tells it from the other changes. */
  type: "session.put"
  /** The fields as they are from now on, deletion included. */
  session: NewSession
}

/**
 * Changes the given fields, and only them: a rename survives an update of anything else at the same time.
 *
 * Invariants: 7. Kit: `field-updates`, `races`.
 */
export interface SessionUpdate extends Replayed {
  /** Tells it from the other changes. */
  type: "session.update"
  /**
   * The fields to set. One that is absent or undefined stays; null is a value.
   *
   * Easily missed: a title with `titleSource: "generated"` does not replace one that a user has set. Both fields then stay, the
   * others are set, and the change takes its revision. That must be decided by what the row holds when it is written.
   */
  fields: Partial<SessionFields>
}

/**
 * Hides the session and those of its descendants that are not hidden yet. They get the batch's `at` as `deletedAt` and its id as
 * `deletionId`. What the session holds stays, and it takes writes as before.
 *
 * Easily missed: each descendant that it hides takes a next revision of its own, and appears in the feed of its project.
 * Descendants of other projects are left alone. Parents may form a circle.
 *
 * Invariants: 11. Kit: `deletion`, `subtrees-at-once`, `session-feed`.
 */
export interface SessionDelete extends Replayed {
  /** Tells it from the other changes. */
  type: "session.delete"
}

/**
 * Brings back the session and those of its descendants that share its `deletionId`. A descendant that was deleted before stays
 * deleted. A session that is not deleted changes nothing but its revision.
 *
 * Easily missed: each session that it brings back takes a next revision of its own.
 *
 * Invariants: 11. Kit: `deletion`.
 */
export interface SessionRestore extends Replayed {
  /** Tells it from the other changes. */
  type: "session.restore"
}

/**
 * Removes the session and its descendants, with all that they hold, for good. The only change in its batch.
 *
 * Easily missed: the last revision of each is kept, for the feed of its project, which reports it with `session: null`, and for a
 * session that is created again under its id.
 *
 * Invariants: 2, 11. Kit: `deletion`, `session-feed`.
 */
export interface SessionPurge extends Replayed {
  /** Tells it from the other changes. */
  type: "session.purge"
}

/**
 * Moves the session and its descendants, deleted ones too, to another project. The only change in its batch. Its ids, revisions
 * and deletions stay; each descendant takes a next revision of its own.
 *
 * Easily missed: the feed of the old project reports each as gone, with `session: null`, until it comes back. A move to where the
 * session is already changes nothing but the revision.
 *
 * Invariants: 9. Kit: `moving`.
 */
export interface SessionMove extends Replayed {
  /** Tells it from the other changes. */
  type: "session.move"
  /** The project to move to, at most 191 bytes. It need not exist. */
  projectId: string
}

/**
 * Writes a message, new or again. One that exists is replaced as a whole and keeps its position and its parts.
 *
 * Easily missed: the session's totals follow by the difference to what the message counted for before, in the same transaction. A
 * message that is put again counts once.
 *
 * Invariants: 3, 6. Kit: `order`, `totals`.
 */
export interface MessagePut extends Replayed {
  /** Tells it from the other changes. */
  type: "message.put"
  /** All its fields. Its id is unique within the session only. */
  message: MessageFields
  /** Its position, given by copies only. Otherwise the revision of its first put. One that exists keeps its own. */
  position?: number
}

/**
 * Removes a message with its parts, and counts it off the session's totals.
 *
 * Easily missed: the removal of a message that is not there is recorded too, since a mirror may have it, and takes nothing off the
 * totals. A message that is put again later is a new one, with a new position.
 *
 * Invariants: 2, 6. Kit: `revisions`, `totals`, `order`.
 */
export interface MessageRemove extends Replayed {
  /** Tells it from the other changes. */
  type: "message.remove"
  /** The message of this session that is removed. */
  messageId: string
}

/**
 * Writes a part, new or again. One that exists is replaced as a whole and keeps its position. Fails with `not_found` when its
 * message is neither in the session nor put earlier in the batch; the batch then writes nothing.
 *
 * Invariants: 1, 3. Kit: `atomicity`, `order`.
 */
export interface PartPut extends Replayed {
  /** Tells it from the other changes. */
  type: "part.put"
  /** All its fields. Its id is unique within its message only. */
  part: PartFields
  /** Its position, given by copies only. Otherwise the revision of its first put. One that exists keeps its own. */
  position?: number
}

/**
 * Removes a part. The removal of a part that is not there is recorded too.
 *
 * Invariants: 2. Kit: `revisions`, `order`.
 */
export interface PartRemove extends Replayed {
  /** Tells it from the other changes. */
  type: "part.remove"
  /** The message that it belongs to: its id alone does not name a part. */
  messageId: string
  /** The part that is removed. */
  partId: string
}

/**
 * Writes a version of a file: the next one of its path (1, 2, 3, …), or the given one.
 *
 * Easily missed: writers of one path at the same time get a version each. The next version follows the highest that is there.
 *
 * Kit: `file-versions`.
 */
export interface FilePut extends Replayed {
  /** Tells it from the other changes. */
  type: "file.put"
  /** Path (at most 1024 bytes) and content (at most 16 MiB). An empty file is a version, too. */
  file: FileVersionFields
  /** The version that it had in the session that is copied, at least 1. The next one by default. */
  version?: number
}

/**
 * Removes one version of a file. The others keep their numbers. The removal of one that is not there is recorded too.
 *
 * Invariants: 2. Kit: `file-versions`, `revisions`.
 */
export interface FileRemove extends Replayed {
  /** Tells it from the other changes. */
  type: "file.remove"
  /** The file's path, compared byte by byte. */
  path: string
  /** The version that is removed, at least 1. */
  version: number
}

/**
 * One step of a batch. Each takes the next revision of the session, whatever it changes.
 *
 * Invariants: 2. Kit: `revisions`.
 */
export type Change =
  | SessionCreate
  | SessionPut
  | SessionUpdate
  | SessionDelete
  | SessionRestore
  | SessionPurge
  | SessionMove
  | MessagePut
  | MessageRemove
  | PartPut
  | PartRemove
  | FilePut
  | FileRemove
