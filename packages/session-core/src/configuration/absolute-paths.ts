import type { JsonObject, JsonValue } from "../model/json.ts"
import { isJsonObject, mergeJson } from "./merge-json.ts"
import { isModulePath, resolvePath } from "./resolve-path.ts"

/**
 * Checked values with their paths made absolute: `data.directory`, and a provider's module as the type and as the key of its
 * options, so that they match even when two files write them down.
 */
export const withAbsolutePaths = (values: JsonObject, writtenIn: string, homeDirectory: string): JsonObject => {
  const module = (type: string) => (isModulePath(type) ? resolvePath(type, writtenIn, homeDirectory) : type)
  const result: Record<string, JsonValue> = {}
  if (isJsonObject(values.data)) {
    const { directory } = values.data
    result.data = typeof directory === "string" ? { directory: resolvePath(directory, writtenIn, homeDirectory) } : {}
  }
  if (isJsonObject(values.sessionProvider)) {
    const merged = new Map<string, JsonValue | undefined>()
    for (const [key, written] of Object.entries(values.sessionProvider)) {
      const name = module(key)
      const value = key === "type" && typeof written === "string" ? module(written) : written
      const before = merged.get(name)
      // Two spellings of a path are one provider.
      merged.set(name, isJsonObject(before) && isJsonObject(value) ? mergeJson(before, value) : value)
    }
    result.sessionProvider = Object.fromEntries(merged)
  }
  if (isJsonObject(values.sessionMirror)) {
    const folder = (value: JsonValue) =>
      typeof value === "string" && /^[.~]/.test(value) ? resolvePath(value, writtenIn, homeDirectory) : value
    const entries = Object.entries(values.sessionMirror).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(folder) : value,
    ])
    result.sessionMirror = Object.fromEntries(entries)
  }
  return result
}
