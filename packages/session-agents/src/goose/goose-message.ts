import type { JsonObject, JsonValue } from "@opencode/session-core"
import { isObject } from "@opencode/session-opencode/formats"

/** The blocks of a message. */
export const blocksOf = ({ content }: JsonObject): readonly JsonValue[] => (Array.isArray(content) ? content : [])

/** A block by its number, as an object. */
export function blockOf(message: JsonObject, number: number): JsonObject {
  const block = blocksOf(message)[number]
  return isObject(block) ? block : { type: "unknown", value: block ?? null }
}

/** The first line of an old session's file, which says what the session is. */
export const isHeader = ({ working_dir: folder, role, content }: JsonObject): boolean =>
  typeof folder === "string" && role === undefined && content === undefined

/** Whether a record is one of Goose's: a header or a message. */
export function isGooseRecord(record: JsonObject): boolean {
  const { role, created, content, description, message_count: count, total_tokens: tokens } = record
  if (isHeader(record)) return [description, count, tokens].some((value) => value !== undefined)
  return (role === "user" || role === "assistant") && typeof created === "number" && Array.isArray(content)
}

export const isCall = ({ type }: JsonObject): boolean => type === "toolRequest" || type === "frontendToolRequest"
