import type { JsonObject, JsonValue } from "@opencode/session-core"
import { firstText, objectIn, textIn, todosIn } from "../rendering/fields.ts"
import { languageOf } from "../rendering/highlight.ts"
import { isSafeImage } from "../rendering/safe-url.ts"
import type { Block } from "./block.ts"
import { formatDuration } from "./format.ts"

const states: Readonly<Record<string, string>> = {
  pending: "waiting",
  running: "running",
  completed: "done",
  error: "failed",
}

/** A tool call: what was asked and what came back, folded; a sub-agent's session by its name. */
export function* toolBlocks(data: JsonObject): Generator<Block> {
  const tool = textIn(data.tool) ?? "tool"
  const state = objectIn(data.state)
  const input = objectIn(state.input)
  const metadata = objectIn(state.metadata)
  const title =
    firstText(state, "title") ?? firstText(input, "filePath", "path", "command", "pattern", "description", "url") ?? ""
  yield { kind: "fold", tone: "tool", title: tool, detail: title, state: stateOf(state) }
  const todos = todosIn(input.todos)
  if (todos.length > 0) yield { kind: "todos", todos }
  else yield* inputBlocks(state.input, input, textIn(metadata.diff))
  // What comes back for a list of to-dos is the list.
  yield* outputBlocks(todos.length > 0 ? { ...state, output: "" } : state)
  yield { kind: "fold-end" }
  const child = textIn(metadata.sessionId)
  if (child !== null) yield { kind: "reference", sessionId: child, title: firstText(state, "title") ?? "" }
}

function stateOf(state: JsonObject): string {
  const status = textIn(state.status) ?? "pending"
  const { start, end } = objectIn(state.time)
  const took = typeof start === "number" && typeof end === "number" ? formatDuration(end - start) : ""
  return [states[status] ?? status, took].filter((each) => each !== "").join(", ")
}

function* inputBlocks(value: JsonValue | undefined, input: JsonObject, diff: string | null): Generator<Block> {
  const { command, content, oldString, newString, ...others } = input
  const path = firstText(input, "filePath", "path") ?? ""
  const language = languageOf(path)
  const isChange = typeof oldString === "string" && typeof newString === "string"
  if (typeof command === "string") yield { kind: "code", label: "Command", text: command, language: "bash" }
  const rest = {
    ...others,
    ...(typeof command === "string" ? {} : { command }),
    ...(typeof content === "string" ? {} : { content }),
    ...(isChange ? {} : { oldString, newString }),
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, each]) => each !== undefined))
  if (Object.keys(given).length > 0) {
    yield { kind: "code", label: "Input", text: JSON.stringify(given, null, 2), language: "json" }
  } else if (typeof value === "string" && value !== "")
    yield { kind: "code", label: "Input", text: value, language: "" }
  if (typeof content === "string") yield { kind: "code", label: "Content", text: content, language }
  if (diff !== null && diff !== "") yield { kind: "code", label: "Difference", text: diff, language: "diff" }
  else if (isChange) {
    yield { kind: "code", label: "Before", text: oldString, language }
    yield { kind: "code", label: "After", text: newString, language }
  }
}

function* outputBlocks(state: JsonObject): Generator<Block> {
  const error = textIn(state.error)
  const output = textIn(state.output)
  if (error !== null) yield { kind: "code", label: "Error", text: error, language: "" }
  if (output !== null && output !== "") yield { kind: "code", label: "Output", text: output, language: "" }
  if (!Array.isArray(state.attachments)) return
  for (const each of state.attachments) {
    const attachment = objectIn(each)
    const url = textIn(attachment.url) ?? ""
    const name = firstText(attachment, "filename") ?? "attachment"
    if (isSafeImage(url)) yield { kind: "image", name, url }
    else yield { kind: "note", text: "File", about: `${name} (${textIn(attachment.mime) ?? ""})` }
  }
}
