import type { JsonObject, JsonValue } from "@opencode/session-core"

/** A string within a value, with the key under which it stands. */
export interface FoundString {
  text: string
  key: string
}

/** All strings of a value, keys of objects too, in the order in which `withStrings` takes them. */
export function stringsOf(value: JsonValue | undefined, key = ""): FoundString[] {
  const found: FoundString[] = []
  collect(value, key, found)
  return found
}

function collect(value: JsonValue | undefined, key: string, found: FoundString[]): void {
  if (typeof value === "string") found.push({ text: value, key })
  else if (Array.isArray(value)) for (const item of value) collect(item, key, found)
  else if (typeof value === "object" && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      found.push({ text: name, key: "" })
      collect(item, name, found)
    }
  }
}

/** The value with other strings, given in the order of `stringsOf`. */
export function withStrings<Value extends JsonValue | undefined>(value: Value, strings: readonly string[]): Value {
  const rest = strings[Symbol.iterator]()
  // Of the same shape: strings take the place of strings.
  return replaced(value, rest) as Value
}

function replaced(value: JsonValue | undefined, strings: Iterator<string>): JsonValue | undefined {
  if (typeof value === "string") return strings.next().value
  if (Array.isArray(value)) return value.map((item) => replaced(item, strings) ?? null)
  if (typeof value !== "object" || value === null) return value
  const result: JsonObject = {}
  for (const item of Object.values(value)) {
    let name: string = strings.next().value
    // Two names may have become one.
    while (Object.hasOwn(result, name)) name += "_"
    result[name] = replaced(item, strings)
  }
  return result
}
