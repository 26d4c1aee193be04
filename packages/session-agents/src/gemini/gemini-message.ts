import type { JsonObject, JsonValue, PartFields, ToolState, Usage } from "@opencode/session-core"
import { isCount, isId, isObject } from "@opencode/session-opencode/formats"
import { without } from "../values/without.ts"
import { contentOf, contentParts, resultOf } from "./gemini-content.ts"

type Content = Pick<PartFields, "type" | "data">

/** Where a block of a message stands: among its thoughts, its content or its tool calls. */
export interface BlockPlace {
  list: "thoughts" | "content" | "toolCalls"
  index: number
}

const messageTypes: readonly unknown[] = ["user", "gemini", "info", "error", "warning"]

/** Whether a record is a message of a chat. */
export const isMessage = ({ type, content, toolCalls, thoughts }: JsonObject): boolean =>
  messageTypes.includes(type) && [content, toolCalls, thoughts].some((value) => value !== undefined)

const list = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

/** The blocks of a message, as a reader meets them. A message that grows gets more of them, and none goes. */
export function blocksOf({ thoughts, content, toolCalls }: JsonObject): BlockPlace[] {
  return [
    ...list(thoughts).map((_, index): BlockPlace => ({ list: "thoughts", index })),
    ...contentParts(content).map((_, index): BlockPlace => ({ list: "content", index })),
    ...list(toolCalls).map((_, index): BlockPlace => ({ list: "toolCalls", index })),
  ]
}

/** A tool call's id; null where it has none. */
export function callIdOf(message: JsonObject, { list: name, index }: BlockPlace): string | null {
  const call = name === "toolCalls" ? list(message.toolCalls)[index] : undefined
  return isObject(call) && isId(call.id) ? call.id : null
}

/** A block in our terms. */
export function blockContent(message: JsonObject, block: number): Content {
  const place = blocksOf(message)[block]
  if (place?.list === "content") return contentOf(contentParts(message.content)[place.index] ?? "")
  const value = place === undefined ? null : (list(message[place.list])[place.index] ?? null)
  if (!isObject(value)) return { type: "unknown", data: { value } }
  return place?.list === "thoughts" ? thoughtContent(value) : callContent(value)
}

/** A thought has a subject and a description. */
function thoughtContent({ subject, description, ...rest }: JsonObject): Content {
  const texts = [subject, description].filter((text) => typeof text === "string" && text !== "")
  return { type: "reasoning", data: { ...rest, text: texts.join("\n") } }
}

const statuses: Readonly<Record<string, ToolState["status"]>> = {
  ...{ success: "completed", error: "error", cancelled: "error", executing: "running" },
}

function callContent(call: JsonObject): Content {
  const { id, name, args, result, status, description, ...others } = call
  const { text, attachments, rest } = resultOf(result)
  const { resultDisplay } = others
  const output = text === "" && typeof resultDisplay === "string" ? resultDisplay : text
  const known = (typeof status === "string" ? statuses[status] : undefined) ?? "pending"
  const metadata = without({ ...others, status, ...(rest.length === 0 ? {} : { result: rest }) })
  const state: ToolState = {
    ...{ status: known, input: args ?? null, metadata },
    ...(known === "completed" ? { output } : known === "error" ? { error: output } : {}),
    ...(typeof description === "string" && description !== "" ? { title: description } : {}),
    ...(attachments.length === 0 ? {} : { attachments }),
  }
  return { type: "tool", data: { tool: isId(name) ? name : "", callID: typeof id === "string" ? id : "", state } }
}

/** What a reply took; null where nothing is told. Gemini counts tokens from the cache with those that were sent. */
export function usageOf({ tokens }: JsonObject): Usage | null {
  if (!isObject(tokens)) return null
  const of = (key: string): number => (isCount(tokens[key]) ? Number(tokens[key]) : 0)
  return {
    ...{ input: Math.max(0, of("input") - of("cached")) + of("tool"), output: of("output"), reasoning: of("thoughts") },
    ...{ cacheRead: of("cached"), cacheWrite: 0, cost: 0 },
  }
}
