import type { JsonObject, MessageFields, PartFields, SessionFields } from "@opencode/session-core"

/** Under which key of `metadata` the engine keeps what a source has and we have no field for. */
export type Origin = "opencode" | "opencodeGo"

/** A project as a source knows it. */
export interface SourceProject {
  /** What the source calls it: OpenCode's hash, or the id that the Go lineage keeps. Empty when it does not say. */
  key: string
  /** The project's top folder on the machine that wrote the file; null when it is not known. */
  worktree: string | null
}

/** What a source says of a message or part, or of a file's version. `raw` is all that the source has of it, for fingerprints. */
export type SourceContent =
  | { kind: "message"; message: MessageFields; raw: string }
  | { kind: "part"; part: PartFields; raw: string }
  | { kind: "file"; path: string; version: number; content: string; createdAt: number; raw: string }
  /** It cannot be taken, and the log says so. */
  | { kind: "skipped"; raw: string }

/** A session of another program, in our terms. */
export interface SourceSession {
  id: string
  origin: Origin
  project: SourceProject
  /** Its fields. `metadata` is what belongs under the origin's key; `todos` are null when the source does not say. */
  fields: Omit<SessionFields, "author" | "todos" | "metadata"> & { todos: SessionFields["todos"] | null }
  metadata: JsonObject
  createdAt: number
  updatedAt: number
  /** The fields as they were when `metadata` was `previous`: what differs from them has changed at the source. */
  fieldsOf(previous: JsonObject): Partial<SessionFields>
  /**
   * Whether the source holds all there is of the session, with the times of every row: only then can what it does not hold
   * be gone, and only then can it be told which of two states is the newer.
   */
  complete: boolean
  /** Messages, each followed by its parts, in order; then files. */
  contents(): Iterable<SourceContent>
  /** What `contents` would give, as it stands in the source and without reading it; null when that is no cheaper. */
  raw: (() => Iterable<string>) | null
}
