import { isPart, type MessageWithParts, type Part, type PartDataByType } from "@opencode/session-core"
import type { AssistantModelMessage, ModelMessage, ToolModelMessage } from "ai"

/**
 * Stored messages as a model reads them. Of several replies to one message, which a retry leaves, only the last counts.
 */
export function conversationOf(messages: MessageWithParts[]): ModelMessage[] {
  const lastReplies = new Map(messages.filter((each) => each.parentId !== null).map((each) => [each.parentId, each.id]))
  return messages
    .filter(({ id, parentId }) => parentId === null || lastReplies.get(parentId) === id)
    .flatMap((message) => {
      if (message.role === "user") return userMessage(message)
      return message.role === "assistant" ? assistantMessages(message) : []
    })
}

function userMessage({ parts }: MessageWithParts): ModelMessage[] {
  const text = parts.map((part) => (isPart(part, "text") ? part.data.text : "")).join("\n")
  return text === "" ? [] : [{ role: "user", content: text }]
}

/** A message for each step: its text and calls, then their results, which is the order that models demand. */
function assistantMessages({ parts }: MessageWithParts): ModelMessage[] {
  const messages: ModelMessage[] = []
  let said: Exclude<AssistantModelMessage["content"], string> = []
  let results: ToolModelMessage["content"] = []
  const endStep = () => {
    if (said.length > 0) messages.push({ role: "assistant", content: said })
    if (results.length > 0) messages.push({ role: "tool", content: results })
    said = []
    results = []
  }
  for (const part of parts) {
    if (isPart(part, "text") && part.data.text !== "") {
      if (results.length > 0) endStep()
      said.push({ type: "text", text: part.data.text })
    } else if (isEndedTool(part)) {
      const { callID: toolCallId, tool: toolName, state } = part.data
      said.push({ type: "tool-call", toolCallId, toolName, input: state.input ?? {} })
      const output =
        state.status === "completed"
          ? { type: "text" as const, value: state.output ?? "" }
          : { type: "error-text" as const, value: state.error ?? "It failed." }
      results.push({ type: "tool-result", toolCallId, toolName, output })
    }
  }
  endStep()
  return messages
}

/** A call without a result would be refused by most endpoints. */
function isEndedTool(part: Part): part is Part & { data: PartDataByType["tool"] } {
  return isPart(part, "tool") && (part.data.state?.status === "completed" || part.data.state?.status === "error")
}
