import type { JsonObject, JsonValue, MessageRole, ModelReference, Usage } from "@opencode/session-core"
import { isId, isObject } from "@opencode/session-opencode/formats"
import { firstLine } from "../values/first-line.ts"
import { readTime } from "../values/read-time.ts"
import { shortId } from "../values/short-id.ts"
import { contentParts, textOf } from "./gemini-content.ts"
import { type BlockPlace, blocksOf, callIdOf, usageOf } from "./gemini-message.ts"

/** What is kept of a message until it is known that no later state replaces it. */
export interface ShortMessage {
  readonly role: MessageRole
  /** Epoch milliseconds. */
  readonly time: number | null
  readonly model: ModelReference | null
  readonly usage: Usage | null
  /** The first line of its text. */
  readonly title: string
  readonly blocks: readonly { partId: string; time: number | null }[]
}

export function shortMessage(id: string, message: JsonObject): ShortMessage {
  const { type, timestamp, model, content } = message
  const text = contentParts(content).map(textOf).join("\n")
  return {
    role: type === "gemini" ? "assistant" : type === "user" ? "user" : "system",
    time: readTime(timestamp),
    model: isId(model) ? { providerId: "google", modelId: model } : null,
    usage: usageOf(message),
    title: firstLine(text),
    blocks: blocksWithIds(id, message),
  }
}

/** A call is known by its own id, unless another one of the message calls itself the same. */
function blocksWithIds(id: string, message: JsonObject): ShortMessage["blocks"] {
  const taken = new Set<string>()
  return blocksOf(message).map((place) => {
    const own = callIdOf(message, place)
    const partId = own === null || taken.has(own) ? shortId("prt", id, place.list, place.index) : own
    taken.add(partId)
    return { partId, time: timeOf(message, place) }
  })
}

function timeOf(message: JsonObject, { list, index }: BlockPlace): number | null {
  const values: JsonValue | undefined = list === "content" ? undefined : message[list]
  const value = Array.isArray(values) ? values[index] : undefined
  return isObject(value) ? readTime(value.timestamp) : null
}
