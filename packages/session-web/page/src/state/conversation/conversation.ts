import { batch, signal } from "@preact/signals"
import { problemText, RequestProblem } from "../../api/problem.ts"
import type { Change, Part, Session } from "../../api/types.ts"
import { ChangeFollower } from "./change-follower.ts"
import { MessageStretch, type Side } from "./message-stretch.ts"
import { withoutPart } from "./part-list.ts"
import { pageSize, readStretch } from "./read-stretch.ts"
import { type Reads, serverReads } from "./reads.ts"
import { SingleFlight } from "./single-flight.ts"

/** Where the list has to be: at a message, or at the newest when it is null. Each is a jump. */
interface Place {
  messageId: string | null
}

const orders = { older: "newest-first", newer: "oldest-first" } as const

/**
 * One session that is open: its own fields, a stretch of its messages (the newest, or those around one that was asked for, and
 * more in both directions as they are asked for), and what changes in them.
 */
export class Conversation {
  readonly id: string
  readonly session = signal<Session | null>(null)
  readonly problem = signal<string | null>(null)
  readonly missing = signal(false)
  readonly loadingMore = signal(false)
  readonly place = signal<Place>({ messageId: null })
  /** Goes up when a version of a file was written. */
  readonly fileChanges = signal(0)
  readonly messages = new MessageStretch()

  readonly #reads: Reads
  readonly #follower: ChangeFollower
  readonly #pages: Record<Side, SingleFlight> = { older: new SingleFlight(), newer: new SingleFlight() }
  #target: string | null
  /** Goes up with each stretch: a page that was asked for before does not belong to the next. */
  #stretch = 0

  /** `target` is the message to begin at; null for the newest. */
  constructor(id: string, target: string | null, reads = serverReads) {
    this.id = id
    this.#target = target
    this.#reads = reads
    this.#follower = new ChangeFollower({
      read: (since) => reads.changes(id, since),
      apply: (change) => this.#apply(change),
      report: (problem) => {
        this.problem.value = problem === null ? null : problemText(problem)
      },
    })
  }

  /** Reads the session, and its messages around the one that was asked for, or the newest. */
  async load(): Promise<void> {
    this.#stretch += 1
    const current = this.#stretch
    try {
      // Before the messages: what changes while they are read is asked for once more, never missed.
      const session = await this.#reads.session(this.id)
      const stretch = await readStretch(this.#reads, this.id, this.#target)
      if (current !== this.#stretch) return
      batch(() => {
        this.messages.replace(stretch)
        this.place.value = { messageId: stretch.target }
        this.session.value = session
        this.problem.value = null
        this.missing.value = false
      })
      await this.#follower.begin(session.revision)
    } catch (problem) {
      if (current !== this.#stretch) return
      this.missing.value = problem instanceof RequestProblem && problem.code === "not_found"
      this.problem.value = problemText(problem)
    }
  }

  /** Goes to a message, or to the newest. Reads those around it when they are not here. */
  async show(messageId: string | null): Promise<void> {
    this.#target = messageId
    const isHere = messageId === null ? !this.messages.hasNewer.peek() : this.messages.has(messageId)
    if (!isHere) await this.load()
    else this.place.value = { messageId }
  }

  /** Takes over a session's own fields and totals; its feed has the former only when they were written. */
  takeSession(session: Session): void {
    const known = this.session.peek()
    if (known !== null && known.revision <= session.revision) this.session.value = session
  }

  /** Takes over what happened up to this revision. */
  follow(revision: number): Promise<void> {
    return this.#follower.follow(revision)
  }

  /** Reads a part that its page did not load. */
  async loadPart({ messageId, id }: Part): Promise<void> {
    this.messages.putPart(await this.#reads.part(this.id, messageId, id))
  }

  /** Reads the page of parts after those that are here of a message. */
  async loadParts(messageId: string): Promise<void> {
    const cursor = this.messages.message(messageId)?.peek().partsCursor
    if (cursor === undefined) return
    const stretch = this.#stretch
    const known = this.#follower.revision ?? 0
    const page = await this.#reads.parts(this.id, messageId, cursor)
    if (stretch !== this.#stretch) return
    this.messages.addParts(messageId, cursor, page)
    await this.#follower.repeat(known)
  }

  /** Reads the page before or after the messages that are here; one at a time on each side. */
  loadMore(side: Side): Promise<void> {
    const cursor = this.messages.cursor(side)
    if (cursor === null) return Promise.resolve()
    return this.#pages[side].run(() => this.#readPage(side, cursor))
  }

  async #readPage(side: Side, cursor: string): Promise<void> {
    const stretch = this.#stretch
    const known = this.#follower.revision ?? 0
    this.loadingMore.value = true
    try {
      const page = await this.#reads.messages(this.id, pageSize, { order: orders[side], cursor })
      if (stretch !== this.#stretch) return
      batch(() => {
        this.messages.addPage(side, page)
        this.problem.value = null
      })
      await this.#follower.repeat(known)
    } catch (problem) {
      if (stretch === this.#stretch) this.problem.value = problemText(problem)
    } finally {
      this.loadingMore.value = false
    }
  }

  #apply(change: Change): void {
    switch (change.type) {
      case "session":
        this.takeSession(change.session)
        return
      case "message":
        this.messages.put(change.message)
        return
      case "part":
        this.messages.putPart(change.part)
        return
      case "message.removed":
        this.messages.remove(change.messageId)
        return
      case "part.removed":
        this.messages.changeParts(change.messageId, (parts) => withoutPart(parts, change.partId))
        return
      case "file":
      case "file.removed":
        this.fileChanges.value += 1
    }
  }
}
