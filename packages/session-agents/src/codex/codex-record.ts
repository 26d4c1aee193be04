import type { JsonObject, JsonValue } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"

/** A line of a rollout: what it is about, and what it says. Before September 2025 a line was its payload. */
export interface CodexRecord {
  type: string
  payload: JsonObject
}

/** What a line says, whichever version wrote it. */
export function codexRecordOf(line: JsonObject): CodexRecord {
  const { type, payload } = line
  if (typeof type === "string" && isObject(payload)) return { type, payload }
  if (typeof type === "string") return { type: "response_item", payload: line }
  if (isObject(line.session)) return { type: "session_meta", payload: line.session }
  return { type: isHeader(line) ? "session_meta" : "state", payload: line }
}

/** The first line of an old rollout. */
const isHeader = ({ id, timestamp, record_type: recordType }: JsonObject): boolean =>
  isId(id) && typeof timestamp === "string" && recordType === undefined

const envelopes: readonly unknown[] = [
  ...["session_meta", "response_item", "event_msg", "turn_context", "compacted", "world_state"],
]
const bareItems: readonly unknown[] = ["message", "reasoning", "function_call", "function_call_output"]

/** Whether a record is a line of a rollout. */
export function isCodexLine(record: JsonObject): boolean {
  const { type, payload, timestamp, instructions, git, record_type: recordType, uuid, sessionId } = record
  if (isObject(record.session)) return isHeader(record.session)
  if (isObject(payload)) return envelopes.includes(type) && typeof timestamp === "string"
  if (type === undefined)
    return (isHeader(record) && (instructions !== undefined || git !== undefined)) || recordType === "state"
  return bareItems.includes(type) && uuid === undefined && sessionId === undefined && isBareItem(record)
}

const isBareItem = ({ role, summary, call_id: callId }: JsonObject): boolean =>
  [role, callId].some((value) => typeof value === "string") || Array.isArray(summary)

/** The blocks of a message. */
export function blocksOf({ content }: JsonObject): readonly JsonValue[] {
  if (typeof content === "string") return [{ type: "input_text", text: content }]
  return Array.isArray(content) ? content : []
}

/** Calls that are answered by an item of their own, by the type of the call. */
export const calls: readonly string[] = ["function_call", "custom_tool_call", "local_shell_call", "tool_search_call"]

/** What links a call and its answer. */
export function callIdOf({ call_id: callId, id }: JsonObject): string | null {
  if (typeof callId === "string" && callId !== "") return callId
  return typeof id === "string" && id !== "" ? id : null
}

/** Whether a text of the user is one that Codex put in front of what they typed. */
export const isContext = (text: string): boolean => /^\s*(?:<[a-z_ ]+>|# AGENTS\.md)/.test(text)
