import type { JsonValue } from "@opencode/session-core"

/** Characters. A text up to this length is written with what is around it. */
const longText = 64 * 1024

/**
 * JSON as OpenCode writes it, at a depth, in pieces: a long text is one of its own, since it may have 16 MiB and would be copied
 * with what is around it.
 */
export function* indentedJson(value: JsonValue, depth: number): Generator<string> {
  if (!hasLongText(value)) {
    // Line feeds within strings are escaped, so every one is between values.
    yield JSON.stringify(value, null, 2).replaceAll("\n", `\n${" ".repeat(depth)}`)
  } else if (typeof value !== "object" || value === null) {
    yield JSON.stringify(value)
  } else {
    yield* indentedMembers(value, depth)
  }
}

function* indentedMembers(value: object, depth: number): Generator<string> {
  const isArray = Array.isArray(value)
  let separator = isArray ? "[" : "{"
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    yield `${separator}\n${" ".repeat(depth + 2)}${isArray ? "" : `${JSON.stringify(key)}: `}`
    yield* indentedJson(item, depth + 2)
    separator = ","
  }
  yield `\n${" ".repeat(depth)}${isArray ? "]" : "}"}`
}

function hasLongText(value: JsonValue | undefined): boolean {
  if (typeof value === "string") return value.length > longText
  return typeof value === "object" && value !== null && Object.values(value).some(hasLongText)
}
