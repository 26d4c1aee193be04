import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isCount } from "../values/plain-values.ts"
import { secondForm } from "./message-content.ts"

/** Where a part comes from. */
export interface PartOrigin {
  /** Whether its message was written by OpenCode 2.x: it then goes out as it came in. */
  isSecond: boolean
  /** When its message was written, epoch milliseconds. */
  createdAt: number
}

/** The types of parts that a reply of OpenCode 2.x consists of. */
export const contentTypes: readonly string[] = ["text", "reasoning", "tool"]

/** A piece of an assistant's message as OpenCode 2.x has it: the opposite of `readContentItem`. */
export function contentItemOf({ type, data }: Pick<PartFields, "type" | "data">, origin: PartOrigin): JsonObject {
  if (type === "tool") return { type, ...toolCallOf(data, origin) }
  if (type === "reasoning") return { type, ...reasoningOf(data) }
  return { type, ...data }
}

function reasoningOf(data: JsonObject): JsonObject {
  const { time, ...rest } = data
  if (!isObject(time) || !isCount(time.start)) return data
  return { ...rest, time: { created: time.start, ...(isCount(time.end) ? { completed: time.end } : {}) } }
}

function toolCallOf(data: JsonObject, origin: PartOrigin): JsonObject {
  const { tool, callID, state, [secondForm]: kept, ...rest } = data
  if (typeof tool !== "string" || typeof callID !== "string" || !isObject(state)) return data
  const own: JsonObject = isObject(kept) ? kept : {}
  const time = own.time ?? timeOf(state, origin)
  return {
    ...{ id: callID, name: tool },
    ...rest,
    state: stateOf(state, own, origin),
    ...(time === undefined ? {} : { time }),
  }
}

function timeOf({ time }: JsonObject, { isSecond, createdAt }: PartOrigin): JsonObject | undefined {
  if (!isObject(time) || !isCount(time.start)) return isSecond ? undefined : { created: createdAt }
  return { created: time.start, ran: time.start, ...(isCount(time.end) ? { completed: time.end } : {}) }
}

function stateOf(state: JsonObject, own: JsonObject, { isSecond }: PartOrigin): JsonObject {
  const { status, input, output, error, attachments, time: _time, raw, ...others } = state
  if (status === "pending") return { ...others, status: "streaming", input: typeof raw === "string" ? raw : "" }
  const content = own.content ?? contentOf(output, attachments, !isSecond && status === "completed")
  const failure = own.error ?? (typeof error === "string" ? { type: "unknown", message: error } : error)
  return {
    ...others,
    ...(status === undefined ? {} : { status }),
    ...(isSecond || isObject(input) ? (input === undefined ? {} : { input }) : { input: { value: input ?? null } }),
    ...(content === undefined ? {} : { content }),
    ...(failure === undefined ? {} : { error: failure }),
    ...(status === "running" && !isObject(others.metadata) ? { metadata: {} } : {}),
  }
}

/** A text, and files after it. 2.x takes no completed call without content. */
function contentOf(
  output: JsonValue | undefined,
  attachments: JsonValue | undefined,
  isNeeded: boolean,
): JsonValue | undefined {
  const files = (Array.isArray(attachments) ? attachments : []).map(fileOf)
  const texts = typeof output === "string" ? [{ type: "text", text: output }] : []
  const content = [...texts, ...files]
  if (content.length > 0) return content
  return isNeeded ? [{ type: "text", text: "" }] : undefined
}

function fileOf(item: JsonValue): JsonValue {
  if (!isObject(item)) return item
  const { url, filename, ...rest } = item
  return { ...rest, type: "file", uri: url ?? "", ...(filename === undefined ? {} : { name: filename }) }
}
