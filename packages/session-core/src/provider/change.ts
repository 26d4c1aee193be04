import type { FileVersionFields } from "../model/file-version.ts"
import type { MessageFields } from "../model/message.ts"
import type { PartFields } from "../model/part.ts"
import type { SessionFields } from "../model/session.ts"

/**
 * The numbers that a change had where it was first made. Only a copy gives them (all changes of the batch, or none): the
 * change then keeps its numbers instead of taking the next revision. `revision` must be greater than the session's.
 */
interface Replayed {
  revision?: number
}

/** What a new session begins with. Its id is the batch's `sessionId`. */
export interface NewSession extends SessionFields {
  projectId: string
  /** Epoch milliseconds. */
  createdAt: number
  /** Set by copies, and by writers that want to fill a session before anybody sees it. */
  deletedAt: number | null
  deletionId: string | null
}

/** Creates the session. Fails with `already_exists` when it is there; goes on from the last revision when it was purged. */
export interface SessionCreate extends Replayed {
  type: "session.create"
  session: NewSession
}

/** Creates the session, or replaces all its own fields: what a copy does. Totals, messages and parts stay. */
export interface SessionPut extends Replayed {
  type: "session.put"
  session: NewSession
}

/** Changes the given fields, and only them: a rename survives an update of anything else at the same time. */
export interface SessionUpdate extends Replayed {
  type: "session.update"
  fields: Partial<SessionFields>
}

/** Hides the session and its descendants that are not hidden yet. */
export interface SessionDelete extends Replayed {
  type: "session.delete"
}

/** Brings back the session and those of its descendants that the same deletion hid. */
export interface SessionRestore extends Replayed {
  type: "session.restore"
}

/** Removes the session and its descendants, with all that they hold, for good. The only change in its batch. */
export interface SessionPurge extends Replayed {
  type: "session.purge"
}

/** Moves the session and its descendants to another project. The only change in its batch. */
export interface SessionMove extends Replayed {
  type: "session.move"
  projectId: string
}

/** Writes a message, new or again. The totals of the session follow. */
export interface MessagePut extends Replayed {
  type: "message.put"
  message: MessageFields
  /** Its place, given by copies only; otherwise the revision of its first put. */
  position?: number
}

/** Removes a message with its parts. Removing what is not there is recorded too. */
export interface MessageRemove extends Replayed {
  type: "message.remove"
  messageId: string
}

/** Writes a part, new or again. Its message must be there. */
export interface PartPut extends Replayed {
  type: "part.put"
  part: PartFields
  /** Its place, given by copies only; otherwise the revision of its first put. */
  position?: number
}

export interface PartRemove extends Replayed {
  type: "part.remove"
  messageId: string
  partId: string
}

/** Writes a version of a file: the next one of its path, or the given one. */
export interface FilePut extends Replayed {
  type: "file.put"
  file: FileVersionFields
  version?: number
}

export interface FileRemove extends Replayed {
  type: "file.remove"
  path: string
  version: number
}

/** One step of a batch. Each takes the next revision of the session. */
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
