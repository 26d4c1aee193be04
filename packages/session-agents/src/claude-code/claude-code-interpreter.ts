import type { JsonObject, JsonValue, PartFields, ToolState } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import { agentSessionId } from "../values/agent-session-id.ts"
import { dataFile, linkedFile } from "../values/data-file.ts"
import { differenceFrom, without } from "../values/without.ts"
import { blockOf, blocksOf, modelOf } from "./claude-code-line.ts"

type Content = Pick<PartFields, "type" | "data">

/** Under which a part keeps what its line says otherwise than its message's first line. */
export const origin = "claudeCode"

/** What the lines of Claude Code are in our terms. */
export class ClaudeCodeInterpreter implements SessionInterpreter {
  readonly #sessionId: string

  /** `sessionId` is what the lines call the session. */
  constructor(sessionId: string) {
    this.#sessionId = sessionId
  }

  message(_planned: PlannedMessage, line: JsonObject): { kept: JsonObject; error: JsonValue } {
    return { kept: restOf(line), error: errorOf(line) }
  }

  part(planned: PlannedPart, { record, first, result }: PartRecords): Content {
    const { type, data } = this.#content(planned, record, result)
    const isFirstOfLine = planned.block === 0
    const others = record === first || !isFirstOfLine ? {} : differenceFrom(restOf(first), restOf(record))
    return Object.keys(others).length === 0 ? { type, data } : { type, data: { ...data, [origin]: others } }
  }

  #content(planned: PlannedPart, line: JsonObject, result: JsonObject | null): Content {
    if (line.type === "system") return systemContent(line)
    const block = blockOf(line, planned.block)
    const { type, ...rest } = block
    switch (type) {
      case "text":
        return { type, data: line.isMeta === true ? { ...rest, synthetic: true } : rest }
      case "thinking": {
        const { thinking, ...others } = rest
        return { type: "reasoning", data: typeof thinking === "string" ? { ...others, text: thinking } : rest }
      }
      case "tool_use":
      case "server_tool_use":
        return this.#toolCall(planned, block, result)
      case "tool_result":
        return {
          type: "tool",
          data: { tool: "", callID: callIdOf(block), state: this.#stateOf(block, line, undefined) },
        }
      case "image":
      case "document":
        return fileOf(block) ?? { type, data: rest }
      default:
        return isId(type) ? { type, data: rest } : { type: "unknown", data: block }
    }
  }

  #toolCall(planned: PlannedPart, block: JsonObject, line: JsonObject | null): Content {
    const { id, name, input, type, ...rest } = block
    const call = { ...rest, ...(type === "tool_use" ? {} : { type }), tool: typeof name === "string" ? name : "" }
    const state: ToolState =
      planned.result === null || line === null
        ? { status: "pending", input: input ?? null }
        : this.#stateOf(blockOf(line, planned.result.block), line, input ?? null)
    return { type: "tool", data: { ...call, callID: typeof id === "string" ? id : planned.id, state } }
  }

  /** The state of a call that has its result. The line of a result says more of it than its block. */
  #stateOf(block: JsonObject, line: JsonObject, input: JsonValue | undefined): ToolState {
    const { type: _type, tool_use_id: _id, content, is_error: failed, ...rest } = block
    const { text, attachments } = resultOf(content)
    const { toolUseResult } = line
    const isFirst = blocksOf(line)?.find((each) => isObject(each) && each.type === "tool_result") === block
    const agentId = isObject(toolUseResult) ? toolUseResult.agentId : undefined
    const metadata: JsonObject = {
      ...rest,
      // As OpenCode names the session of a sub-agent.
      ...(isId(agentId) ? { sessionId: agentSessionId(this.#sessionId, agentId) } : {}),
      ...(isFirst && toolUseResult !== undefined ? { toolUseResult } : {}),
      ...(isFirst ? { [origin]: restOf(line) } : {}),
    }
    return {
      ...(failed === true ? { status: "error", error: text } : { status: "completed", output: text }),
      ...(input === undefined ? {} : { input }),
      ...(attachments.length === 0 ? {} : { attachments }),
      ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    }
  }
}

/** What of a line has no field of ours. */
function restOf(line: JsonObject): JsonObject {
  const rest = without(line, "type", "message", "toolUseResult", "timestamp")
  const { message } = line
  if (!isObject(message)) return rest
  const others = without(message, "content", "role", "type", ...(modelOf(line) === null ? [] : ["model"]))
  return Object.keys(others).length === 0 ? rest : { ...rest, message: others }
}

function errorOf(line: JsonObject): JsonValue {
  if (line.isApiErrorMessage !== true) return null
  const { text } = blockOf(line, 0)
  return { name: isId(line.error) ? line.error : "api_error", data: { message: typeof text === "string" ? text : "" } }
}

function systemContent(line: JsonObject): Content {
  const { content, compactMetadata } = line
  const text = typeof content === "string" ? content : JSON.stringify(content ?? "")
  if (line.subtype !== "compact_boundary") return { type: "text", data: { text, synthetic: true } }
  return { type: "compaction", data: { text, ...(compactMetadata === undefined ? {} : { compactMetadata }) } }
}

const callIdOf = ({ tool_use_id: id }: JsonObject): string => (typeof id === "string" ? id : "")

/** A result is a text, or blocks of text and images. */
function resultOf(content: JsonValue | undefined): { text: string; attachments: JsonObject[] } {
  if (typeof content === "string") return { text: content, attachments: [] }
  if (!Array.isArray(content))
    return { text: content === undefined || content === null ? "" : JSON.stringify(content), attachments: [] }
  const texts: string[] = []
  const attachments: JsonObject[] = []
  for (const block of content) {
    const file = isObject(block) ? fileOf(block) : null
    if (file !== null) attachments.push({ type: file.type, ...file.data })
    else if (isObject(block) && typeof block.text === "string") texts.push(block.text)
    else texts.push(JSON.stringify(block))
  }
  return { text: texts.join("\n"), attachments }
}

/** An image or document as a file; null where it is none that we know. */
function fileOf(block: JsonObject): Content | null {
  const { type, source, title, ...rest } = block
  if ((type !== "image" && type !== "document") || !isObject(source)) return null
  const others = { ...rest, ...(typeof title === "string" ? { filename: title } : {}) }
  const { media_type: mime, data, url } = source
  if (typeof data === "string" && typeof mime === "string") return dataFile(mime, data, others)
  return typeof url === "string" ? linkedFile(url, others) : null
}
