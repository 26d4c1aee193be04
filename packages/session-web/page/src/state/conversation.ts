import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import { problemText, RequestProblem } from "../api/problem.ts"
import { type MessagePlace, readChanges, readMessages, readPart, readSession } from "../api/routes.ts"
import type { Change, Message, MessageWithParts, Part, Session } from "../api/types.ts"

const pageSize = 100

/** Where the list has to be: at a message, or at the newest when it is null. Each is a jump. */
interface Place {
  messageId: string | null
}

/** Messages in a row, as they are stored, and the cursors to those before and after; null where there are none. */
interface Stretch {
  messages: readonly MessageWithParts[]
  older: string | null
  newer: string | null
  place: Place
}

/**
 * One session with a stretch of its messages: the newest, or those around one that was asked for, and more in both directions as they
 * are asked for. Each message is a signal of its own, so that a reply that grows redraws itself and nothing else.
 */
export class Conversation {
  readonly id: string
  readonly session = signal<Session | null>(null)
  readonly problem = signal<string | null>(null)
  readonly missing = signal(false)
  readonly ready = signal(false)
  readonly loadingMore = signal(false)
  readonly place = signal<Place>({ messageId: null })
  /** Goes up when a version of a file was written. */
  readonly fileChanges = signal(0)

  readonly #order = signal<readonly string[]>([])
  readonly #messages = new Map<string, Signal<MessageWithParts>>()
  readonly #olderCursor = signal<string | null>(null)
  readonly #newerCursor = signal<string | null>(null)
  /** What was removed while a page was on its way must not come back with it. */
  readonly #removed = new Set<string>()
  #revision = 0
  #following: Promise<void> | null = null
  #older: Promise<void> | null = null
  #newer: Promise<void> | null = null
  #wanted = 0
  #target: string | null
  /** Goes up with each stretch: a page that was asked for before does not belong to the next. */
  #stretch = 0

