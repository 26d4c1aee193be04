import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals"
import type { Message, MessagePage, MessageWithParts, Part, PartPage } from "../../api/types.ts"
import { withPart, withParts } from "./part-list.ts"

/** Messages in a row, and the cursors to those before and after; null where there are none. */
export interface ReadStretch {
  messages: readonly MessageWithParts[]
  older: string | null
  newer: string | null
}

/** In which direction a page goes on from the messages that are here. */
export type Side = "older" | "newer"

/**
 * The messages of a session that are here: a row without gaps, with what is known of both its ends. Each message is a signal of its
 * own, so that a reply that grows redraws itself and nothing else.
 */
export class MessageStretch {
  readonly #messages = new Map<string, Signal<MessageWithParts>>()
  readonly #order = signal<readonly string[]>([])
  readonly #cursors: Record<Side, Signal<string | null>> = { older: signal(null), newer: signal(null) }
  /** What was removed while a page was on its way must not come back with it. */
  readonly #removed = new Set<string>()

  /** The ids of the messages, oldest first. */
  readonly order: ReadonlySignal<readonly string[]> = this.#order
  readonly hasOlder = computed(() => this.#cursors.older.value !== null)
  readonly hasNewer = computed(() => this.#cursors.newer.value !== null)
  /** The newest message of the session; null when it is not among those that are here. */
  readonly last = computed(() => {
    const id = this.hasNewer.value ? undefined : this.#order.value.at(-1)
    return id === undefined ? null : (this.#messages.get(id)?.value ?? null)
  })

  message(id: string): ReadonlySignal<MessageWithParts> | undefined {
    return this.#messages.get(id)
  }

  has(id: string): boolean {
    return this.#messages.has(id)
  }

  /** Where the page on that side begins; null when there is none. */
  cursor(side: Side): string | null {
    return this.#cursors[side].peek()
  }

  /** Begins anew with other messages. */
  replace({ messages, older, newer }: ReadStretch): void {
    this.#messages.clear()
    this.#removed.clear()
    for (const message of messages) this.#messages.set(message.id, signal(message))
    this.#cursors.older.value = older
    this.#cursors.newer.value = newer
    this.#sort()
  }

  /** Adds the page on one side. Messages that are here already are newer than it. */
  addPage(side: Side, { messages, nextCursor }: MessagePage): void {
    for (const message of messages) {
      if (!this.#removed.has(message.id) && !this.has(message.id)) this.#messages.set(message.id, signal(message))
    }
    this.#cursors[side].value = nextCursor
    this.#sort()
  }

  /** Takes over a message's own fields. One of a page that is not here is left to its page, which has its parts. */
  put(message: Message): void {
    const known = this.#messages.get(message.id)
    if (known !== undefined) {
      const { parts, partsCursor, revision } = known.peek()
      if (revision <= message.revision) known.value = withCursor({ ...message, parts }, partsCursor)
      return
    }
    // It was written again: its page may bring it.
    this.#removed.delete(message.id)
    const order = this.#order.peek()
    if (this.cursor("older") !== null && message.position < this.#positionOf(order[0])) return
    if (this.cursor("newer") !== null && message.position > this.#positionOf(order.at(-1))) return
    this.#messages.set(message.id, signal({ ...message, parts: [] }))
    this.#sort()
  }

  /** Takes over a part, if its message is here. One of a page of parts that is not here is left to its page. */
  putPart(part: Part): void {
    const { parts = [], partsCursor } = this.#messages.get(part.messageId)?.peek() ?? {}
    const isListed = partsCursor === undefined || part.position <= (parts.at(-1)?.position ?? 0)
    if (isListed || parts.some(({ id }) => id === part.id)) {
      this.changeParts(part.messageId, (known) => withPart(known, part))
    }
  }

  /** Adds the page of parts that follows those of a message, unless it was asked for before another one came. */
  addParts(messageId: string, cursor: string, { parts, nextCursor }: PartPage): void {
    const message = this.#messages.get(messageId)
    if (message === undefined || message.peek().partsCursor !== cursor) return
    const all = [...withParts(message.peek().parts, parts)]
    message.value = withCursor({ ...message.peek(), parts: all }, nextCursor ?? undefined)
  }

  /** Changes the parts of a message, if it is here. */
  changeParts(messageId: string, change: (parts: readonly Part[]) => readonly Part[]): void {
    const message = this.#messages.get(messageId)
    if (message !== undefined) message.value = { ...message.peek(), parts: [...change(message.peek().parts)] }
  }

  remove(messageId: string): void {
    this.#removed.add(messageId)
    if (this.#messages.delete(messageId)) this.#sort()
  }

  #sort(): void {
    const ids = [...this.#messages.keys()]
    this.#order.value = ids.sort((one, other) => this.#positionOf(one) - this.#positionOf(other))
  }

  #positionOf(id: string | undefined): number {
    return id === undefined ? 0 : (this.#messages.get(id)?.peek().position ?? 0)
  }
}

function withCursor(message: MessageWithParts, partsCursor: string | undefined): MessageWithParts {
  const { partsCursor: _before, ...rest } = message
  return partsCursor === undefined ? rest : { ...rest, partsCursor }
}
