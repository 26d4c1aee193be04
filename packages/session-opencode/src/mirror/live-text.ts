import { type Part, SessionStorageError, type SessionStore } from "@opencode/session-core"
import { importRecordOf } from "../reconcile/import-record.ts"

/** A piece of a text that a model is speaking. OpenCode writes the text to its database when the model is done. */
export interface LivePiece {
  /** The session's id. */
  sessionId: string
  /** The message's id. */
  messageId: string
  /** The part's id. */
  partId: string
  /** What follows what was said before. */
  text: string
}

/** A text that is being spoken. */
interface LivePart {
  sessionId: string
  messageId: string
  text: string
  /** How much of it is in the store, characters. */
  written: number
  /** The part as the mirror wrote it; null until it was looked at. */
  base: Part | null
  /** When the last piece came, epoch milliseconds. */
  at: number
}

/** Milliseconds between two writes of what is being spoken. */
const pause = 300
/** Characters of a text that are held. What is longer is shown when it is done. */
const longestText = 512 * 1024
/** Texts that are held at a time. */
const mostParts = 64
/** Milliseconds after the last piece of a text when it is let go. */
const longestSilence = 60_000

/** Revisions of a session that only we wrote. */
interface OwnRevisions {
  from: number
  to: number
}

/**
 * Writes texts to the store while they are spoken, so that others can read along, and something is left where OpenCode is killed. They are
 * a bonus: where anything stands in their way, they are left out. The part that OpenCode writes in the end takes their place.
 */
export class LiveText {
  readonly #parts = new Map<string, LivePart>()
  readonly #own = new Map<string, OwnRevisions>()
  #store: SessionStore | null = null
  #timer: NodeJS.Timeout | null = null

  /** Whom to write to; null while there is nobody. */
  set store(store: SessionStore | null) {
    this.#store = store
    this.#own.clear()
    if (store === null) this.#parts.clear()
  }

  /** Whether all that was written to a session between two revisions are texts from here. */
  isOwn(sessionId: string, from: number, to: number): boolean {
    const own = this.#own.get(sessionId)
    return own !== undefined && own.from === from && own.to === to
  }

  add({ sessionId, messageId, partId, text }: LivePiece): void {
    if (this.#store === null) return
    const part = this.#parts.get(partId) ?? { sessionId, messageId, text: "", written: 0, base: null, at: 0 }
    if (!this.#parts.has(partId) && this.#parts.size >= mostParts) return
    if (part.text.length + text.length > longestText) return
    part.text += text
    part.at = Date.now()
    this.#parts.set(partId, part)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#timer !== null) return
    this.#timer = setTimeout(async () => {
      await this.#writeAll()
      this.#timer = null
      if (this.#parts.size > 0) this.#schedule()
    }, pause)
    this.#timer.unref()
  }

  async #writeAll(): Promise<void> {
    for (const [partId, part] of this.#parts) {
      if (Date.now() - part.at > longestSilence) this.#parts.delete(partId)
      if (part.text.length === part.written) continue
      try {
        await this.#write(partId, part)
      } catch (error) {
        // What the store does not take now, it gets when the text is done.
        if (!SessionStorageError.isInstance(error)) throw error
        this.#own.delete(part.sessionId)
      }
    }
  }

  async #write(partId: string, part: LivePart): Promise<void> {
    const { messageId, sessionId, text } = part
    const store = this.#store
    if (store === null) return
    const own = this.#own.get(sessionId)
    const session = await store.sessions.get(sessionId)
    if (session === null) return
    // Another writer's changes are compared first.
    const record = importRecordOf(session.metadata)?.revision
    const isOwn = own !== undefined && own.from === record && own.to === session.revision
    if (!isOwn && record !== session.revision) return
    part.base ??= (await store.messages.get(sessionId, messageId))?.parts.find(({ id }) => id === partId) ?? null
    const { base } = part
    const before = base?.data.text
    // OpenCode has written it already, or not even begun it.
    if (base === null || typeof before !== "string" || before !== "") return
    const { createdAt, data, id, type, updatedAt } = base
    // Later than what OpenCode wrote at the beginning, and not later than what it writes at the end.
    const live = { id, messageId, type, data: { ...data, text }, createdAt, updatedAt: updatedAt + 1 }
    const { revision } = await store.apply(sessionId, [{ type: "part.put", part: live }], {
      ...{ expectedRevision: session.revision, at: session.updatedAt },
    })
    this.#own.set(sessionId, { from: isOwn ? own.from : session.revision, to: revision })
    part.written = text.length
  }
}
