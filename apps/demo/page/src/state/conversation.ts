import type { Message, MessageWithParts, Part, RecordedChange, Session } from "@opencode/session-core"
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import { problemText, RequestProblem } from "../api/problem.ts"
import { readChanges, readMessages, readSession } from "../api/routes.ts"

const pageSize = 100

/**
 * One session with its newest messages, and older ones as they are asked for. Each message is a signal of its own, so that
 * a reply that grows redraws itself and nothing else.
 */
export class Conversation {
  readonly id: string
  readonly session = signal<Session | null>(null)
  readonly problem = signal<string | null>(null)
  readonly missing = signal(false)
  readonly ready = signal(false)
  readonly loadingOlder = signal(false)
  /** Goes up when a version of a file was written. */
  readonly fileChanges = signal(0)

  readonly #order = signal<readonly string[]>([])
  readonly #messages = new Map<string, Signal<MessageWithParts>>()
  readonly #olderCursor = signal<string | null>(null)
  /** What was removed while a page was on its way must not come back with it. */
  readonly #removed = new Set<string>()
  #revision = 0
  #following: Promise<void> | null = null
  #older: Promise<void> | null = null
  #wanted = 0

  /** The ids of the messages that are here, oldest first. */
  readonly order: ReadonlySignal<readonly string[]> = this.#order
  readonly hasOlder = computed(() => this.#olderCursor.value !== null)
  readonly last = computed(() => {
    const id = this.#order.value.at(-1)
    return id === undefined ? null : (this.#messages.get(id)?.value ?? null)
  })

  constructor(id: string) {
    this.id = id
  }

  message(id: string): ReadonlySignal<MessageWithParts> | undefined {
    return this.#messages.get(id)
  }

  /** Reads the session and its newest messages. */
  async load(): Promise<void> {
    try {
      // Before the messages: what changes while they are read is asked for once more, never missed.
      const session = await readSession(this.id)
      const page = await readMessages(this.id, pageSize, null)
      batch(() => {
        this.#messages.clear()
        this.#revision = session.revision
        this.#takePage(page.messages, true)
        this.#olderCursor.value = page.nextCursor
        this.session.value = session
        this.problem.value = null
        this.missing.value = false
        this.ready.value = true
      })
      if (this.#wanted > this.#revision) await this.follow(this.#wanted)
    } catch (problem) {
      this.missing.value = problem instanceof RequestProblem && problem.code === "not_found"
      this.problem.value = problemText(problem)
    }
  }

  /** Takes over a session's own fields and totals; its feed has the former only when they were written. */
  takeSession(session: Session): void {
    const known = this.session.peek()
    if (known !== null && known.revision <= session.revision) this.session.value = session
  }

  /** Reads the page before the oldest message that is here; one at a time. */
  loadOlder(): Promise<void> {
    const cursor = this.#olderCursor.peek()
    if (cursor === null) return Promise.resolve()
    this.#older ??= this.#readOlder(cursor).finally(() => {
      this.#older = null
    })
    return this.#older
  }

  async #readOlder(cursor: string): Promise<void> {
    this.loadingOlder.value = true
    try {
      const page = await readMessages(this.id, pageSize, cursor)
      batch(() => {
        this.#takePage(page.messages, false)
        this.#olderCursor.value = page.nextCursor
        this.problem.value = null
      })
    } catch (problem) {
      this.problem.value = problemText(problem)
    } finally {
      this.loadingOlder.value = false
    }
  }

  /** Loads older pages until the message is here. False when there is none. */
  async loadUntil(messageId: string): Promise<boolean> {
    while (!this.#messages.has(messageId) && this.hasOlder.value && this.problem.value === null) await this.loadOlder()
    return this.#messages.has(messageId)
  }

  /** Takes over what happened up to this revision, one request at a time. */
  follow(revision: number): Promise<void> {
    this.#wanted = Math.max(this.#wanted, revision)
    if (!this.ready.value) return Promise.resolve()
    this.#following ??= this.#readChanges().finally(() => {
      this.#following = null
    })
    return this.#following
  }

  async #readChanges(): Promise<void> {
    try {
      let complete = true
      while (!complete || this.#wanted > this.#revision) {
        const page = await readChanges(this.id, this.#revision)
        batch(() => {
          for (const change of page.changes) this.#apply(change)
        })
        if (page.complete && page.since <= this.#revision) break
        this.#revision = page.since
        complete = page.complete
      }
      this.problem.value = null
    } catch (problem) {
      this.problem.value = problemText(problem)
    }
  }

  #apply(change: RecordedChange): void {
    switch (change.type) {
      case "session":
        this.takeSession(change.session)
        return
      case "message":
        this.#putMessage(change.message)
        return
      case "part":
        this.#changeParts(change.part.messageId, (parts) => withPart(parts, change.part))
        return
      case "message.removed":
        this.#removeMessage(change.messageId)
        return
      case "part.removed":
        this.#changeParts(change.messageId, (parts) => parts.filter(({ id }) => id !== change.partId))
        return
      default:
        this.fileChanges.value += 1
    }
  }

  #putMessage(message: Message): void {
    const known = this.#messages.get(message.id)
    if (known !== undefined) {
      if (known.peek().revision <= message.revision) known.value = { ...message, parts: known.peek().parts }
      return
    }
    const oldest = this.#order.peek()[0]
    const isOlder = oldest !== undefined && message.position < (this.#messages.get(oldest)?.peek().position ?? 0)
    // Its page will bring it, with its parts.
    if (isOlder && this.#olderCursor.peek() !== null) return
    this.#removed.delete(message.id)
    this.#messages.set(message.id, signal({ ...message, parts: [] }))
    this.#sort()
  }

  #changeParts(messageId: string, change: (parts: Part[]) => Part[]): void {
    const message = this.#messages.get(messageId)
    if (message !== undefined) message.value = { ...message.peek(), parts: change(message.peek().parts) }
  }

  #removeMessage(messageId: string): void {
    this.#removed.add(messageId)
    if (this.#messages.delete(messageId)) this.#sort()
  }

  #takePage(messages: readonly MessageWithParts[], anew: boolean): void {
    for (const message of messages) {
      if (!anew && (this.#removed.has(message.id) || this.#messages.has(message.id))) continue
      this.#messages.set(message.id, signal(message))
    }
    this.#sort()
  }

  #sort(): void {
    const position = (id: string): number => this.#messages.get(id)?.peek().position ?? 0
    this.#order.value = [...this.#messages.keys()].sort((one, other) => position(one) - position(other))
  }
}

function withPart(parts: readonly Part[], part: Part): Part[] {
  const known = parts.find(({ id }) => id === part.id)
  if (known === undefined) return [...parts, part].sort((one, other) => one.position - other.position)
  return known.revision > part.revision ? [...parts] : parts.map((other) => (other === known ? part : other))
}
