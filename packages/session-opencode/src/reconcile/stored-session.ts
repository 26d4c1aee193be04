import type { Author, JsonObject, Session } from "@opencode/session-core"
import type { WrittenMessages } from "../source/source-session.ts"

/** A part as a store has it, in short. */
export interface StoredPart {
  /** Of its type and its data. */
  digest: string
  /** Epoch milliseconds. */
  createdAt: number
  /** When it was last written, epoch milliseconds. */
  updatedAt: number
  /** The revision of its last put: no other part of the session has it. */
  revision: number
}

/** The parts of a message as a store has them, such as a `Map` by their ids. */
export interface StoredParts extends Iterable<[id: string, part: StoredPart]> {
  /** Undefined where the message has no such part. */
  get(id: string): StoredPart | undefined
}

/** A message as a store has it, in short. */
export interface StoredMessage {
  /** Of its fields. */
  digest: string
  /** When it was last written, epoch milliseconds. */
  updatedAt: number
  /** The revision of its last put. */
  revision: number
  /** Whether an import wrote it. */
  imported: boolean
  /** Who wrote it; null when nobody is named. */
  author: Author | null
  /** What others keep in its metadata. */
  otherMetadata: JsonObject
  /** By their ids. */
  parts: StoredParts
}

/** What a store has of a session: its fields, and of its content only digests, a few hundred bytes a message and a hundred a part. */
export interface StoredSession {
  /** Its fields. */
  session: Session
  /** By their ids. */
  messages: ReadonlyMap<string, StoredMessage>
  /** Digests by `fileKey`. */
  files: ReadonlyMap<string, string>
  /**
   * The only messages to compare, where the source knows which were written since the last comparison; `messages` then has those of
   * them that the store has. Absent where all are to be compared.
   */
  written?: WrittenMessages
}

/** Under which a version of a file is found. */
export const fileKey = (path: string, version: number): string => JSON.stringify([path, version])
