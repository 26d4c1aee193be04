import { type JsonObject, limits, type ModelReference } from "@opencode/session-core"
import { isId, isObject, isText, shorten } from "@opencode/session-opencode/formats"
import type { PlannedSession } from "../plan/planned-session.ts"
import { SessionDraft } from "../plan/session-draft.ts"
import type { RecordReference } from "../records/record-file.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { without } from "../values/without.ts"
import { isMessage } from "./gemini-message.ts"
import { type ShortMessage, shortMessage } from "./short-message.ts"

/** The latest state of a message. */
interface ChatMessage {
  readonly record: RecordReference
  readonly short: ShortMessage
  isRewound: boolean
}

/** What is known of a chat besides its records. */
export interface ChatNames {
  readonly id: string
  readonly parentId: string | null
  /** The folder that it ran in; null where nothing tells. */
  readonly folder: string | null
}

/** Gathers a chat from its records: metadata, messages, of which a later state replaces an earlier one, and what was taken back. */
export class ChatDraft {
  readonly #messages = new Map<string, ChatMessage>()
  readonly #events: { record: RecordReference; form: "event" | "unreadable" }[] = []
  /** Tells messages without ids from each other. */
  readonly #keys = new SessionDraft()
  #header: JsonObject = {}

  /** What the chat's metadata says, the latest of each. */
  get header(): JsonObject {
    return this.#header
  }

  get isEmpty(): boolean {
    return this.#messages.size === 0
  }

  /** Ids of messages that a user went back behind, or that a summary took the place of. They stay. */
  get rewound(): string[] {
    return [...this.#messages].filter(([, { isRewound }]) => isRewound).map(([id]) => id)
  }

  add(value: JsonObject, record: RecordReference): void {
    const { $rewindTo: rewindTo, $set: changes, id, sessionId, projectHash } = value
    if (typeof rewindTo === "string") this.#rewind(rewindTo)
    else if (isId(id)) this.#set(id, value, record)
    // Early versions wrote messages without ids.
    else if (isMessage(value)) this.#set(shortId("msg", this.#keys.keyOf(record)), value, record)
    else if (isObject(changes)) this.#update(changes)
    else if (sessionId !== undefined || projectHash !== undefined) this.#update(value)
    else if (Object.keys(value).length > 0) this.#events.push({ record, form: "event" })
  }

  addUnreadable(record: RecordReference): void {
    this.#events.push({ record, form: "unreadable" })
  }

  plan({ id, parentId, folder }: ChatNames): PlannedSession {
    const { summary, startTime, lastUpdated, directories } = this.#header
    const draft = new SessionDraft()
    draft.at(readTime(startTime))
    const { model, prompt } = this.#fill(draft)
    draft.at(readTime(lastUpdated))
    const { createdAt, updatedAt, messages } = draft
    const title = typeof summary === "string" && summary !== "" ? summary : prompt
    const found = folder ?? (Array.isArray(directories) ? directories[0] : null)
    return {
      ...{ id, todos: null, createdAt, updatedAt, messages },
      facts: {
        ...{ time_updated: updatedAt, title: shorten(title, limits.titleBytes), titleSource: "generated", parentId },
        ...{ folder: isText(found, limits.pathBytes) ? found : null, agent: null, model, archivedAt: null },
        ...{ rewound: this.rewound, header: without(this.#header, "messages") },
      },
    }
  }

  #fill(draft: SessionDraft): { model: ModelReference | null; prompt: string } {
    let [model, question, prompt]: [ModelReference | null, string | null, string] = [null, null, ""]
    for (const [id, { record, short }] of this.#messages) {
      const { role, usage, time, title } = short
      draft.at(time)
      model = short.model ?? model
      const parentId = role === "assistant" ? question : null
      const message = draft.addMessage({ id, record, role, model: short.model, parentId })
      if (role === "user") question = message.id
      if (role === "user" && prompt === "") prompt = title
      if (usage !== null) draft.setUsage(message, usage)
      for (const [block, { partId, time: at }] of short.blocks.entries()) {
        draft.at(at)
        draft.addPart(message, { record, block }, partId)
      }
    }
    for (const { record, form } of this.#events) draft.addEvent(record, form)
    return { model, prompt }
  }

  #set(id: string, value: JsonObject, record: RecordReference): void {
    this.#messages.set(id, { record, short: shortMessage(id, value), isRewound: false })
  }

  #update(changes: JsonObject): void {
    // A list of all messages follows: those that are not in it are of the past.
    if (Array.isArray(changes.messages)) for (const message of this.#messages.values()) message.isRewound = true
    this.#header = { ...this.#header, ...changes }
  }

  /** As in Gemini CLI, a message that is not there takes everything back. */
  #rewind(to: string): void {
    let isReached = !this.#messages.has(to)
    for (const [id, message] of this.#messages) {
      isReached ||= id === to
      if (isReached) message.isRewound = true
    }
  }
}
