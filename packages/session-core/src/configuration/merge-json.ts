import type { JsonObject, JsonValue } from "../model/json.ts"

export const isJsonObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/**
 * What `base` says with what `over` says on top: objects are merged key by key, anything else replaces what was there.
 * Neither argument is changed, and a key called `__proto__` is only a key.
 */
export const mergeJson = (base: JsonObject, over: JsonObject): JsonObject => {
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(over)) {
    const below = merged.get(key)
    merged.set(key, isJsonObject(below) && isJsonObject(value) ? mergeJson(below, value) : value)
  }
  return Object.fromEntries(merged)
}

/** The value at a path of own keys; undefined when there is none. */
export const valueAt = (value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined =>
  path.reduce<JsonValue | undefined>(
    (inner, key) => (isJsonObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  )

/** The paths of everything in it that is no object, or an object without keys. */
export const leafPaths = (value: JsonObject): string[][] =>
  Object.entries(value).flatMap(([key, inner]) =>
    isJsonObject(inner) && Object.keys(inner).length > 0 ? leafPaths(inner).map((path) => [key, ...path]) : [[key]],
  )
