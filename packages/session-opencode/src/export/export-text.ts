import { parseObject } from "../values/json-text.ts"

/**
 * Where an export begins in a text: some shells put the program's status lines before it. OpenCode writes its own without a line
 * feed. -1 where there is none.
 */
export function startOfExport(text: string): number {
  const start = text.search(/\S/)
  if (start < 0 || text[start] === "{") return start
  return text.search(/\{\s*"(?:info|messages)"\s*:/)
}

/** A text of which so little is there may be an export that was cut off. */
const fewCharacters = 1000

/**
 * Whether a text that begins like this may be an export. Programs keep much else as JSON: a first line that is a whole object without what
 * an export has is the first one of JSON Lines.
 */
export function beginsLikeExport(beginning: string): boolean {
  const start = startOfExport(beginning)
  if (start < 0) return false
  const text = beginning.slice(start)
  const [firstLine = ""] = text.split("\n", 1)
  const first = parseObject(firstLine)
  if (first !== undefined) return Object.hasOwn(first, "info") || Object.hasOwn(first, "messages")
  return /"(?:info|messages)"\s*:/.test(text) || (text.length < fewCharacters && !isJson(text))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
