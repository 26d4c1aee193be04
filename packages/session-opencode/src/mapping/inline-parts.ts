import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { isId } from "../values/plain-values.ts"
import { readPartData } from "./part-data.ts"
import { partIdOf } from "./session-message.ts"

/** A message's data without the parts that are in it, and those parts. */
export interface InlineParts {
  rest: JsonObject
  parts: Pick<PartFields, "id" | "type" | "data">[]
}

/**
 * The first versions of OpenCode kept parts within their message, and what is known of an assistant's reply in its `metadata`. Later
 * messages come back as they are.
 */
export function readInlineParts(messageId: string, data: JsonObject): InlineParts {
  const { parts, metadata, ...others } = data
  if (!Array.isArray(parts)) return { rest: data, parts: [] }
  const { time, assistant, error, tool, ...rest }: JsonObject = isObject(metadata) ? metadata : {}
  const { sessionID: _sessionId, ...kept } = rest
  const calls = isObject(tool) ? tool : {}
  return {
    rest: {
      ...others,
      ...(isObject(assistant) ? assistant : {}),
      ...(time === undefined ? {} : { time }),
      ...(error === undefined ? {} : { error }),
      ...(Object.keys(kept).length === 0 ? {} : { metadata: kept }),
    },
    parts: parts.map((part, index) => ({ id: partIdOf(messageId, `parts.${index}`), ...readInlinePart(part, calls) })),
  }
}

function readInlinePart(part: JsonValue, calls: JsonObject): Pick<PartFields, "type" | "data"> {
  if (!isObject(part)) return readPartData({ value: part })
  if (part.type !== "tool-invocation" || !isObject(part.toolInvocation)) return readPartData(part)
  const { state, toolCallId, toolName, args, result, ...rest } = part.toolInvocation
  const id = typeof toolCallId === "string" ? toolCallId : ""
  const { title, time, ...metadata }: JsonObject = isId(id) && isObject(calls[id]) ? calls[id] : {}
  return {
    type: "tool",
    data: {
      ...{ tool: typeof toolName === "string" ? toolName : "", callID: id },
      state: {
        ...rest,
        status: state === "result" ? "completed" : "pending",
        input: args ?? null,
        ...(typeof result === "string"
          ? { output: result }
          : result === undefined
            ? {}
            : { output: JSON.stringify(result) }),
        ...(typeof title === "string" ? { title } : {}),
        ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
        ...(isObject(time) ? { time } : {}),
      },
    },
  }
}
