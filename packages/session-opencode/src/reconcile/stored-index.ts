import type { Author, JsonObject, SessionStore } from "@opencode/session-core"
import type { Origin } from "../source/source-session.ts"
import { fileDigest, messageDigest, partDigest } from "./content-digest.ts"

/** A part as the store has it, in short. */
export interface StoredPart {
  digest: string
  createdAt: number
  updatedAt: number
  revision: number
  /** Whether the source has it. */
  met: boolean
}

/** A message as the store has it, in short. */
export interface StoredMessage {
  digest: string
  updatedAt: number
  revision: number
  /** Whether an import wrote it. */
  imported: boolean
  author: Author | null
  /** What others keep in its metadata. */
  otherMetadata: JsonObject
  met: boolean
  parts: Map<string, StoredPart>
}

/** What the store has of a session, without its content: a few hundred bytes a message. */
export interface StoredIndex {
  messages: Map<string, StoredMessage>
  /** Digests by path and version. */
  files: Map<string, string>
}

export const fileKey = (path: string, version: number): string => JSON.stringify([path, version])

/** Reads a session page by page and keeps its digests. */
export async function readStoredIndex(store: SessionStore, sessionId: string, origin: Origin): Promise<StoredIndex> {
  const index: StoredIndex = { messages: new Map(), files: new Map() }
  for await (const message of store.messages.all(sessionId, { partial: true })) {
    const { [origin]: kept, ...otherMetadata } = message.metadata
    const parts = new Map<string, StoredPart>()
    for await (const part of store.messages.parts(message)) {
      const { createdAt, updatedAt, revision } = part
      parts.set(part.id, { digest: partDigest(part), createdAt, updatedAt, revision, met: false })
    }
    const { updatedAt, revision, author } = message
    const digest = messageDigest(message, origin)
    const imported = kept !== undefined
    index.messages.set(message.id, { digest, updatedAt, revision, imported, author, otherMetadata, met: false, parts })
  }
  if (origin === "opencodeGo") {
    for await (const { path, version, content, createdAt } of store.files.all(sessionId)) {
      index.files.set(fileKey(path, version), fileDigest(content, createdAt))
    }
  }
  return index
}
