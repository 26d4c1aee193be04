import {
  type Change,
  isPart,
  type MessageWithParts,
  messageFieldsOf,
  SessionStorageError,
  type SessionStore,
} from "@opencode/session-core"
import { recentMessages } from "./find-messages.ts"
import { interrupted } from "./reply-errors.ts"
import { hasEnded, type RunIdentity, runOf } from "./run-identity.ts"
import { heartbeatMilliseconds } from "./write-reply.ts"

export interface InterruptionsOptions {
  store: SessionStore
  identity: RunIdentity
  /** Whether this server writes that message now. */
  isWriting: (messageId: string) => boolean
  report: (problem: unknown) => void
  /** How long a reply of a server that we cannot ask must have been silent. */
  silence?: number
}

/** How far back a server looks when it starts. What it does not reach is looked at when somebody reads it. */
const sessionsAtStart = 100
const messagesAtStart = 3

/**
 * Finds replies whose server ended before they did, and marks them.
 *
 * Several servers write into one database, and the others' replies must be left alone. A server of this machine has ended
 * when its process has. Of any other nobody can know: its reply is watched, and counts as interrupted once it gave no
 * sign of life for a minute, four times as long as a living one is ever silent. That is measured by our own clock from when we
 * first saw it, since machines' clocks differ. The mark is written only if nobody wrote to the session meanwhile.
 */
export class Interruptions {
  readonly #options: InterruptionsOptions
  readonly #silence: number
  /** Replies that are watched, by their ids. */
  readonly #watched = new Map<string, NodeJS.Timeout>()
  #closed = false

  constructor(options: InterruptionsOptions) {
    this.#options = options
    this.#silence = options.silence ?? 4 * heartbeatMilliseconds
  }

  /** Looks at the sessions that changed last. */
  async lookAround(): Promise<void> {
    const { store } = this.#options
    const { sessions } = await store.sessions.list({ limit: sessionsAtStart })
    for (const { id } of sessions) {
      if (this.#closed) return
      await this.consider(id, await recentMessages(store, id, messagesAtStart))
    }
  }

  /** Looks at messages that somebody reads. Returns whether one was marked. */
  async consider(sessionId: string, messages: readonly MessageWithParts[]): Promise<boolean> {
    let marked = false
    for (const message of messages) {
      const run = message.completedAt === null ? runOf(message) : null
      if (run === null || this.#options.isWriting(message.id)) continue
      const ended = hasEnded(run, this.#options.identity)
      if (ended === "yes") marked = (await this.#mark(sessionId, message.id, lastSign(message))) || marked
      else if (ended === "unknown") this.#watch(sessionId, message)
    }
    return marked
  }

  close(): void {
    this.#closed = true
    for (const timer of this.#watched.values()) clearTimeout(timer)
    this.#watched.clear()
  }

  #watch(sessionId: string, message: MessageWithParts): void {
    if (this.#closed || this.#watched.has(message.id)) return
    const seen = lastSign(message)
    const timer = setTimeout(() => {
      this.#lookAgain(sessionId, message.id, seen).catch(this.#options.report)
    }, this.#silence)
    timer.unref()
    this.#watched.set(message.id, timer)
  }

  async #lookAgain(sessionId: string, messageId: string, seen: number): Promise<void> {
    this.#watched.delete(messageId)
    if (await this.#mark(sessionId, messageId, seen)) return
    const message = await this.#find(sessionId, messageId)
    if (message !== undefined) await this.consider(sessionId, [message])
  }

  /** Marks a reply unless it has moved. Returns whether it did. */
  async #mark(sessionId: string, messageId: string, seen: number): Promise<boolean> {
    const { store } = this.#options
    try {
      const session = await store.sessions.get(sessionId)
      const message = session === null ? undefined : await this.#find(sessionId, messageId)
      if (session === null || message === undefined || message.completedAt !== null) return false
      if (lastSign(message) !== seen) return false
      const now = Date.now()
      const fields = { ...messageFieldsOf(message), error: interrupted(), completedAt: now, updatedAt: now }
      await store.apply(sessionId, [{ type: "message.put", message: fields }, ...endedCalls(message)], {
        expectedRevision: session.revision,
      })
      return true
    } catch (error) {
      if (SessionStorageError.isInstance(error, "conflict")) return false
      throw error
    }
  }

  async #find(sessionId: string, messageId: string): Promise<MessageWithParts | undefined> {
    const messages = await recentMessages(this.#options.store, sessionId)
    return messages.find(({ id }) => id === messageId)
  }
}

/** The revision of the last thing that was written of a reply. */
const lastSign = ({ revision, parts }: MessageWithParts): number =>
  parts.reduce((latest, part) => Math.max(latest, part.revision), revision)

/** Tool calls that will never end say so. */
function endedCalls({ parts }: MessageWithParts): Change[] {
  return parts.flatMap((part): Change[] => {
    if (!isPart(part, "tool") || !["pending", "running"].includes(part.data.state.status)) return []
    const { id, messageId, type, data, createdAt } = part
    const state = { ...data.state, status: "error", error: "The server ended before the tool did." }
    return [
      { type: "part.put", part: { id, messageId, type, data: { ...data, state }, createdAt, updatedAt: Date.now() } },
    ]
  })
}
