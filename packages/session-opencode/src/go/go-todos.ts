import type { SessionFields, Todo } from "@opencode/session-core"
import { isObject, parseJson } from "../values/json-text.ts"

/** A session's to-dos, which Crush keeps as a JSON text in a column. None where it is empty; null where they cannot be read, or there is no such column. */
export function readGoTodos(column: unknown): SessionFields["todos"] | null {
  if (column === "" || column === null) return []
  const list = typeof column === "string" ? parseJson(column) : undefined
  if (!Array.isArray(list)) return null
  return list.map((item): Todo => {
    const { content, status, ...rest } = isObject(item) ? item : { content: item }
    return {
      ...rest,
      content: typeof content === "string" ? content : JSON.stringify(content ?? ""),
      status: typeof status === "string" ? status : "pending",
    }
  })
}
