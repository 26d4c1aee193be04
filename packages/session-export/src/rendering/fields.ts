import type { JsonObject, JsonValue } from "@opencode/session-core"

/*
 * What stands in a part, a tool call or an error was written by a model, a program or a web page: every field may be
 * missing, or be something else.
 */

/** The value where it is an object; an empty one otherwise. */
export function objectIn(value: JsonValue | undefined): { [key: string]: JsonValue | undefined } {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {}
}

/** The value where it is text; null otherwise. */
export function textIn(value: JsonValue | undefined): string | null {
  return typeof value === "string" ? value : null
}

/** The value where it is a list; an empty one otherwise. */
export function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : []
}

/** The first of the fields that holds text. */
export function firstText(data: { [key: string]: JsonValue | undefined }, ...names: string[]): string | null {
  for (const name of names) {
    const text = textIn(data[name])
    if (text !== null && text !== "") return text
  }
  return null
}

/** One entry of a to-do list, as a session or a tool call holds it. */
export interface TodoEntry {
  /** What is to be done. */
  content: string
  /** `pending` where it does not say. */
  status: string
}

/** The entries of a to-do list that have content. */
export function todosIn(value: JsonValue | undefined): TodoEntry[] {
  return listIn(value).flatMap((entry) => {
    const { content, status } = objectIn(entry)
    return typeof content === "string" ? [{ content, status: textIn(status) ?? "pending" }] : []
  })
}

/** The name and the message of an error; null when there is none. */
export function errorIn(error: JsonValue | undefined): { name: string; message: string } | null {
  if (error === null || error === undefined) return null
  if (typeof error === "string") return { name: "Error", message: error }
  const fields = objectIn(error) as JsonObject
  const message = firstText(objectIn(fields.data), "message") ?? firstText(fields, "message") ?? "It says no more."
  return { name: firstText(fields, "name") ?? "Error", message }
}