  /** The ids of the messages that are here, oldest first. */
  readonly order: ReadonlySignal<readonly string[]> = this.#order
  readonly hasOlder = computed(() => this.#olderCursor.value !== null)
  readonly hasNewer = computed(() => this.#newerCursor.value !== null)
  /** The newest message of the session; null when it is not among those that are here. */
  readonly last = computed(() => {
    if (this.hasNewer.value) return null
    const id = this.#order.value.at(-1)
    return id === undefined ? null : (this.#messages.get(id)?.value ?? null)
  })

  /** `target` is the message to begin at; null for the newest. */
  constructor(id: string, target: string | null) {
    this.id = id
    this.#target = target
  }

  message(id: string): ReadonlySignal<MessageWithParts> | undefined {
    return this.#messages.get(id)
  }

  /** Reads the session, and its messages around the one that was asked for, or the newest. */
  async load(): Promise<void> {
    this.#stretch += 1
    const current = this.#stretch
    try {
      // Before the messages: what changes while they are read is asked for once more, never missed.
      const session = await readSession(this.id)
      const stretch = await this.#readStretch(this.#target)
      if (current !== this.#stretch) return
      batch(() => {
        this.#messages.clear()
        this.#revision = session.revision
        this.#takePage(stretch.messages, true)
        this.#olderCursor.value = stretch.older
        this.#newerCursor.value = stretch.newer
        this.place.value = stretch.place
        this.session.value = session
        this.problem.value = null
        this.missing.value = false
        this.ready.value = true
      })
      if (this.#wanted > this.#revision) await this.follow(this.#wanted)
    } catch (problem) {
      if (current !== this.#stretch) return
      this.missing.value = problem instanceof RequestProblem && problem.code === "not_found"
      this.problem.value = problemText(problem)
    }
  }

  /** Goes to a message, or to the newest. Reads those around it when they are not here. */
  async show(messageId: string | null): Promise<void> {
    this.#target = messageId
    const isHere = messageId === null ? !this.hasNewer.peek() : this.#messages.has(messageId)
    if (!isHere) await this.load()
    else this.place.value = { messageId }
  }

  async #readStretch(target: string | null): Promise<Stretch> {
    if (target !== null) {
      try {
        const [before, after] = await Promise.all([
          readMessages(this.id, pageSize / 2, { order: "newest-first", from: target }),
          readMessages(this.id, pageSize / 2, { order: "oldest-first", from: target }),
        ])
        const messages = [...before.messages, ...after.messages]
        return { messages, older: before.nextCursor, newer: after.nextCursor, place: { messageId: target } }
      } catch (problem) {
        // It was removed: the session is shown as without it.
        if (!(problem instanceof RequestProblem && problem.code === "not_found")) throw problem
      }
    }
    const page = await readMessages(this.id, pageSize, { order: "newest-first" })
    return { messages: page.messages, older: page.nextCursor, newer: null, place: { messageId: null } }
  }

  /** Takes over a session's own fields and totals; its feed has the former only when they were written. */
  takeSession(session: Session): void {
    const known = this.session.peek()
    if (known !== null && known.revision <= session.revision) this.session.value = session
  }

  /** Reads a part that its page did not load. */
  async loadPart({ messageId, id }: Part): Promise<void> {
    const part = await readPart(this.id, messageId, id)
    this.#changeParts(messageId, (parts) => withPart(parts, part))
  }

  /** Reads the page before the oldest message that is here; one at a time. */
  loadOlder(): Promise<void> {
    const cursor = this.#olderCursor.peek()
    if (cursor === null) return Promise.resolve()
    this.#older ??= this.#readPage({ order: "newest-first", cursor }, this.#olderCursor).finally(() => {
      this.#older = null
    })
    return this.#older
  }

  /** Reads the page after the newest message that is here; one at a time. */
  loadNewer(): Promise<void> {
    const cursor = this.#newerCursor.peek()
    if (cursor === null) return Promise.resolve()
    this.#newer ??= this.#readPage({ order: "oldest-first", cursor }, this.#newerCursor).finally(() => {
      this.#newer = null
    })
    return this.#newer
  }

  async #readPage(place: MessagePlace, cursor: Signal<string | null>): Promise<void> {
    const stretch = this.#stretch
    const known = this.#revision
    this.loadingMore.value = true
    try {
      const page = await readMessages(this.id, pageSize, place)
      if (stretch !== this.#stretch) return
      batch(() => {
        this.#takePage(page.messages, false)
        cursor.value = page.nextCursor
        this.problem.value = null
      })
      await this.#followAgain(known)
    } catch (problem) {
      if (stretch === this.#stretch) this.problem.value = problemText(problem)
    } finally {
      this.loadingMore.value = false
    }
  }

  /** Reads once more what changed since a page was asked for: until it was here, changes of its messages were passed over. */
  async #followAgain(since: number): Promise<void> {
    while (this.#following !== null) await this.#following
    if (this.#revision <= since) return
    const wanted = this.#revision
    this.#revision = since
    await this.follow(wanted)
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

  #apply(change: Change): void {
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
    const [oldest, newest] = [this.#positionOf(this.#order.peek()[0]), this.#positionOf(this.#order.peek().at(-1))]
    // Its page will bring it, with its parts.
    if (this.#olderCursor.peek() !== null && message.position < oldest) return
    if (this.#newerCursor.peek() !== null && message.position > newest) return
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
    const ids = [...this.#messages.keys()]
    this.#order.value = ids.sort((one, other) => this.#positionOf(one) - this.#positionOf(other))
  }

  #positionOf(id: string | undefined): number {
    return id === undefined ? 0 : (this.#messages.get(id)?.peek().position ?? 0)
  }
}

function withPart(parts: readonly Part[], part: Part): Part[] {
  const known = parts.find(({ id }) => id === part.id)
  if (known === undefined) return [...parts, part].sort((one, other) => one.position - other.position)
  return known.revision > part.revision ? [...parts] : parts.map((other) => (other === known ? part : other))
}
