import type { JsonObject, Todo } from "@opencode/session-core"
import { jsonOfColumn, textOfColumn } from "../values/plain-values.ts"

/** To-dos in their order. OpenCode's times of each stay with it. */
export function readTodos(rows: readonly Record<string, unknown>[]): Todo[] {
  return rows.map((row) => {
    const { content, status, priority, ...rest } = row
    const others: JsonObject = Object.fromEntries(
      Object.entries(rest)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => [name, jsonOfColumn(value)]),
    )
    return { ...others, content: textOfColumn(content), status: textOfColumn(status), priority: textOfColumn(priority) }
  })
}
