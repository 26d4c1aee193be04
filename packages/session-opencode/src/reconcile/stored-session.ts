import type { Author, JsonObject, Session } from "@opencode/session-core"

/** A part as a store has it, in short. */
export interface StoredPart {
  digest: string
  createdAt: number
  updatedAt: number
  revision: number
}

/** A message as a store has it, in short. */
export interface StoredMessage {
  digest: string
  updatedAt: number
  /** Whether an import wrote it. */
  imported: boolean
  author: Author | null
  /** What others keep in its metadata. */
  otherMetadata: JsonObject
  /** By their ids. */
  parts: ReadonlyMap<string, StoredPart>
}

/** What a store has of a session: its fields, and of its content only digests, a few hundred bytes a message. */
export interface StoredSession {
  session: Session
  /** By their ids. */
  messages: ReadonlyMap<string, StoredMessage>
  /** Digests by `fileKey`. */
  files: ReadonlyMap<string, string>
}

/** Under which a version of a file is found. */
export const fileKey = (path: string, version: number): string => JSON.stringify([path, version])
