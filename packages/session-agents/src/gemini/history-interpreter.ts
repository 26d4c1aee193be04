import type { JsonObject, JsonValue, ToolState } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import { without } from "../values/without.ts"
import { contentOf, contentParts, resultOf } from "./gemini-content.ts"

/** What a saved conversation is in our terms: contents as the model gets them, in which a tool's answer is a part of the next one. */
export const historyInterpreter: SessionInterpreter = {
  message: (_planned: PlannedMessage, content: JsonObject): { kept: JsonObject; error: JsonValue } => ({
    kept: without(content, "role", "parts"),
    error: null,
  }),

  part({ id, block, result }: PlannedPart, records: PartRecords) {
    const part = partOf(records.record, block)
    const call = isObject(part) ? part.functionCall : undefined
    if (!isObject(part) || !isObject(call)) return contentOf(part)
    const { name, args, id: callId, ...others } = call
    const answer = result === null || records.result === null ? undefined : partOf(records.result, result.block)
    const data = { ...without(part, "functionCall"), ...others, tool: isId(name) ? name : "" }
    return { type: "tool", data: { ...data, callID: isId(callId) ? callId : id, state: stateOf(args ?? null, answer) } }
  },
}

const partOf = (content: JsonObject, block: number): JsonValue => contentParts(content.parts)[block] ?? null

function stateOf(input: JsonValue, answer: JsonValue | undefined): ToolState {
  if (answer === undefined) return { status: "pending", input }
  const { text, attachments, rest } = resultOf(answer)
  const response = isObject(answer) && isObject(answer.functionResponse) ? answer.functionResponse.response : undefined
  const failed = isObject(response) && typeof response.error === "string" && response.output === undefined
  return {
    ...(failed ? { status: "error", error: text } : { status: "completed", output: text }),
    input,
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(rest.length === 0 ? {} : { metadata: { result: rest } }),
  }
}
