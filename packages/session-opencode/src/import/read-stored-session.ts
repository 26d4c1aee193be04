import type { MessageWithParts, Session, SessionStore } from "@opencode/session-core"
import { fileDigest, messageDigest, partDigest } from "../reconcile/content-digest.ts"
import { PartTable } from "../reconcile/part-table.ts"
import { fileKey, type StoredMessage, type StoredSession } from "../reconcile/stored-session.ts"
import type { Origin, WrittenMessages } from "../source/source-session.ts"

/** Reads a session of the store page by page and keeps its digests, to be compared with a source of that origin. */
export async function readStoredSession(store: SessionStore, session: Session, origin: Origin): Promise<StoredSession> {
  const messages = new StoredMessages(store, origin)
  for await (const message of store.messages.all(session.id, { partial: true })) await messages.add(message)
  const files = new Map<string, string>()
  // OpenCode itself has no versions of files.
  if (origin !== "opencode") {
    for await (const { path, version, content, createdAt } of store.files.all(session.id)) {
      files.set(fileKey(path, version), fileDigest(content, createdAt))
    }
  }
  return { session, messages: messages.byId, files }
}

/** The same of the messages that a source says were written since the last comparison. The source's log has no files. */
export async function readWrittenMessages(
  store: SessionStore,
  session: Session,
  origin: Origin,
  written: WrittenMessages,
): Promise<StoredSession & { parts: number }> {
  const messages = new StoredMessages(store, origin)
  const read = [...written.ids].map((id) => store.messages.get(session.id, id, { partial: true }))
  for (const message of await Promise.all(read)) if (message !== null) await messages.add(message)
  return { session, messages: messages.byId, files: new Map(), written, parts: messages.parts }
}

/** Gathers messages of a store by their digests. */
class StoredMessages {
  readonly byId = new Map<string, StoredMessage>()
  /** How many parts they have. */
  parts = 0
  readonly #store: SessionStore
  readonly #origin: Origin
  readonly #table = new PartTable()

  constructor(store: SessionStore, origin: Origin) {
    this.#store = store
    this.#origin = origin
  }

  async add(message: MessageWithParts): Promise<void> {
    const { [this.#origin]: kept, ...otherMetadata } = message.metadata
    for await (const part of this.#store.messages.parts(message)) {
      const { createdAt, updatedAt, revision } = part
      this.#table.add(part.id, { digest: partDigest(part), createdAt, updatedAt, revision })
      this.parts += 1
    }
    const { updatedAt, author, revision } = message
    const digest = messageDigest(message, this.#origin)
    this.byId.set(message.id, {
      ...{ digest, updatedAt, revision, imported: kept !== undefined, author, otherMetadata },
      parts: this.#table.endMessage(),
    })
  }
}
