import type { JsonObject, JsonValue, MessageWithParts, Part, Session } from "@opencode/session-core"
import { messageDataOf } from "../mapping/message-data.ts"
import { partDataOf } from "../mapping/part-data.ts"
import { sessionInfoOf } from "../mapping/session-info.ts"
import { isObject } from "../values/json-text.ts"
import { isCount } from "../values/plain-values.ts"
import type { DocumentFormat, MessageContext } from "./document-format.ts"
import { secondTypeOf } from "./generation.ts"
import { indentedJson } from "./indented-json.ts"
import { sessionRowFor } from "./session-row-for.ts"

/** `{info, messages: [{info, parts}]}`, as OpenCode 1.x exports and imports it. */
export const firstGeneration: DocumentFormat = {
  infoOf,
  async *writeMessage(message, context) {
    const type = secondTypeOf(message.metadata)
    if (type !== null && roles[type] === undefined) {
      context.onLeftOut({ id: message.id, type })
      return
    }
    yield `${context.begin()}{\n      "info": `
    yield* indentedJson(messageInfo(message, type, context), 6)
    yield ',\n      "parts": ['
    yield* writeParts(message, context)
  },
}

/** The roles of 1.x for the types of 2.x. What the program notes for itself, such as another model, has none. */
const roles: Readonly<Record<string, "user" | "assistant">> = {
  user: "user",
  assistant: "assistant",
  synthetic: "user",
  system: "user",
  skill: "user",
  shell: "user",
  compaction: "user",
}

/** What 1.x requires and 2.x has no word of. */
function infoOf(session: Session, { idOf }: MessageContext): JsonObject {
  const info = sessionInfoOf(sessionRowFor(session))
  const parent = session.parentId === null ? {} : { parentID: idOf("ses", session.parentId) }
  return { slug: session.id, version: "0.0.0", directory: "", ...info, id: idOf("ses", session.id), ...parent }
}

async function* writeParts(message: MessageWithParts, context: MessageContext): AsyncGenerator<string> {
  // One that was imported from 1.x comes out as it went in.
  const isOurs = message.metadata.opencode === undefined || secondTypeOf(message.metadata) !== null
  let separator = ""
  for await (const part of context.store.messages.parts(message)) {
    yield `${separator}\n        `
    yield* indentedJson(partInfo(part, isOurs ? convertedPart(part) : partDataOf(part), context), 8)
    separator = ","
  }
  yield separator === "" ? "]\n    }" : "\n      ]\n    }"
}

function messageInfo(message: MessageWithParts, type: string | null, context: MessageContext): JsonObject {
  const { id, sessionId, metadata } = message
  const isOurs = metadata.opencode === undefined || type !== null
  const role = type === null ? message.role : (roles[type] ?? "user")
  const data = messageDataOf({ ...message, role })
  if (!isOurs) return { ...data, id, sessionID: sessionId }
  const { type: _type, error, ...rest } = data
  const { idOf, lastPromptId } = context
  // 1.x takes no reply to nothing.
  const answered = role === "assistant" ? { parentID: idOf("msg", message.parentId ?? lastPromptId ?? id) } : {}
  return {
    ...expectedOf({ ...message, role }),
    ...rest,
    ...(error === undefined ? {} : { error: errorOf(error) }),
    ...answered,
    ...{ id: idOf("msg", id), sessionID: idOf("ses", sessionId) },
  }
}

/** What OpenCode expects of a message of its own, for one that another program wrote. */
function expectedOf({ role, agent, usage, model }: MessageWithParts): JsonObject {
  const [providerID, modelID] = [model?.providerId ?? "unknown", model?.modelId ?? "unknown"]
  if (role !== "assistant") return { agent: agent ?? "build", model: { providerID, modelID } }
  return {
    ...{ providerID, modelID, agent: agent ?? "build" },
    ...{ mode: agent ?? "build", path: { cwd: "", root: "" }, system: [], cost: usage?.cost ?? 0 },
    tokens: {
      ...{ input: usage?.input ?? 0, output: usage?.output ?? 0, reasoning: usage?.reasoning ?? 0 },
      cache: { read: usage?.cacheRead ?? 0, write: usage?.cacheWrite ?? 0 },
    },
  }
}

/** The errors that 1.x knows; it refuses a message with any other. */
const knownErrors: readonly JsonValue[] = [
  ...["ProviderAuthError", "UnknownError", "MessageOutputLengthError", "MessageAbortedError", "APIError"],
  ...["StructuredOutputError", "ContextOverflowError", "ContentFilterError"],
]

function errorOf(error: JsonValue): JsonValue {
  if (!isObject(error)) return unknownError(typeof error === "string" ? error : JSON.stringify(error))
  const { name, type, data } = error
  const message = isObject(data) ? data.message : error.message
  const text = typeof message === "string" ? message : JSON.stringify(error)
  // What 1.x requires of an API's error.
  if (name === "APIError") return { name, data: { isRetryable: false, ...(isObject(data) ? data : {}), message: text } }
  if (knownErrors.includes(name ?? null) && isObject(data))
    return { name: name ?? null, data: { ...data, message: text } }
  const kind = [name, type].find((each) => typeof each === "string" && each !== "unknown")
  return unknownError(typeof kind === "string" ? `${kind}: ${text}` : text)
}

const unknownError = (message: string): JsonValue => ({ name: "UnknownError", data: { message } })

const partInfo = ({ id, sessionId, messageId }: Part, data: JsonObject, { idOf }: MessageContext): JsonObject => ({
  ...data,
  ...{ id: idOf("prt", id), sessionID: idOf("ses", sessionId), messageID: idOf("msg", messageId) },
})

const known = [
  ...["text", "subtask", "reasoning", "file", "tool", "step-start", "step-finish", "snapshot", "patch", "agent"],
  ...["retry", "compaction"],
]

/** A part of another program, or of 2.x, as 1.x takes it: of a type that it knows, with all that it requires of that. */
function convertedPart(part: Part): JsonObject {
  const data = partDataOf(part)
  if (!known.includes(part.type)) return { type: "text", text: JSON.stringify(part.data), synthetic: true }
  if (part.type === "reasoning") return { ...data, time: spanOf(data.time, part.createdAt) }
  if (part.type === "compaction") return { ...data, auto: data.auto === true }
  if (part.type === "step-finish") return { reason: "stop", cost: 0, tokens: noTokens, ...data }
  if (part.type !== "tool" || !isObject(data.state)) return data
  return { ...data, state: toolStateOf(data.state, part.createdAt) }
}

const noTokens: JsonObject = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }

function toolStateOf(state: JsonObject, createdAt: number): JsonObject {
  const input = isObject(state.input) ? state.input : { value: state.input ?? null }
  const start = isObject(state.time) && isCount(state.time.start) ? state.time.start : createdAt
  const end = isObject(state.time) && isCount(state.time.end) ? state.time.end : start
  switch (state.status) {
    case "completed":
      return { title: "", metadata: {}, output: "", ...state, input, time: { start, end } }
    case "error":
      return { ...state, input, error: typeof state.error === "string" ? state.error : "", time: { start, end } }
    case "running":
      return { ...state, input, time: { start } }
    default:
      return { ...state, status: "pending", input, raw: typeof state.raw === "string" ? state.raw : "" }
  }
}

const spanOf = (time: JsonValue | undefined, start: number): JsonValue =>
  isObject(time) && isCount(time.start) ? time : { start }
