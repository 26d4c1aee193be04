import { type JsonObject, type JsonValue, limits, type ModelReference, type Usage } from "@opencode/session-core"
import { projectIdFromRemote } from "@opencode/session-core/project"
import { isId, isObject, isText, shorten } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedSession } from "../plan/planned-session.ts"
import { SessionDraft } from "../plan/session-draft.ts"
import type { RecordReference } from "../records/record-file.ts"
import { firstLine } from "../values/first-line.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { sumOf } from "../values/sum-of.ts"
import { without } from "../values/without.ts"
import { blocksOf, callIdOf, calls, codexRecordOf, isContext } from "./codex-record.ts"
import { CodexUsage } from "./codex-usage.ts"
import { CopiedLines } from "./copied-lines.ts"

/** What is known of a rollout besides its lines. */
export interface CodexNames {
  /** The id in the file's name; null where there is none. */
  readonly id: string | null
  /** The title that a user gave the session; null where none did. */
  readonly title: string | null
  readonly isArchived: boolean
}

/** Gathers the session of a rollout from its lines. */
export class CodexDraft {
  readonly #draft = new SessionDraft()
  readonly #usage = new CodexUsage()
  readonly #copied = new CopiedLines()
  #meta: JsonObject | null = null
  #folder: string | undefined
  #model: ModelReference | null = null
  #provider = "openai"
  #title: string | undefined
  #typedPrompt: string | undefined
  #firstPrompt: string | undefined
  #question: string | null = null
  #reply: PlannedMessage | null = null
  #lastReply: PlannedMessage | null = null
  /** What was counted before there was a reply. */
  #pending: Usage | null = null
  #isEmpty = true
  #beginning = ""

  /** Whether nothing was said yet. */
  get isEmpty(): boolean {
    return this.#isEmpty
  }

