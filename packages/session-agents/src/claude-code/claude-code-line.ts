import type { JsonObject, JsonValue, ModelReference } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"

/** A block of a message's content, such as `{ type: "text", text }`. A content that is a text is one block. */
export type Block = JsonObject

/** The blocks of a line's message; null where it has no content that we know. */
export function blocksOf(line: JsonObject): readonly JsonValue[] | null {
  const { message } = line
  if (!isObject(message)) return null
  const { content } = message
  if (typeof content === "string") return [{ type: "text", text: content }]
  return Array.isArray(content) ? content : null
}

/** A block by its number, as an object. */
export function blockOf(line: JsonObject, number: number): Block {
  const block = blocksOf(line)?.[number]
  return isObject(block)
    ? block
    : { type: "text", text: typeof block === "string" ? block : JSON.stringify(block ?? null) }
}

/** The model that wrote a line; null for one that Claude Code wrote itself. */
export function modelOf({ message }: JsonObject): ModelReference | null {
  const modelId = isObject(message) ? message.model : undefined
  return isId(modelId) && modelId !== "<synthetic>" ? { providerId: "anthropic", modelId } : null
}

/** The id under which a line's sub-agent is known; null for the session itself. */
export function agentIdOf(line: JsonObject): string | null {
  return line.isSidechain === true && isId(line.agentId) ? line.agentId : null
}

const conversation: readonly unknown[] = ["user", "assistant", "system"]
const others: readonly unknown[] = ["summary", "file-history-snapshot", "queue-operation", "custom-title", "ai-title"]

/** Whether a record is a line of Claude Code. */
export function isClaudeCodeLine(record: JsonObject): boolean {
  const { type, uuid, sessionId, parentUuid, isSidechain, leafUuid, messageId } = record
  if (conversation.includes(type)) {
    return (
      typeof uuid === "string" &&
      (typeof sessionId === "string" || parentUuid !== undefined || isSidechain !== undefined)
    )
  }
  return others.includes(type) && [sessionId, leafUuid, messageId].some((id) => typeof id === "string")
}
