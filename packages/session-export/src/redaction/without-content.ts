import type { JsonObject, JsonValue } from "@opencode/session-core"
import { placeholderOf } from "./finding.ts"

/** What a program says of its own: names of programs, tools and states, and ids. All other text is content. */
const ownKeys = new Set([
  ...["id", "type", "role", "status", "tool", "callID", "mime", "agent", "mode", "version", "finish", "variant"],
  ...["providerID", "modelID", "providerId", "modelId", "parentID", "messageID", "sessionID", "projectID", "partID"],
  ...["project_id", "parent_id", "outcome"],
])

/** What a model or a tool has filled in as it liked. */
const freeKeys = new Set(["input", "metadata", "output", "attachments", "args", "raw", "data", "content", "info"])

/** A value of which only the shape is left: every text but what the program says of its own is replaced. */
export function withoutContent<Value extends JsonValue | undefined>(
  value: Value,
  count: (kind: string) => void,
): Value {
  // Of the same shape: strings take the place of strings.
  return emptied(value, "", true, count) as Value
}

function emptied(
  value: JsonValue | undefined,
  key: string,
  isOwn: boolean,
  count: (kind: string) => void,
): JsonValue | undefined {
  if (typeof value === "string") {
    if (value === "" || (isOwn && ownKeys.has(key))) return value
    count("text")
    return placeholderOf("text")
  }
  if (Array.isArray(value)) return value.map((item) => emptied(item, key, isOwn, count) ?? null)
  if (typeof value !== "object" || value === null) return value
  const result: JsonObject = {}
  let index = 0
  for (const [name, item] of Object.entries(value)) {
    index += 1
    // A name may be content, such as a path.
    const shown = /^[A-Za-z_][\w-]{0,40}$/.test(name) ? name : `key-${index}`
    result[shown] = emptied(item, name, isOwn && !freeKeys.has(name), count)
  }
  return result
}