  add(line: JsonObject, record: RecordReference): void {
    const { type, payload } = codexRecordOf(line)
    if (this.#beginning === "") this.#beginning = record.digest
    this.#isEmpty &&= type === "session_meta" || type === "state" || type === "turn_context"
    const time = readTime(line.timestamp)
    this.#draft.at(time)
    const isCopied = this.#copied.includes(type, payload, time)
    switch (type) {
      case "response_item":
        this.#item(payload, record)
        break
      case "compacted":
        this.#compaction(record)
        break
      case "event_msg":
        this.#event(payload, record, isCopied)
        break
      default:
        this.#note(type, payload)
        this.#draft.addEvent(record)
    }
  }

  addUnreadable(record: RecordReference): void {
    this.#draft.addEvent(record, "unreadable")
  }

  plan({ id, title, isArchived }: CodexNames): PlannedSession {
    const meta = this.#meta ?? {}
    const { createdAt, updatedAt, messages } = this.#draft
    const found = title ?? this.#title ?? null
    const { git, cli_version: version, originator, source, forked_from_id: forkedFrom } = meta
    const { agent_role: role, agent_nickname: nickname } = meta
    const { sessionId, parentId } = idsOf(meta, id ?? shortId("codex", this.#beginning))
    const last = messages.at(-1)
    // Counted, and never answered.
    if (this.#pending !== null && last !== undefined) last.usage = this.#pending
    return {
      ...{ id: sessionId, todos: null, createdAt, updatedAt, messages },
      facts: {
        title: shorten(found ?? this.#typedPrompt ?? this.#firstPrompt ?? "", limits.titleBytes),
        ...{ time_updated: updatedAt, titleSource: found === null ? "generated" : "user", parentId },
        folder: isText(this.#folder, limits.pathBytes) ? this.#folder : null,
        agent: [role, nickname].find(isId) ?? null,
        ...{ model: this.#model, archivedAt: isArchived ? updatedAt : null },
        ...without({ version, originator, source, forkedFrom, nickname, git: gitOf(git) }),
      },
    }
  }

  #item(item: JsonObject, record: RecordReference): void {
    const { type } = item
    if (type === "message") return this.#message(item, record)
    if (typeof type === "string" && calls.includes(type)) {
      const callId = callIdOf(item)
      const key = this.#draft.keyOf(record)
      const reply = this.#currentReply(record, key)
      if (callId === null) this.#draft.addPart(reply, { record, block: 0 }, shortId("prt", key))
      else this.#draft.addCall(reply, { record, block: 0 }, callId)
    } else if (typeof type === "string" && type.endsWith("_output")) {
      const answered = this.#draft.addResult(callIdOf(item) ?? "", { record, block: 0 })
      if (answered === null) this.#addToReply(record)
    } else if (type === "reasoning" || type === "web_search_call" || type === "image_generation_call") {
      this.#addToReply(record)
    } else this.#draft.addEvent(record)
  }

  #message(item: JsonObject, record: RecordReference): void {
    const { role } = item
    const key = this.#draft.keyOf(record)
    const message =
      role === "assistant"
        ? this.#currentReply(record, key)
        : this.#draft.addMessage({ id: shortId("msg", key), role: isId(role) ? role : "user", record })
    if (role !== "assistant") this.#reply = null
    if (role === "user") this.#question = message.id
    for (const [block, each] of blocksOf(item).entries()) {
      this.#draft.addPart(message, { record, block }, shortId("prt", key, block))
      if (role === "user" && isObject(each) && typeof each.text === "string") this.#notePrompt(each.text)
    }
  }

  #compaction(record: RecordReference): void {
    const key = this.#draft.keyOf(record)
    const message = this.#draft.addMessage({ id: shortId("msg", key), role: "system", record })
    this.#draft.addPart(message, { record, block: 0 }, shortId("prt", key))
    this.#reply = null
  }

  #event(event: JsonObject, record: RecordReference, isCopied: boolean): void {
    const { type, message, thread_name: name } = event
    if (type === "token_count") this.#count(event, isCopied)
    if (type === "user_message" && typeof message === "string") this.#typedPrompt ??= firstLine(message) || undefined
    if (type === "thread_name_updated" && typeof name === "string" && name !== "") this.#title = name
    this.#draft.addEvent(record)
  }

  /** A count comes after each reply. One that comes again for the same reply takes nothing, nor does one of another rollout. */
  #count(event: JsonObject, isCopied: boolean): void {
    const taken = this.#usage.next(event)
    if (taken === null) return
    // The session that it was copied from has what was taken.
    if (!isCopied) this.#charge(taken)
    this.#reply = null
  }

  #charge(taken: Usage): void {
    if (this.#lastReply === null) this.#pending = sumOf(this.#pending, taken)
    else this.#draft.setUsage(this.#lastReply, sumOf(this.#lastReply.usage, taken))
  }

  #addToReply(record: RecordReference): void {
    const key = this.#draft.keyOf(record)
    this.#draft.addPart(this.#currentReply(record, key), { record, block: 0 }, shortId("prt", key))
  }

  /** A reply is all that comes up to its count, or to the next question. */
  #currentReply(record: RecordReference, key: string): PlannedMessage {
    if (this.#reply === null) {
      this.#reply = this.#draft.addMessage({
        ...{ id: shortId("msg", key), role: "assistant", record, model: this.#model, parentId: this.#question },
      })
      this.#lastReply = this.#reply
      if (this.#pending !== null) this.#draft.setUsage(this.#reply, this.#pending)
      this.#pending = null
    }
    return this.#reply
  }

  #note(type: string, payload: JsonObject): void {
    const { cwd, model, effort, model_provider: provider } = payload
    if (typeof cwd === "string" && cwd !== "") this.#folder ??= cwd
    if (type === "session_meta" && this.#meta === null) {
      this.#meta = payload
      if (isId(provider)) this.#provider = provider
      this.#draft.at(readTime(payload.timestamp))
    }
    if (type !== "turn_context" || !isId(model)) return
    this.#model = { providerId: this.#provider, modelId: model, ...(isId(effort) ? { variant: effort } : {}) }
  }

  /** Old versions tell the folder in the first message only. */
  #notePrompt(text: string): void {
    if (!isContext(text)) this.#firstPrompt ??= firstLine(text) || undefined
    this.#folder ??= /<cwd>([^<]+)<\/cwd>|Current working directory: (.+)/
      .exec(text.slice(0, 10_000))
      ?.slice(1)
      .find(Boolean)
  }
}

/** Of a remote's URL, which may hold a password, only the part that names the repository. */
function gitOf(git: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(git)) return undefined
  const { repository_url: url, ...others } = git
  return without({ ...others, repository: typeof url === "string" ? projectIdFromRemote(url) : undefined })
}

function idsOf({ id, parent_thread_id: parent, source }: JsonObject, otherwise: string) {
  const agent = isObject(source) && isObject(source.subagent) ? source.subagent : {}
  const spawn = isObject(agent.thread_spawn) ? agent.thread_spawn : {}
  return {
    sessionId: isId(id) ? id : otherwise,
    parentId: [spawn.parent_thread_id, parent].find(isId) ?? null,
  }
}
