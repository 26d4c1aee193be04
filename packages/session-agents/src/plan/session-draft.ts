import type { Usage } from "@opencode/session-core"
import { isId } from "@opencode/session-opencode/formats"
import type { RecordReference } from "../records/record-file.ts"
import { shortId } from "../values/short-id.ts"
import type { BlockReference, PlannedMessage, PlannedPart } from "./planned-session.ts"

/** What a new message is told by; the rest follows from its parts. */
export type NewMessage = Pick<PlannedMessage, "id" | "role" | "record"> &
  Partial<Pick<PlannedMessage, "parentId" | "agent" | "model">>

/** Gathers the messages of one session while its file is looked through. Times that a record lacks are those of the record before. */
export class SessionDraft {
  readonly messages: PlannedMessage[] = []
  readonly #byId = new Map<string, PlannedMessage>()
  readonly #calls = new Map<string, { part: PlannedPart; message: PlannedMessage }>()
  readonly #repeats = new Map<string, number>()
  #createdAt: number | null = null
  #updatedAt = 0
  #now = 0

  /** Epoch milliseconds of the first record with a time; 0 where there is none. */
  get createdAt(): number {
    return this.#createdAt ?? 0
  }

  /** The latest time of any record. */
  get updatedAt(): number {
    return Math.max(this.#updatedAt, this.createdAt)
  }

  /** The time of the record that is being read; null where it has none. */
  at(time: number | null): void {
    if (time === null) return
    this.#now = time
    this.#createdAt ??= time
    this.#updatedAt = Math.max(this.#updatedAt, time)
  }

  message(id: string): PlannedMessage | undefined {
    return this.#byId.get(id)
  }

  get lastMessage(): PlannedMessage | undefined {
    return this.messages.at(-1)
  }

  /** Begins a message. Where its id is taken, by something else, it gets one of its own. */
  addMessage({ id, role, record, parentId = null, agent = null, model = null }: NewMessage): PlannedMessage {
    const message: PlannedMessage = {
      ...{ id: this.#freeId(id, record), role, record, parentId, agent, model, usage: null },
      ...{ createdAt: this.#now, updatedAt: this.#now, completedAt: this.#now, parts: [] },
    }
    this.messages.push(message)
    this.#byId.set(message.id, message)
    return message
  }

  /** Adds a block of the record that is being read. `id` makes the part's id. */
  addPart(message: PlannedMessage, at: BlockReference, id: string): PlannedPart {
    const part = this.#add(message, { ...at, id, form: "block" })
    this.#touch(message)
    return part
  }

  /** Adds a tool call, which waits for its result. `callId` is in both; it makes the part's id, too, unless `id` does. */
  addCall(message: PlannedMessage, at: BlockReference, callId: string, id = callId): PlannedPart {
    // Another call of the message must not be replaced by one that calls itself the same.
    const isTaken = this.#calls.get(callId)?.message === message
    const partId = isTaken ? shortId("call", id, message.parts.length) : isId(id) ? id : shortId("call", id)
    const part = this.addPart(message, at, partId)
    this.#calls.set(callId, { part, message })
    return part
  }

  /** Gives a tool call its result. Null where there is no such call, or it has one. */
  addResult(callId: string, at: BlockReference): PlannedMessage | null {
    const call = this.#calls.get(callId)
    if (call === undefined || call.part.result !== null) return null
    call.part.result = at
    call.part.updatedAt = this.#now
    this.#touch(call.message)
    return call.message
  }

  /** Adds a record that is no conversation, to the message that it came after. */
  addEvent(record: RecordReference, form: "event" | "unreadable" = "event"): PlannedMessage {
    const key = this.keyOf(record)
    const message = this.lastMessage ?? this.addMessage({ id: shortId("msg", key), role: "system", record })
    this.#add(message, { record, block: 0, id: shortId("prt", key), form })
    return message
  }

  /**
   * What tells a record from all others of the session that has no id. Programs write the same again, without anything that tells one
   * from the other: the number of the repetition does. To be asked once for each record.
   */
  keyOf({ digest }: Pick<RecordReference, "digest">): string {
    const repeat = this.#repeats.get(digest) ?? 0
    this.#repeats.set(digest, repeat + 1)
    return repeat === 0 ? digest : `${digest} ${repeat}`
  }

  /** Counts what a reply took. It counts once, however often it is told: the last one is the whole. */
  setUsage(message: PlannedMessage, usage: Usage): void {
    message.usage = usage
    this.#touch(message)
  }

  /**
   * Adds what a session took, where its program counts for the session only: totals here are sums of the messages', and no single reply
   * took all of it. It comes first, so that it stays where it is when the session goes on. `id` is the message's, the same each time.
   */
  addUsageOfSession(id: string, usage: Usage, at: number): void {
    const [first] = this.messages
    if (first === undefined) return
    this.messages.unshift({
      ...{ id, role: "system", record: first.record, parentId: null, agent: null, model: null, usage },
      ...{ createdAt: at, updatedAt: at, completedAt: at, parts: [], isUsageOfSession: true },
    })
  }

  #add(message: PlannedMessage, fields: BlockReference & Pick<PlannedPart, "id" | "form">): PlannedPart {
    const part: PlannedPart = { ...fields, createdAt: this.#now, updatedAt: this.#now, result: null }
    message.parts.push(part)
    return part
  }

  #touch(message: PlannedMessage): void {
    message.updatedAt = Math.max(message.updatedAt, this.#now)
    message.completedAt = message.updatedAt
  }

  #freeId(id: string, record: RecordReference): string {
    const wanted = isId(id) ? id : shortId("msg", id)
    if (!this.#byId.has(wanted)) return wanted
    const other = shortId("msg", wanted, record.digest)
    return this.#byId.has(other) ? shortId("msg", wanted, record.digest, this.messages.length) : other
  }
}
