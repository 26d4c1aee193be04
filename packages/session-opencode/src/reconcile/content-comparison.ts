import type { Author, Change, JsonObject, MessageFields, PartFields } from "@opencode/session-core"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { hasRedacted } from "../values/redacted.ts"
import { changeOf } from "./change-of.ts"
import { fileDigest, messageDigest, partDigest } from "./content-digest.ts"
import { NumberSet } from "./number-set.ts"
import { isOlder } from "./session-fields.ts"
import { fileKey, type StoredMessage, type StoredPart, type StoredSession } from "./stored-session.ts"

/** Compares a source's content with what is stored, one by one, and remembers what of the stored content the source has. */
export class ContentComparison {
  readonly #stored: StoredSession
  readonly #source: SourceSession
  readonly #author: Author | null
  readonly #isOlder: boolean
  readonly #presentMessages = new Set<StoredMessage>()
  /** By their revisions: a session may have a million. */
  readonly #presentParts = new NumberSet()
  /** The ids of messages and parts of an incomplete source that the store did not have. */
  readonly added: string[] = []
  /** When the oldest message was created that the store did not have, epoch milliseconds. */
  oldestAdded = Number.POSITIVE_INFINITY
  /** Messages and parts that stay as they are, since texts were taken out of what the source has of them. */
  redacted = 0

  constructor(stored: StoredSession, source: SourceSession, author: Author | null) {
    this.#stored = stored
    this.#source = source
    this.#author = author
    this.#isOlder = isOlder(source, stored.session)
  }

  /** Whether the source had it, among what it was asked about. */
  isPresent(stored: StoredMessage | StoredPart): boolean {
    return "parts" in stored ? this.#presentMessages.has(stored) : this.#presentParts.has(stored.revision)
  }

  /** The change that brings the store to what the source says; null when there is none to make. */
  changeFor(content: SourceContent): Change | null {
    switch (content.kind) {
      case "message":
        return this.#changeOfMessage(content.message)
      case "part":
        return this.#changeOfPart(content.part, content.timesOfMessage === true)
      case "file": {
        const { path, version, content: text, createdAt } = content
        const isStored = this.#stored.files.get(fileKey(path, version)) === fileDigest(text, createdAt)
        return isStored ? null : changeOf(content, this.#author)
      }
      case "skipped":
        return null
    }
  }

  #changeOfMessage(message: MessageFields): Change | null {
    const stored = this.#stored.messages.get(message.id)
    if (stored === undefined) {
      this.#add(message.id)
      this.oldestAdded = Math.min(this.oldestAdded, message.createdAt)
      return { type: "message.put", message: { ...message, author: this.#author } }
    }
    this.#presentMessages.add(stored)
    if (this.#isWithout(message.metadata)) return null
    const differs = () => stored.digest !== messageDigest(message, this.#source.origin)
    if (!this.#isToWrite(message.updatedAt, stored.updatedAt, differs)) return null
    const { author, otherMetadata } = stored
    const metadata = { ...otherMetadata, ...message.metadata }
    // An incomplete source has no times of last writes.
    const updatedAt = this.#source.complete ? message.updatedAt : stored.updatedAt
    return { type: "message.put", message: { ...message, author, metadata, updatedAt } }
  }

  #changeOfPart(part: PartFields, timesOfMessage: boolean): Change | null {
    const stored = this.#stored.messages.get(part.messageId)?.parts.get(part.id)
    if (stored === undefined) {
      this.#add(part.id)
      return { type: "part.put", part }
    }
    this.#presentParts.add(stored.revision)
    if (this.#isWithout(part.data)) return null
    const { complete } = this.#source
    const differs = () => (complete && part.createdAt !== stored.createdAt) || stored.digest !== partDigest(part)
    // The time of its message moves with every piece of a reply.
    if (timesOfMessage && !differs()) return null
    if (!this.#isToWrite(part.updatedAt, stored.updatedAt, differs)) return null
    const { createdAt, updatedAt } = complete ? part : stored
    return { type: "part.put", part: { ...part, createdAt, updatedAt } }
  }

  /** Of two states with different times the later one counts; without times, the source's does, unless it is an older copy. */
  #isToWrite(at: number, storedAt: number, differs: () => boolean): boolean {
    if (this.#source.complete) return at === storedAt ? differs() : at > storedAt
    return !this.#isOlder && differs()
  }

  /** A complete source knows its own by the record of its import. */
  #add(id: string): void {
    if (!this.#source.complete) this.added.push(id)
  }

  /** Whether texts were taken out of an export: it never replaces the real ones. */
  #isWithout(value: JsonObject): boolean {
    const { complete, redacted } = this.#source
    const isWithout = redacted === true || (!complete && hasRedacted(value))
    if (isWithout) this.redacted += 1
    return isWithout
  }
}
