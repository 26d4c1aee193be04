import type { JsonObject } from "@opencode/session-core"
import { equalJson } from "@opencode/session-core/transfer"

/** An object without some of its members, and without those that are undefined. */
export function without(value: JsonObject, ...keys: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => item !== undefined && !keys.includes(key)))
}

/** What an object says otherwise than another one, or in addition. */
export function differenceFrom(other: JsonObject, value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key, item]) => !equalJson(item ?? null, other[key] ?? null)))
}
