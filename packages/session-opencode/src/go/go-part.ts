import { hash } from "node:crypto"
import { posix } from "node:path"
import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { unreadablePart } from "../mapping/part-data.ts"
import { isObject, parseJson } from "../values/json-text.ts"
import { isId } from "../values/plain-values.ts"

/** A part has no id there: this one is the same each time, so that importing again finds it. */
export const goPartId = (messageId: string, index: number): string =>
  `prt_${hash("sha256", JSON.stringify([messageId, index])).slice(0, 26)}`

/**
 * A part of the Go lineage, `{type, data}`, in our types. Members of the data that have no place there stay beside the
 * others. A tool's call and its result are in two messages there, and remain two parts with the same `callID`.
 */
export function readGoPart(part: JsonValue): Pick<PartFields, "type" | "data"> {
  if (!isObject(part)) return { type: unreadablePart, data: { raw: JSON.stringify(part) } }
  const { type, data } = part
  if (!isId(type) || !isObject(data)) return { type: isId(type) ? type : unreadablePart, data: { ...part } }
  switch (type) {
    case "text":
      return { type, data }
    case "reasoning": {
      const { thinking, ...rest } = data
      return { type, data: typeof thinking === "string" ? { ...rest, text: thinking } : data }
    }
    case "tool_call":
      return readToolCall(data)
    case "tool_result":
      return readToolResult(data)
    case "finish":
      return { type: "step-finish", data }
    case "image_url": {
      const { url, ...rest } = data
      return typeof url === "string" ? { type: "file", data: { ...rest, mime: "image/*", url } } : { type, data }
    }
    case "binary":
      return readBinary(data)
    case "shell_command":
      return readShellCommand(data)
    default:
      return { type, data }
  }
}

function readToolCall(data: JsonObject): Pick<PartFields, "type" | "data"> {
  const { id, name, input, finished, ...rest } = data
  if (typeof id !== "string" || typeof name !== "string") return { type: "tool_call", data }
  const status = finished === true ? "completed" : "pending"
  const parsed = typeof input === "string" ? (parseJson(input) ?? input) : (input ?? null)
  return { type: "tool", data: { ...rest, tool: name, callID: id, state: { status, input: parsed } } }
}

/** A result may be an image: its `data` then has the content, in base64. */
function readToolResult(result: JsonObject): Pick<PartFields, "type" | "data"> {
  const { tool_call_id: id, name, content, is_error: failed, data, mime_type: mime, ...rest } = result
  if (typeof id !== "string") return { type: "tool_result", data: result }
  const text = typeof content === "string" ? content : JSON.stringify(content ?? "")
  const isFile = typeof data === "string" && data !== "" && typeof mime === "string" && mime !== ""
  const state = {
    ...(failed === true ? { status: "error", error: text } : { status: "completed", output: text }),
    ...(isFile ? { attachments: [{ type: "file", mime, url: `data:${mime};base64,${data}` }] } : {}),
  }
  // Without an image both are there, and empty.
  const others = isFile ? {} : withoutEmpty({ data, mime_type: mime })
  return { type: "tool", data: { ...rest, ...others, tool: typeof name === "string" ? name : "", callID: id, state } }
}

/** A file that the user attached. Its members have no names of their own for JSON in Go, and are called as in the program. */
function readBinary(data: JsonObject): Pick<PartFields, "type" | "data"> {
  const { Path, path, MIMEType, mime_type, Data, data: lower, ...rest } = data
  const [name, mime, content] = [Path ?? path, MIMEType ?? mime_type, Data ?? lower]
  if (typeof content !== "string" || typeof mime !== "string") return { type: "binary", data }
  const filename = typeof name === "string" ? { path: name, filename: posix.basename(name.replaceAll("\\", "/")) } : {}
  return { type: "file", data: { ...rest, ...filename, mime, url: `data:${mime};base64,${content}` } }
}

/** A command that the user ran in the session. */
function readShellCommand(data: JsonObject): Pick<PartFields, "type" | "data"> {
  const { command, output, exit_code: exit, ...rest } = data
  if (typeof command !== "string") return { type: "shell_command", data }
  const state = {
    ...{ status: "completed", input: { command }, output: typeof output === "string" ? output : "" },
    ...(exit === undefined ? {} : { metadata: { exit } }),
  }
  return { type: "tool", data: { ...rest, tool: "shell", callID: "", state } }
}

const withoutEmpty = (values: { [name: string]: JsonValue | undefined }): JsonObject =>
  Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined && entry[1] !== ""),
  )
