import type { JsonObject, MessageFields, PartFields, SessionFields } from "@opencode/session-core"

/**
 * The key of `metadata` under which a session or message keeps what its source has and we have no field for: `opencode`, `opencodeGo`,
 * or what another program's format chose.
 */
export type Origin = string

/** A project as a source knows it. */
export interface SourceProject {
  /** What the source calls it: OpenCode's hash, or the id that the Go lineage keeps. Empty when it does not say. */
  key: string
  /** The project's top folder on the machine that wrote the file; null when it is not known. */
  worktree: string | null
  /** The folder in which the session ran; null or absent when it is not known. */
  directory?: string | null
  /** Other folders of the project. */
  others?: readonly string[]
}

/**
 * What a source says of a message or part, or of a version of a file. `raw` is all that the source has of it, as text or in short:
 * for fingerprints. `size` is about how many characters that is, where `raw` is in short.
 */
export type SourceContent =
  /** A message, without its parts. */
  | { kind: "message"; message: MessageFields; raw: string; size?: number }
  /** A part of the message that came last. `timesOfMessage` is true where the source knows only when its message was written. */
  | { kind: "part"; part: PartFields; raw: string; size?: number; timesOfMessage?: true }
  /** A version of a file. */
  | { kind: "file"; path: string; version: number; content: string; createdAt: number; raw: string; size?: number }
  /** It cannot be taken, and the log says so. */
  | { kind: "skipped"; raw: string; size?: number }

/** The messages of a session that were written after a position. */
export interface WrittenMessages {
  /** The ids of those that were written or removed, or of which a part was. */
  ids: ReadonlySet<string>
  /** What the source has of them, as `contents` gives it. It can be read again. */
  contents(): Iterable<SourceContent>
  /**
   * Whether nothing else was added to the session or removed from it, told by how many messages and parts there are: `stored` is how
   * many of `ids` the store has, and how many parts those have there. Another program may have written what no log has.
   */
  isAll(stored: { messages: number; parts: number }): boolean
}

/** A session of another program, in our terms. Times are epoch milliseconds, 0 where the source has none. */
export interface SourceSession {
  /** What the source calls it: its id in a store, too. */
  id: string
  /** Whose session it is. */
  origin: Origin
  /** The project that the source says it belongs to. */
  project: SourceProject
  /** The fields of ours that the source has; `todos` are null when it does not say. */
  fields: Omit<SessionFields, "author" | "todos" | "metadata"> & { todos: SessionFields["todos"] | null }
  /** All that the source says of the session itself, kept under the origin's key of `metadata`. */
  metadata: JsonObject
  /** When it was created. */
  createdAt: number
  /** When it last changed. */
  updatedAt: number
  /** The fields as they were when `metadata` was `previous`: what differs from them has changed at the source. */
  fieldsOf(previous: JsonObject): Partial<SessionFields>
  /** The project as it was when `metadata` was `previous`. Absent where sessions are never moved from one to another. */
  projectOf?(previous: JsonObject): SourceProject
  /**
   * Whether the source has everything of the session, with the times of every row. Only then does something that it lacks count as
   * removed, and only then do times decide which of two states is the later one.
   */
  complete: boolean
  /** Whether something was taken out of it. What is there is then not changed by it; what it adds is added. */
  redacted?: boolean
  /**
   * Whether it is written on only, so that nothing in it is ever removed: what it lacks and an import has brought came from another
   * copy of it, and stays.
   */
  appendOnly?: boolean
  /**
   * What tells this source from another copy of the same sessions: what is in one and not in the other was removed in neither. Null
   * or absent where that is not known; then nothing counts as removed.
   */
  identity?: string | null
  /**
   * How far the source's own log of the session has come, to be kept and given to `since`; null where the source cannot tell. Absent
   * where it has no log.
   */
  position?(): JsonObject | null
  /** What was written to the session after a position. Null where that cannot be told: then all of it is to be compared. */
  since?(position: JsonObject): WrittenMessages | null
  /** Messages, each followed by its parts, in order; then files. It can be read again. */
  contents(): Iterable<SourceContent>
  /** The `raw` of each of `contents`, without interpreting it; null where that is no cheaper. */
  raw: (() => Iterable<string>) | null
}
