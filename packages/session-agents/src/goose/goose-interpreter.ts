import type { JsonObject, JsonValue, PartFields, ToolState } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import { dataFile } from "../values/data-file.ts"
import { without } from "../values/without.ts"
import { blockOf, blocksOf, isCall } from "./goose-message.ts"

type Content = Pick<PartFields, "type" | "data">

/** What the messages of Goose are in our terms. */
export const gooseInterpreter: SessionInterpreter = {
  message: (_planned: PlannedMessage, message: JsonObject): { kept: JsonObject; error: JsonValue } => ({
    kept: without(message, "role", "created", "content"),
    error: null,
  }),

  part(planned: PlannedPart, { record, result }: PartRecords): Content {
    const block = blockOf(record, planned.block)
    if (isCall(block)) return callContent(planned, block, result)
    const { type, ...rest } = block
    if (type === "toolResponse") {
      return {
        type: "tool",
        data: { tool: "", callID: String(block.id ?? ""), state: answerOf(record, planned.block) },
      }
    }
    return contentOf(type, rest, block)
  },
}

function contentOf(type: JsonValue | undefined, rest: JsonObject, block: JsonObject): Content {
  const { thinking, data, mimeType } = rest
  if (type === "thinking" && typeof thinking === "string") {
    return { type: "reasoning", data: { ...without(rest, "thinking"), text: thinking } }
  }
  if (type === "reasoning" || type === "text") return { type, data: rest }
  if (type === "image" && typeof data === "string" && typeof mimeType === "string") {
    return dataFile(mimeType, data, without(rest, "data", "mimeType"))
  }
  return isId(type) ? { type, data: rest } : { type: "unknown", data: block }
}

function callContent(planned: PlannedPart, block: JsonObject, result: JsonObject | null): Content {
  const { type, id, toolCall, ...rest } = block
  const { status, value, error } = isObject(toolCall) ? toolCall : {}
  const { name, arguments: args, ...others } = isObject(value) ? value : {}
  const asked = { input: args ?? null }
  const failed = status === "error" || typeof error === "string"
  const state: ToolState =
    planned.result !== null && result !== null
      ? { ...answerOf(result, planned.result.block), ...asked }
      : failed
        ? { status: "error", error: String(error ?? ""), ...asked }
        : { status: "pending", ...asked }
  const kept = { ...rest, ...others, ...(type === "toolRequest" ? {} : { type }) }
  return { type: "tool", data: { ...kept, tool: isId(name) ? name : "", callID: isId(id) ? id : planned.id, state } }
}

/**
 * The state of a call by its answer: a list of contents, or an object with one; or an error. What else the message of the answers says
 * is kept with the first of them.
 */
function answerOf(message: JsonObject, number: number): ToolState {
  const block = blockOf(message, number)
  const { toolResult, type: _type, id: _id, ...others } = block
  const isFirst = blocksOf(message).findIndex((each) => isObject(each) && each.type === "toolResponse") === number
  const kept = isFirst ? without(message, "role", "created", "content") : {}
  const rest: JsonObject = Object.keys(kept).length === 0 ? others : { ...others, goose: kept }
  const { value, error } = isObject(toolResult) ? toolResult : {}
  if (value === undefined) {
    const text = typeof error === "string" ? error : JSON.stringify(error ?? "")
    return { status: "error", error: text, ...(Object.keys(rest).length === 0 ? {} : { metadata: rest }) }
  }
  const { content, isError, ...further } = isObject(value) ? value : { content: value }
  const [texts, attachments, extra]: [string[], JsonObject[], JsonValue[]] = [[], [], []]
  for (const each of Array.isArray(content) ? content : [content ?? null]) {
    const { type, text, ...about } = isObject(each) ? each : {}
    const file = isObject(each) ? contentOf(type, without(each, "type"), each) : null
    if (typeof text === "string") {
      texts.push(text)
      if (Object.keys(about).length > 0) extra.push(about)
    } else if (file?.type === "file") attachments.push({ type: file.type, ...file.data })
    else if (each !== null) texts.push(JSON.stringify(each))
  }
  const metadata: JsonObject = { ...rest, ...further, ...(extra.length === 0 ? {} : { content: extra }) }
  const text = texts.join("\n")
  return {
    ...(isError === true ? { status: "error", error: text } : { status: "completed", output: text }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}
