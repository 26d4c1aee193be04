import type { JsonObject, JsonValue, PartFields, ToolState } from "@opencode/session-core"
import { isId, isObject, parseJson } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import { dataFile, linkedFile } from "../values/data-file.ts"
import { without } from "../values/without.ts"
import { blocksOf, callIdOf, calls, codexRecordOf, isContext } from "./codex-record.ts"

type Content = Pick<PartFields, "type" | "data">

/** What the lines of a rollout are in our terms. */
export const codexInterpreter: SessionInterpreter = {
  message(_planned: PlannedMessage, line: JsonObject) {
    const { type, payload } = codexRecordOf(line)
    // What of another item has no field is kept with its part.
    const kept =
      type === "response_item" && payload.type === "message" ? without(payload, "type", "role", "content") : {}
    return { kept, error: null }
  },

  part(planned: PlannedPart, { record, first, result }: PartRecords): Content {
    const { type, payload } = codexRecordOf(record)
    if (type === "compacted") {
      const { message, ...rest } = payload
      return { type: "compaction", data: { ...rest, ...(message === undefined ? {} : { text: message }) } }
    }
    if (payload.type !== "message") return itemContent(planned, payload, result)
    const { type: contentType, data } = messageContent(planned, payload)
    // A reply may have several messages; what its first one says is kept with the reply.
    const others = record === first || planned.block > 0 ? {} : without(payload, "type", "role", "content")
    return Object.keys(others).length === 0
      ? { type: contentType, data }
      : { type: contentType, data: { ...data, codex: others } }
  },
}

function messageContent(planned: PlannedPart, message: JsonObject): Content {
  const block = blocksOf(message)[planned.block]
  if (!isObject(block)) return { type: "unknown", data: { value: block ?? null } }
  const { type, text, image_url: url, ...rest } = block
  if (typeof text === "string") {
    const isSynthetic = message.role !== "assistant" && (message.role !== "user" || isContext(text))
    return { type: "text", data: { ...rest, text, ...(isSynthetic ? { synthetic: true } : {}) } }
  }
  if (type === "input_image" && typeof url === "string") return linkedFile(url, rest)
  return isId(type) ? { type, data: without(block, "type") } : { type: "unknown", data: block }
}

function itemContent(planned: PlannedPart, item: JsonObject, result: JsonObject | null): Content {
  const { type } = item
  if (type === "reasoning") return reasoning(item)
  if (type === "web_search_call" || type === "image_generation_call") return finishedCall(planned, item)
  if (typeof type === "string" && calls.includes(type)) return call(planned, item, result)
  const answer = { tool: "", callID: callIdOf(item) ?? planned.id, state: answerOf(item) }
  return { type: "tool", data: answer }
}

/** The summary is what people may read; the thoughts themselves are encrypted, or in `content`. */
function reasoning(item: JsonObject): Content {
  const { type: _type, summary, content, ...rest } = item
  const texts = [summary, content].flatMap((blocks) => (Array.isArray(blocks) ? blocks : [])).map(textOf)
  return { type: "reasoning", data: { ...rest, text: texts.filter((text) => text !== "").join("\n\n") } }
}

const textOf = (block: JsonValue): string => (isObject(block) && typeof block.text === "string" ? block.text : "")

function call(planned: PlannedPart, item: JsonObject, result: JsonObject | null): Content {
  const { type, call_id: _callId, name, arguments: args, input, action, status, ...rest } = item
  const given = args ?? input ?? action ?? null
  const asked = { input: typeof given === "string" ? (parseJson(given) ?? given) : given }
  const state: ToolState =
    planned.result === null || result === null
      ? { status: "pending", ...asked }
      : { ...answerOf(codexRecordOf(result).payload), ...asked }
  const others = { ...rest, ...(status === undefined ? {} : { callStatus: status }) }
  return {
    type: "tool",
    data: { ...others, tool: isId(name) ? name : nameOf(type), callID: callIdOf(item) ?? planned.id, state },
  }
}

/** A call that has its answer in itself. */
function finishedCall(planned: PlannedPart, item: JsonObject): Content {
  const { type, status, action, result, call_id: _callId, id, ...rest } = item
  const isFile = type === "image_generation_call" && typeof result === "string"
  const file = isFile ? dataFile("image/png", result) : null
  const output = isFile || result === undefined ? "" : typeof result === "string" ? result : JSON.stringify(result)
  const state: ToolState = {
    ...(status === "failed" ? { status: "error", error: output } : { status: "completed", output }),
    input: action ?? rest,
    ...(file === null ? {} : { attachments: [{ type: file.type, ...file.data }] }),
    metadata: without({ status, ...(action === undefined ? {} : rest), ...(typeof id === "string" ? { id } : {}) }),
  }
  return { type: "tool", data: { tool: nameOf(type), callID: callIdOf(item) ?? planned.id, state } }
}

/** `local_shell_call` is the call of a tool `local_shell`. */
const nameOf = (type: JsonValue | undefined): string => (typeof type === "string" ? type.replace(/_call$/, "") : "")

/** The state of a call by its answer, which is a text, a JSON text with the text and more, or blocks of text and images. */
function answerOf(item: JsonObject): ToolState {
  const { type: _type, call_id: _callId, output, tools, ...rest } = item
  const { text, others, attachments, success } = outputOf(output ?? tools ?? "")
  const metadata = { ...rest, ...others }
  return {
    ...(success ? { status: "completed", output: text } : { status: "error", error: text }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  }
}

interface Output {
  text: string
  others: JsonObject
  attachments: JsonObject[]
  success: boolean
}

function outputOf(output: JsonValue): Output {
  if (typeof output === "string") {
    const parsed = output.startsWith("{") ? parseJson(output) : undefined
    if (!isObject(parsed) || typeof parsed.output !== "string") return { ...nothingElse, text: output }
    const { output: text, ...others } = parsed
    return { ...nothingElse, text, others }
  }
  if (Array.isArray(output)) return blocksOutput(output)
  if (!isObject(output)) return { ...nothingElse, text: JSON.stringify(output) }
  const { content, success, ...others } = output
  const found = Array.isArray(content)
    ? blocksOutput(content)
    : { ...nothingElse, text: typeof content === "string" ? content : JSON.stringify(content ?? others) }
  return { ...found, others, success: success !== false }
}

const nothingElse: Omit<Output, "text"> = { others: {}, attachments: [], success: true }

function blocksOutput(blocks: readonly JsonValue[]): Output {
  const texts: string[] = []
  const attachments: JsonObject[] = []
  for (const block of blocks) {
    const url = isObject(block) ? block.image_url : undefined
    if (isObject(block) && typeof url === "string") {
      const file = linkedFile(url, without(block, "type", "image_url"))
      attachments.push({ type: file.type, ...file.data })
    } else texts.push(textOf(block) === "" ? JSON.stringify(block) : textOf(block))
  }
  return { ...nothingElse, text: texts.join("\n"), attachments }
}
