import { type JsonObject, type JsonValue, limits } from "@opencode/session-core"
import { isDeeperThan } from "@opencode/session-core/transfer"

/** Levels of a value from a source: what the store takes, less those that are put around it. */
export const maximumLevels = limits.jsonLevels - 20

/** A JSON text as a value; undefined when it is none, or one that is nested more deeply than the store takes. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text)
    return isDeeperThan(value, maximumLevels) ? undefined : value
  } catch {
    return undefined
  }
}

/** A JSON text as an object; undefined when `parseJson` gives none, or another value. */
export function parseObject(text: string): JsonObject | undefined {
  const value = parseJson(text)
  return isObject(value) ? value : undefined
}

/** Whether a value is a JSON object, and not an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
