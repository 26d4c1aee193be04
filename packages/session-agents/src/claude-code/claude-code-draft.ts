import type { JsonObject, JsonValue, ModelReference, Todo } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"
import type { PlannedMessage } from "../plan/planned-session.ts"
import { SessionDraft } from "../plan/session-draft.ts"
import type { RecordReference } from "../records/record-file.ts"
import { firstLine } from "../values/first-line.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { blocksOf, modelOf } from "./claude-code-line.ts"
import { usageOf } from "./claude-code-usage.ts"

/** What lines that are no messages say of a session, and what its messages say in passing. */
export interface ClaudeCodeFacts {
  /** A title that a user gave. */
  customTitle?: string
  /** A title that a model gave. */
  aiTitle?: string
  /** What older versions call a session by. */
  summary?: string
  firstPrompt?: string
  cwd?: string
  gitBranch?: string
  version?: string
}

/** Gathers one session of Claude Code, or one of its sub-agents, from its lines. */
export class ClaudeCodeDraft {
  readonly draft = new SessionDraft()
  readonly facts: ClaudeCodeFacts = {}
  /** What the lines call their session, in order: lines that were copied from another one name that. */
  readonly sessionIds = new Set<string>()
  model: ModelReference | null = null
  todos: Todo[] | null = null
  /** Whether a line was of the user or the model. */
  hasConversation = false
  /** By a line's uuid, the message that it became or added to, and what tells whether it is the same line again. */
  readonly #lines = new Map<string, { messageId: string; digest: string }>()

  /** Takes the next line. One that is repeated, as in a session that was resumed, counts once. */
  add(line: JsonObject, record: RecordReference): void {
    const { uuid, timestamp } = line
    if (typeof uuid === "string" && this.#lines.get(uuid)?.digest === record.digest) return
    this.draft.at(readTime(timestamp))
    this.#note(line)
    const message = this.#take(line, record)
    if (typeof uuid === "string") this.#lines.set(uuid, { messageId: message.id, digest: record.digest })
  }

  #take(line: JsonObject, record: RecordReference): PlannedMessage {
    const blocks = blocksOf(line)
    if ((line.type === "assistant" || line.type === "user") && blocks !== null) this.hasConversation = true
    if (line.type === "assistant" && blocks !== null) return this.#assistant(line, blocks, record)
    if (line.type === "user" && blocks !== null) return this.#user(line, blocks, record)
    const isNotice = line.type === "system" && (line.subtype === "compact_boundary" || typeof line.content === "string")
    if (!isNotice) return this.draft.addEvent(record)
    const message = this.draft.addMessage({
      id: idOf(line, record),
      role: "system",
      record,
      parentId: this.#parentOf(line),
    })
    this.draft.addPart(message, { record, block: 0 }, partId(line, record, 0))
    return message
  }

  /** A reply is written as several lines, one for each block, with the same id and the usage of all of it. */
  #assistant(line: JsonObject, blocks: readonly JsonValue[], record: RecordReference): PlannedMessage {
    const { message } = line
    const replyId = isObject(message) ? message.id : undefined
    const model = modelOf(line)
    const known = isId(replyId) ? this.draft.message(replyId) : undefined
    this.model = model ?? this.model
    const reply =
      known ??
      this.draft.addMessage({
        ...{ id: isId(replyId) ? replyId : idOf(line, record), role: "assistant", record, model },
        parentId: this.#parentOf(line),
      })
    const usage = usageOf(line)
    if (usage !== null && usage.output >= (reply.usage?.output ?? 0)) this.draft.setUsage(reply, usage)
    for (const [block, each] of blocks.entries()) {
      const isCall = isObject(each) && (each.type === "tool_use" || each.type === "server_tool_use")
      if (isCall && typeof each.id === "string") this.draft.addCall(reply, { record, block }, each.id)
      else this.draft.addPart(reply, { record, block }, partId(line, record, block))
      if (isCall) this.#noteTodos(each)
    }
    // Nothing of a line is lost: without a block there is no part to keep it.
    if (blocks.length === 0 && known !== undefined) this.draft.addEvent(record)
    return reply
  }

  /** The results of tools come as messages of the user; they belong to their calls. */
  #user(line: JsonObject, blocks: readonly JsonValue[], record: RecordReference): PlannedMessage {
    let answered: PlannedMessage | null = null
    const own: number[] = []
    for (const [block, each] of blocks.entries()) {
      const callId = isObject(each) && each.type === "tool_result" ? each.tool_use_id : undefined
      const found = typeof callId === "string" ? this.draft.addResult(callId, { record, block }) : null
      answered ??= found
      if (found === null) own.push(block)
    }
    if (answered !== null && own.length === 0) return answered
    const message = this.draft.addMessage({
      id: idOf(line, record),
      role: "user",
      record,
      parentId: this.#parentOf(line),
    })
    for (const block of own) this.draft.addPart(message, { record, block }, partId(line, record, block))
    if (line.isMeta !== true && line.isCompactSummary !== true) this.#notePrompt(blocks)
    return message
  }

  /** A compaction begins a new tree of messages; it says which line it goes on from. */
  #parentOf({ parentUuid, logicalParentUuid }: JsonObject): string | null {
    for (const uuid of [parentUuid, logicalParentUuid]) {
      const found = typeof uuid === "string" ? this.#lines.get(uuid) : undefined
      if (found !== undefined) return found.messageId
    }
    return null
  }

  #note(line: JsonObject): void {
    const { facts } = this
    const { type, sessionId, cwd, gitBranch, version, customTitle, aiTitle, summary } = line
    if (isId(sessionId)) this.sessionIds.add(sessionId)
    if (typeof cwd === "string" && cwd !== "") facts.cwd ??= cwd
    if (typeof gitBranch === "string" && gitBranch !== "") facts.gitBranch = gitBranch
    if (typeof version === "string") facts.version = version
    if (type === "custom-title" && typeof customTitle === "string") facts.customTitle = customTitle
    if (type === "ai-title" && typeof aiTitle === "string") facts.aiTitle = aiTitle
    if (type === "summary" && typeof summary === "string") facts.summary = summary
  }

  /** What a command prints, and the command itself, are no prompts. */
  #notePrompt(blocks: readonly JsonValue[]): void {
    if (this.facts.firstPrompt !== undefined) return
    const texts = blocks.map((block) => (isObject(block) && typeof block.text === "string" ? block.text.trim() : ""))
    const text = texts.find((each) => each !== "" && !/^<[a-z-]+>|^Caveat: /.test(each))
    if (text !== undefined) this.facts.firstPrompt = firstLine(text)
  }

  #noteTodos({ name, input }: JsonObject): void {
    if (name !== "TodoWrite" || !isObject(input) || !Array.isArray(input.todos)) return
    this.todos = input.todos.filter(isObject).map(({ content, status, ...rest }) => ({
      ...rest,
      content: typeof content === "string" ? content : "",
      status: typeof status === "string" ? status : "pending",
    }))
  }
}

const idOf = ({ uuid }: JsonObject, { digest }: RecordReference): string =>
  typeof uuid === "string" && uuid !== "" ? uuid : shortId("msg", digest)

const partId = ({ uuid }: JsonObject, { digest }: RecordReference, block: number): string =>
  shortId("prt", typeof uuid === "string" && uuid !== "" ? uuid : digest, block)
