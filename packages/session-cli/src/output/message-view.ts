import { isReverted, type JsonValue, type MessageWithParts, type Part, type Revert } from "@opencode/session-core"
import { formatDateTime, formatDuration, formatTime } from "./format-time.ts"
import { formatUsage } from "./format-usage.ts"
import type { Output } from "./output.ts"
import { printPart } from "./part-view.ts"
import { joinText, safeBody, safeLine, text } from "./safe-text.ts"
import { modelName } from "./session-header.ts"

export interface MessageViewOptions {
  /** Everything, not abbreviated. */
  full: boolean
  revert: Revert | null
  /** The message's parts. */
  parts: Iterable<Part> | AsyncIterable<Part>
}

/** A message with its parts, as one reads a conversation. `parts` are read while they are printed. */
export async function printMessage(
  output: Output,
  message: MessageWithParts,
  { full, revert, parts }: MessageViewOptions,
): Promise<void> {
  const hidden = isReverted(message, revert)
  output.line(text``)
  output.line(
    joinText(
      [
        output.style(["bold", colourOf(message)], safeLine(message.role)),
        output.style("dim", details(output, message)),
        marks(output, message, hidden),
      ],
      "  ",
    ),
  )
  if (message.damaged !== undefined) {
    output.line(output.style("red", text`! damaged: ${message.damaged.reason}`))
    if (full) output.line(safeBody(message.damaged.raw))
  }
  for await (const part of parts) {
    if (revert?.partId != null && revert.messageId === message.id && part.id === revert.partId) {
      output.line(output.style("yellow", text`(reverted from here on)`))
    }
    printPart(output, part, full)
    await output.flush()
  }
  if (message.error !== null) output.line(output.style("red", text`! ${describeError(message.error)}`))
  if (message.usage !== null) output.line(output.style("dim", text`${formatUsage(message.usage)}`))
}

const colourOf = ({ role }: MessageWithParts) => (role === "user" ? "cyan" : role === "assistant" ? "green" : "magenta")

function details(output: Output, message: MessageWithParts) {
  const { agent, author, completedAt, createdAt, id, model, role } = message
  const took = role === "assistant" && completedAt !== null ? formatDuration(completedAt - createdAt) : ""
  const time = output.interactive ? formatDateTime(createdAt) : formatTime(createdAt)
  const writer = role === "user" ? (author?.user ?? "") : ""
  return joinText(
    [time, writer, agent ?? "", modelName(model), took, id].map((each) => safeLine(each)),
    "  ",
  )
}

function marks(output: Output, { completedAt, role }: MessageWithParts, hidden: boolean) {
  const interrupted = role === "assistant" && completedAt === null
  return joinText(
    [
      interrupted ? output.style("yellow", text`(interrupted: it was never completed)`) : text``,
      hidden ? output.style("yellow", text`(reverted)`) : text``,
    ],
    " ",
  )
}

/** OpenCode's errors are `{name, data: {message}}`. */
function describeError(error: JsonValue): string {
  if (typeof error === "string") return error
  if (typeof error !== "object" || error === null || Array.isArray(error)) return JSON.stringify(error)
  const data = error.data
  const inner = typeof data === "object" && data !== null && !Array.isArray(data) ? data.message : error.message
  const parts = [error.name, inner].filter((part) => typeof part === "string")
  return parts.length > 0 ? parts.join(": ") : JSON.stringify(error)
}
