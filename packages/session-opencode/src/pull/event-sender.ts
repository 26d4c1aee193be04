import { randomUUID } from "node:crypto"
import { type JsonObject, type JsonValue, SessionStorageError } from "@opencode/session-core"
import type { OpenCodeApi } from "./open-code-api.ts"
import { tooOld } from "./require-open-code.ts"

const eventsPerRequest = 200
const charactersPerRequest = 2 * 1024 * 1024

/** A change of a session, as OpenCode's log has it. */
export interface OpenCodeEvent {
  type:
    | "session.created.1"
    | "session.updated.1"
    | "message.updated.1"
    | "message.removed.1"
    | "message.part.updated.1"
    | "message.part.removed.1"
  data: JsonObject
}

/**
 * Sends changes of one session to OpenCode, which appends each to its log and applies it. It is a compare-and-swap: the numbers go on
 * from `head`, and OpenCode refuses them when somebody else has written meanwhile.
 */
export class EventSender {
  readonly #openCode: OpenCodeApi
  readonly #sessionId: string
  readonly #directory: string
  #pending: (OpenCodeEvent & { id: string; aggregateID: string; seq: number })[] = []
  #pendingCharacters = 0
  /** The number of the last event that was added. */
  head: number

  constructor(openCode: OpenCodeApi, sessionId: string, directory: string, head: number) {
    this.#openCode = openCode
    this.#sessionId = sessionId
    this.#directory = directory
    this.head = head
  }

  async add(event: OpenCodeEvent): Promise<void> {
    const size = JSON.stringify(event.data).length
    if (this.#pending.length >= eventsPerRequest || this.#pendingCharacters + size > charactersPerRequest) {
      await this.flush()
    }
    this.head += 1
    this.#pending.push({ ...event, id: `evt_${randomUUID()}`, aggregateID: this.#sessionId, seq: this.head })
    this.#pendingCharacters += size
  }

  /** Fails with `conflict` when somebody else has written to the session, and with `unsupported` when OpenCode does not understand it. */
  async flush(): Promise<void> {
    const events = this.#pending
    if (events.length === 0) return
    this.#pending = []
    this.#pendingCharacters = 0
    // Plain values, which the type of an interface does not say.
    const body: JsonObject = { directory: this.#directory, events: events.map((event): JsonValue => ({ ...event })) }
    const answer = await this.#openCode.request("/sync/replay", body)
    if (answer.status === 404) throw tooOld()
    if (answer.status >= 200 && answer.status < 300) return
    const said = JSON.stringify(answer.body).slice(0, 500)
    const message = `OpenCode did not take session ${this.#sessionId} (${answer.status}): ${said}`
    // It has no status of its own for a session that somebody else has written to.
    if (answer.status < 500) throw new SessionStorageError("unsupported", message)
    throw new SessionStorageError("conflict", message, {
      hint: "If somebody was at work in this session, pull again when they are done: what has arrived is not sent twice.",
    })
  }
}
