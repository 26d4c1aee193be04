import { isPart, type JsonValue, type Part, type ToolData } from "@opencode/session-core"
import { abbreviate } from "./abbreviate.ts"
import { formatDuration } from "./format-time.ts"
import type { Output } from "./output.ts"
import { indentText, joinText, type SafeText, safeBody, safeLine, text } from "./safe-text.ts"

/** Prints a part. What is in the way of reading is abbreviated, or left out, unless `full`. */
export function printPart(output: Output, part: Part, full: boolean): void {
  if (part.damaged !== undefined) {
    output.line(output.style("red", text`! damaged ${part.type} part ${part.id}: ${part.damaged.reason}`))
    if (full) output.line(indentText(safeBody(part.damaged.raw), "    "))
  } else if (isPart(part, "text")) printText(output, part.data.text, part.data.synthetic === true, full)
  else if (isPart(part, "reasoning")) printReasoning(output, part.data.text)
  else if (isPart(part, "tool")) printTool(output, part.data, full)
  else printOther(output, part, full)
}

function printText(output: Output, value: JsonValue | undefined, synthetic: boolean, full: boolean): void {
  const body = asText(value)
  if (body === "") return
  // A program added it, the content of a file perhaps: not what anybody said.
  if (synthetic) output.line(output.style("dim", indentText(safeBody(full ? body : abbreviate(body, lines(3))), "  ")))
  else output.line(safeBody(body))
}

function printReasoning(output: Output, value: JsonValue | undefined): void {
  const body = asText(value)
  if (body !== "") output.line(output.style(["dim", "italic"], indentText(safeBody(body), "  ")))
}

function printTool(output: Output, { state, tool }: ToolData, full: boolean): void {
  const { error, input, output: result, status, time, title } = state ?? {}
  const took = time?.end === undefined ? "" : formatDuration(time.end - time.start)
  const colour = status === "error" ? "red" : status === "completed" ? "green" : "yellow"
  const head: SafeText[] = [
    text`▸ ${output.style("bold", text`${asText(tool)}`)}`,
    safeLine(abbreviate(asText(title), { lines: 1, characters: 200 })),
    output.style(colour, safeLine(asText(status))),
    output.style("dim", safeLine(took)),
  ]
  output.line(joinText(head, "  "))
  const limit = full ? undefined : lines(6)
  if (input !== undefined) block(output, "input", inputText(input, full), full ? undefined : lines(3))
  if (result !== undefined) block(output, "output", asText(result), limit)
  if (error !== undefined) block(output, "error", asText(error), limit)
}

function printOther(output: Output, part: Part, full: boolean): void {
  const summary = summaries[part.type]
  if (summary === undefined || full) {
    const json = JSON.stringify(part.data)
    block(output, part.type, json, full ? undefined : { lines: 1, characters: 200 })
  } else {
    const described = summary(part)
    if (described !== "") output.line(output.style("dim", text`  ${part.type}: ${described}`))
  }
}

/** How parts are told in a line that are not conversation. Empty: left out. */
const summaries: Readonly<Record<string, (part: Part) => string>> = {
  "step-start": () => "",
  "step-finish": () => "",
  snapshot: () => "",
  // What an import has of a program's records that are no conversation.
  event: () => "",
  file: ({ data }) =>
    `${asText(data.filename) || abbreviate(asText(data.url), { lines: 1, characters: 100 })} (${asText(data.mime)})`,
  patch: ({ data }) => (Array.isArray(data.files) ? data.files.map(asText).join(", ") : ""),
  subtask: ({ data }) =>
    `${asText(data.agent)}: ${abbreviate(asText(data.description) || asText(data.prompt), lines(1))}`,
  agent: ({ data }) => asText(data.name),
  retry: ({ data }) => `attempt ${asText(data.attempt)}`,
  compaction: () => "what came before was summarised",
}

function block(
  output: Output,
  name: string,
  content: string,
  limit: Parameters<typeof abbreviate>[1] | undefined,
): void {
  if (content === "") return
  const body = safeBody(limit === undefined ? content : abbreviate(content, limit))
  const isShort = !body.value.trimEnd().includes("\n")
  output.line(
    output.style("dim", isShort ? text`    ${name}: ${body}` : text`    ${name}:\n${indentText(body, "      ")}`),
  )
}

/** Short inputs read best as `key: value`; as JSON they would be mostly quotes. */
function inputText(input: JsonValue, full: boolean): string {
  if (typeof input !== "object" || input === null || Array.isArray(input)) return asText(input)
  if (full) return JSON.stringify(input, null, 2)
  return Object.entries(input)
    .map(([key, value]) => `${key}: ${abbreviate(asText(value), { lines: 1, characters: 160 })}`)
    .join("\n")
}

/** What a type promises a database need not hold: anything that is no text is shown as JSON. */
const asText = (value: JsonValue | undefined): string =>
  typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value)

const lines = (count: number) => ({ lines: count, characters: 2000 })
