import { hash } from "node:crypto"
import { type JsonObject, limits, type SessionFields, type Usage } from "@opencode/session-core"
import { canonicalJson } from "@opencode/session-core/transfer"
import { isId, isObject, isText, shorten } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedSession } from "../plan/planned-session.ts"
import { SessionDraft } from "../plan/session-draft.ts"
import type { RecordReference } from "../records/record-file.ts"
import { firstLine } from "../values/first-line.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { blockOf, blocksOf, isCall } from "./goose-message.ts"

/** What Goose says of a session itself. */
export interface GooseSession {
  /** As Goose calls it: a day and a number, which other machines give, too. */
  readonly name: string
  readonly title: string
  readonly titleSource: SessionFields["titleSource"]
  readonly folder: string | null
  readonly model: SessionFields["model"]
  readonly parent: string | null
  readonly archivedAt: number | null
  readonly createdAt: number | null
  readonly updatedAt: number | null
  /** Of the whole session; null where it was not counted. */
  readonly usage: Usage | null
  /** All that it says. */
  readonly row: JsonObject
}

/** Gathers a session of Goose from its messages. */
export class GooseDraft {
  readonly #draft = new SessionDraft()
  #first: number | null = null
  #prompt = ""
  #question: string | null = null

  get isEmpty(): boolean {
    return this.#first === null
  }

  add(message: JsonObject, record: RecordReference): void {
    const { role, created, content } = message
    const time = readTime(created)
    this.#first ??= time ?? 0
    this.#draft.at(time)
    // A conversation that was shortened is written anew, with other numbers: what a message says is what stays.
    const digest = hash("sha256", canonicalJson([role, created, content] as JsonObject[]), "base64")
    const key = this.#draft.keyOf({ digest })
    const blocks = blocksOf(message)
    const own = [...blocks.keys()].filter((block) => !this.#answers(message, block, record))
    if (own.length === 0 && blocks.length > 0) return
    const said = this.#draft.addMessage({
      ...{ id: shortId("msg", key), role: isId(role) ? role : "user", record },
      parentId: role === "assistant" ? this.#question : null,
    })
    if (role === "user") this.#question = said.id
    for (const block of own) this.#addPart(said, message, { record, block }, shortId("prt", key, block))
  }

  /** A record that is no message. */
  addOther(record: RecordReference): void {
    this.#draft.addEvent(record)
  }

  addUnreadable(record: RecordReference): void {
    this.#draft.addEvent(record, "unreadable")
  }

  plan(session: GooseSession): PlannedSession {
    const { name, title, titleSource, folder, model, parent, archivedAt, usage, row } = session
    const { messages } = this.#draft
    const createdAt = session.createdAt ?? this.#draft.createdAt
    const updatedAt = Math.max(session.updatedAt ?? 0, this.#draft.updatedAt)
    // The time of the first message tells sessions of several machines apart.
    const id = `goose-${name}-${shortId("", this.#first ?? 0).slice(1, 9)}`
    if (usage !== null) this.#draft.addUsageOfSession(shortId("msg", id, "usage"), usage, updatedAt)
    return {
      ...{ id, todos: null, createdAt, updatedAt, messages },
      facts: {
        ...{
          time_updated: updatedAt,
          title: shorten(title === "" ? this.#prompt : title, limits.titleBytes),
          titleSource,
        },
        ...{ folder: isText(folder, limits.pathBytes) ? folder : null, parentId: isId(parent) ? parent : null },
        ...{ agent: null, model, archivedAt, session: row },
      },
    }
  }

  /** Whether a block is the answer to a call, which then has it. */
  #answers(message: JsonObject, block: number, record: RecordReference): boolean {
    const { type, id } = blockOf(message, block)
    return type === "toolResponse" && typeof id === "string" && this.#draft.addResult(id, { record, block }) !== null
  }

  #addPart(
    said: PlannedMessage,
    message: JsonObject,
    at: { record: RecordReference; block: number },
    id: string,
  ): void {
    const block = blockOf(message, at.block)
    if (isCall(block) && typeof block.id === "string") this.#draft.addCall(said, at, block.id)
    else this.#draft.addPart(said, at, id)
    const { metadata } = message
    const isHidden = isObject(metadata) && metadata.userVisible === false
    if (this.#prompt === "" && said.role === "user" && typeof block.text === "string" && !isHidden) {
      this.#prompt = firstLine(block.text)
    }
  }
}
