import type { JsonObject, MessageFields, PartFields } from "@opencode/session-core"
import { author } from "./author.ts"
import type { Random } from "./random.ts"
import { filePath, prose, toolOutput } from "./texts.ts"

export interface Turn {
  message: MessageFields
  parts: PartFields[]
}

const start = Date.UTC(2026, 0, 5, 9)
const millisecondsPerMessage = 20_000

/**
 * A message of a conversation, as OpenCode writes them: a question has one part, an answer five (begin of the step,
 * reasoning, text, a tool call, end of the step). Texts have about 1 KB, tool outputs some KB.
 */
export function conversationTurn(random: Random, index: number): Turn {
  const createdAt = start + index * millisecondsPerMessage
  const id = identifier("msg", createdAt, random)
  const isAnswer = index % 2 === 1
  let count = 0
  const part = (type: string, data: PartFields["data"]): PartFields => {
    const at = createdAt + count * 900
    count += 1
    return { id: identifier("prt", at, random), messageId: id, type, data, createdAt: at, updatedAt: at }
  }
  const message: MessageFields = {
    id,
    role: isAnswer ? "assistant" : "user",
    parentId: null,
    agent: "build",
    model: isAnswer ? { providerId: "anthropic", modelId: "claude-sonnet-4-5" } : null,
    usage: isAnswer ? usage(random) : null,
    error: null,
    author,
    metadata: isAnswer ? { mode: "build", path: { cwd: "/home/alice/bench", root: "/home/alice/bench" } } : {},
    createdAt,
    updatedAt: createdAt,
    completedAt: createdAt,
  }
  if (!isAnswer) return { message, parts: [textPart(part, random)] }
  return {
    message,
    parts: [
      part("step-start", { snapshot: random.hexadecimal(40) }),
      part("reasoning", { text: prose(random, random.integer(200, 1200)), time: { start: createdAt, end: createdAt } }),
      textPart(part, random),
      toolPart(part, random),
      part("step-finish", {
        reason: "tool-calls",
        snapshot: random.hexadecimal(40),
        tokens: { input: 1200, output: 300, reasoning: 80, cache: { read: 40_000, write: 900 } },
        cost: 0.0123,
      }),
    ],
  }
}

type MakePart = (type: string, data: PartFields["data"]) => PartFields

export const textPart = (part: MakePart, random: Random): PartFields =>
  part("text", { text: prose(random, random.integer(400, 1600)), time: { start, end: start + 4000 } })

/** As OpenCode keeps them: some tools' metadata repeats what they printed. */
export function toolPart(part: MakePart, random: Random): PartFields {
  const path = filePath(random)
  const output = toolOutput(random, random.integer(500, 5500))
  const call = random.pick([read, read, bash, grep])(random, path, output)
  return part("tool", {
    tool: call.tool,
    callID: `call_${random.hexadecimal(24)}`,
    state: {
      status: "completed",
      input: call.input,
      output,
      title: call.title,
      metadata: { ...call.metadata, truncated: false },
      time: { start, end: start + 700 },
    },
  })
}

interface ToolCall {
  tool: string
  title: string
  input: JsonObject
  metadata: JsonObject
}

const previewLines = 20

const read = (_random: Random, path: string, output: string): ToolCall => ({
  tool: "read",
  title: path,
  input: { filePath: path, limit: 2000 },
  metadata: { preview: output.split("\n", previewLines).join("\n") },
})

const bash = (random: Random, path: string, output: string): ToolCall => ({
  tool: "bash",
  title: `Run the tests of ${path}`,
  input: { command: `npm test -- ${path}`, description: prose(random, 30) },
  metadata: { output, exit: 0 },
})

const grep = (random: Random, path: string): ToolCall => ({
  tool: "grep",
  title: path,
  input: { pattern: random.hexadecimal(6), path },
  metadata: { matches: random.integer(1, 90) },
})

const usage = (random: Random) => ({
  input: random.integer(200, 4000),
  output: random.integer(50, 2000),
  reasoning: random.integer(0, 500),
  cacheRead: random.integer(0, 90_000),
  cacheWrite: random.integer(0, 4000),
  cost: random.integer(1, 90_000) / 1_000_000,
})

/** In the form of OpenCode's: ordered by time. */
function identifier(kind: "msg" | "prt", at: number, random: Random): string {
  return `${kind}_${at.toString(16).padStart(12, "0")}${random.hexadecimal(14)}`
}
