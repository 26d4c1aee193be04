import type { JsonValue } from "@opencode/session-core"
import type { StoredHistory } from "./stores.ts"

/** Members that say what a value is, and become a place in our model. */
const structure = new Set(["type", "role", "record_type", "success"])

/** The values that stand in `records` and nowhere in what was stored of them: empty, when nothing was lost. */
export function lostValues(records: readonly unknown[], history: Iterable<StoredHistory>): string[] {
  const stored = new Set<string>()
  const texts: string[] = []
  for (const value of leavesOf([...history] as unknown as JsonValue)) {
    stored.add(String(value.value))
    if (typeof value.value === "string") texts.push(value.value)
  }
  const whole = texts.join("\n")
  const isStored = (text: string): boolean =>
    stored.has(text) ||
    times(text).some((time) => stored.has(String(time))) ||
    whole.includes(text) ||
    isStoredJson(text, stored)
  const lost = new Set<string>()
  for (const { key, value } of leavesOf(records as JsonValue[])) {
    if (!structure.has(key) && value !== null && value !== "" && !isStored(String(value))) lost.add(`${key}: ${value}`)
  }
  return [...lost]
}

/** Times are milliseconds here. */
const times = (text: string): number[] => [Date.parse(text), Number(text) * 1000]

/** A text that holds JSON may be stored as what it says. */
function isStoredJson(text: string, stored: ReadonlySet<string>): boolean {
  try {
    return [...leavesOf(JSON.parse(text))].every(({ value }) => stored.has(String(value)))
  } catch {
    return false
  }
}

function* leavesOf(value: JsonValue | undefined, key = ""): Generator<{ key: string; value: JsonValue }> {
  if (value === undefined) return
  if (typeof value !== "object" || value === null) yield { key, value }
  else for (const [name, item] of Object.entries(value)) yield* leavesOf(item, Array.isArray(value) ? key : name)
}
