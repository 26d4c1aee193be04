import type { JsonValue } from "../model/json.ts"
import type { PartFields } from "../model/part.ts"

/**
 * What of a part can be found: text and reasoning; of a tool call its name, input, title, output and error; of a file its
 * name; of a subtask its prompt. Empty when there is nothing to find. Every provider searches this text, so all find the same.
 */
export function searchableText(part: Pick<PartFields, "type" | "data">): string {
  const { data } = part
  switch (part.type) {
    case "text":
    case "reasoning":
      return string(data.text)
    case "tool": {
      const state = isObject(data.state) ? data.state : {}
      return lines([
        string(data.tool),
        ...stringsIn(state.input),
        string(state.title),
        string(state.output),
        string(state.error),
      ])
    }
    case "file":
      return string(data.filename)
    case "subtask":
      return lines([string(data.description), string(data.prompt)])
    default:
      return ""
  }
}

const string = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "")

const lines = (values: string[]): string => values.filter((value) => value !== "").join("\n")

const isObject = (value: JsonValue | undefined): value is { [key: string]: JsonValue | undefined } =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** All strings within a value, however deep. */
function stringsIn(value: JsonValue | undefined): string[] {
  const found: string[] = []
  const collect = (each: JsonValue | undefined): void => {
    if (typeof each === "string") found.push(each)
    else if (typeof each === "object" && each !== null) for (const inner of Object.values(each)) collect(inner)
  }
  collect(value)
  return found
}
