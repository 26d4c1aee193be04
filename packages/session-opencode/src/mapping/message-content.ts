import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isCount, isId } from "../values/plain-values.ts"

/** The key under which a part keeps what 2.x says in another form than our types. */
export const secondForm = "opencode2"

/** A piece of an assistant's message of OpenCode 2.x: text, reasoning or a tool call. */
export function readContentItem(item: JsonValue): Pick<PartFields, "type" | "data"> {
  if (!isObject(item)) return { type: "unknown", data: { value: item } }
  const { type, ...data } = item
  if (type === "tool") return { type, data: readToolCall(data) }
  if (type === "reasoning") return { type, data: readReasoning(data) }
  return isId(type) ? { type, data } : { type: "unknown", data: item }
}

function readReasoning(data: JsonObject): JsonObject {
  const { time, ...rest } = data
  const span = spanOf(time, "created")
  return span === null ? data : { ...rest, time: span }
}

/** The state in our terms; what cannot be told from it again is kept in its own form. */
function readToolCall(data: JsonObject): JsonObject {
  const { id, name, state, time, ...rest } = data
  if (typeof id !== "string" || typeof name !== "string" || !isObject(state)) return data
  const { status, input, content, error, ...others } = state
  const items = Array.isArray(content) ? content : []
  const texts = items.filter((item) => isObject(item) && item.type === "text")
  const files = items.filter((item) => isObject(item) && item.type === "file")
  const output = texts.map((item) => (isObject(item) ? String(item.text ?? "") : "")).join("\n")
  const message = isObject(error) ? error.message : error
  const span = spanOf(time, "ran") ?? spanOf(time, "created")
  // One text, then files: so the content can be told from output and attachments.
  const isPlain =
    texts.length < 2 && items.every((item, index) => files.includes(item) || (index === 0 && texts.includes(item)))
  const own: JsonObject = {
    ...(time === undefined ? {} : { time }),
    ...(content === undefined || (isPlain && Array.isArray(content)) ? {} : { content }),
    ...(isObject(error) && Object.keys(error).join() !== "message" ? { error } : {}),
  }
  return {
    ...rest,
    tool: name,
    callID: id,
    state: {
      ...others,
      ...(status === "streaming"
        ? { status: "pending", input: {}, raw: input ?? "" }
        : withoutUndefined({ status, input })),
      ...(texts.length > 0 ? { output } : {}),
      ...(typeof message === "string" ? { error: message } : {}),
      ...(files.length > 0 ? { attachments: files.map(readFile) } : {}),
      ...(span === null ? {} : { time: span }),
    },
    ...(Object.keys(own).length === 0 ? {} : { [secondForm]: own }),
  }
}

function readFile(item: JsonValue): JsonValue {
  if (!isObject(item)) return item
  const { uri, name, ...rest } = item
  return { ...rest, url: uri ?? null, ...(name === undefined ? {} : { filename: name }) }
}

/** When something began and ended. Null where it did not say. */
function spanOf(time: JsonValue | undefined, beginning: "created" | "ran"): JsonObject | null {
  if (!isObject(time)) return null
  const { [beginning]: start, completed: end } = time
  if (!isCount(start)) return null
  return { start, ...(isCount(end) ? { end } : {}) }
}

const withoutUndefined = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined))
