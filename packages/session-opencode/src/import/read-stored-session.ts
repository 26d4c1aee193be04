import type { Session, SessionStore } from "@opencode/session-core"
import { fileDigest, messageDigest, partDigest } from "../reconcile/content-digest.ts"
import { PartTable } from "../reconcile/part-table.ts"
import { fileKey, type StoredMessage, type StoredSession } from "../reconcile/stored-session.ts"
import type { Origin } from "../source/source-session.ts"

/** Reads a session of the store page by page and keeps its digests, to be compared with a source of that origin. */
export async function readStoredSession(store: SessionStore, session: Session, origin: Origin): Promise<StoredSession> {
  const messages = new Map<string, StoredMessage>()
  const parts = new PartTable()
  for await (const message of store.messages.all(session.id, { partial: true })) {
    const { [origin]: kept, ...otherMetadata } = message.metadata
    for await (const part of store.messages.parts(message)) {
      const { createdAt, updatedAt, revision } = part
      parts.add(part.id, { digest: partDigest(part), createdAt, updatedAt, revision })
    }
    const { updatedAt, author, revision } = message
    const digest = messageDigest(message, origin)
    messages.set(message.id, {
      digest,
      updatedAt,
      revision,
      imported: kept !== undefined,
      author,
      otherMetadata,
      parts: parts.endMessage(),
    })
  }
  const files = new Map<string, string>()
  // OpenCode itself has no versions of files.
  if (origin !== "opencode") {
    for await (const { path, version, content, createdAt } of store.files.all(session.id)) {
      files.set(fileKey(path, version), fileDigest(content, createdAt))
    }
  }
  return { session, messages, files }
}
