import type { LanguageModelV4, LanguageModelV4Prompt, LanguageModelV4StreamPart } from "@ai-sdk/provider"
import { continueInstruction } from "./continue-instruction.ts"

/** What the offline model does next: it says something, or calls a tool. */
interface Step {
  reasoning: string
  text: string
  call?: { tool: "list" | "read" | "write"; input: Record<string, string> }
}

const introduction = `I am the **offline agent** of this demo: no language model, a few rules. I need no key and no network, but my tools are real, and what I say and do is stored as a model's reply would be. Try:

- \`list files\`
- \`write notes.md: Buy milk\`
- \`read notes.md\`
- \`count to 100\`, then stop me, reload, or end the server while I count

For a real model, start the demo with \`OPENCODE_DEMO_BASE_URL\`, \`OPENCODE_DEMO_MODEL\` and, where one is needed, \`OPENCODE_DEMO_API_KEY\`.`

const maximumCount = 2000

/** Between two pieces of text. */
const pauseMilliseconds = 12

/**
 * A language model without a model: it follows a few rules, so that the demo works with no key and no network. It streams, thinks
 * aloud, calls tools and goes on after an interruption as a real one does. Its tokens are words, its cost is nothing.
 */
export function offlineModel(): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "offline",
    modelId: "rules",
    supportedUrls: {},
    doGenerate() {
      throw new Error("The offline model only streams.")
    },
    async doStream({ prompt, abortSignal }) {
      const step = nextStep(prompt)
      return { stream: ReadableStream.from(speak(step, wordsOf(prompt), abortSignal)) }
    },
  }
}

async function* speak(
  step: Step,
  inputTokens: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<LanguageModelV4StreamPart> {
  yield { type: "stream-start", warnings: [] }
  if (step.reasoning !== "") {
    yield { type: "reasoning-start", id: "reasoning" }
    for await (const delta of pieces(step.reasoning, signal)) yield { type: "reasoning-delta", id: "reasoning", delta }
    yield { type: "reasoning-end", id: "reasoning" }
  }
  if (step.text !== "") {
    yield { type: "text-start", id: "text" }
    for await (const delta of pieces(step.text, signal)) yield { type: "text-delta", id: "text", delta }
    yield { type: "text-end", id: "text" }
  }
  if (step.call !== undefined) {
    yield {
      type: "tool-call",
      toolCallId: `call_${crypto.randomUUID()}`,
      toolName: step.call.tool,
      input: JSON.stringify(step.call.input),
    }
  }
  const text = countWords(step.text)
  const reasoning = countWords(step.reasoning)
  yield {
    type: "finish",
    finishReason: { unified: step.call === undefined ? "stop" : "tool-calls", raw: undefined },
    usage: {
      inputTokens: { total: inputTokens, noCache: inputTokens, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: text + reasoning, text, reasoning },
    },
  }
}

/** Word by word, as a model speaks. */
async function* pieces(text: string, signal: AbortSignal | undefined): AsyncGenerator<string> {
  for (const piece of text.match(/\s+\S*|\S+/g) ?? []) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    signal?.throwIfAborted()
    yield piece
  }
}

function nextStep(prompt: LanguageModelV4Prompt): Step {
  const request = lastRequest(prompt)
  const results = resultsAfter(prompt, request.index)
  const step = results === null ? firstStep(request.text) : answerTo(results)
  const said = request.continued ? saidAfter(prompt, request.index) : ""
  // What was said before the interruption is not said again.
  if (said !== "" && step.text.startsWith(said)) return { ...step, reasoning: "", text: step.text.slice(said.length) }
  return step
}

function firstStep(request: string): Step {
  const write = /^\s*write\s+(\S+?)\s*:\s?([\s\S]*)$/i.exec(request)
  if (write?.[1] !== undefined) {
    const input = { path: write[1], content: `${write[2] ?? ""}\n` }
    return { reasoning: `I am asked to write ${write[1]}.`, text: "", call: { tool: "write", input } }
  }
  const read = /^\s*read\s+(\S+)\s*$/i.exec(request)
  if (read?.[1] !== undefined) {
    return { reasoning: `I am asked to read ${read[1]}.`, text: "", call: { tool: "read", input: { path: read[1] } } }
  }
  const list = /^\s*list(?:\s+(?:the\s+)?files)?(?:\s+in\s+(\S+))?\s*$/i.exec(request)
  if (list !== null) {
    const input: Record<string, string> = list[1] === undefined ? {} : { path: list[1] }
    return { reasoning: "I am asked for the files of the workspace.", text: "", call: { tool: "list", input } }
  }
  const count = /^\s*count\s+to\s+(\d+)\s*$/i.exec(request)
  if (count !== null) {
    const upTo = Math.min(Number(count[1]), maximumCount)
    const numbers = Array.from({ length: upTo }, (_, index) => index + 1).join(" ")
    return { reasoning: `I count to ${upTo}, slowly enough to be stopped.`, text: numbers }
  }
  return { reasoning: "That is none of my rules, so I say what I am.", text: introduction }
}

/** What a tool gave, in a sentence and a block. */
function answerTo({ tool, output, failed }: ToolOutcome): Step {
  if (failed) return { reasoning: "", text: `That did not work: ${output}` }
  if (tool === "write") return { reasoning: "", text: `Done. ${output}` }
  const heading = tool === "list" ? "These are the files of the workspace:" : "This is what it says:"
  const fence = "`".repeat(Math.max(3, ...[...output.matchAll(/`+/g)].map(([run]) => run.length + 1)))
  return { reasoning: "", text: `${heading}\n\n${fence}\n${output}\n${fence}` }
}

interface Request {
  text: string
  index: number
  /** Whether the last message asks to go on with the reply. */
  continued: boolean
}

function lastRequest(prompt: LanguageModelV4Prompt): Request {
  let continued = false
  for (let index = prompt.length - 1; index >= 0; index -= 1) {
    const message = prompt[index]
    if (message?.role !== "user") continue
    const text = message.content.map((part) => (part.type === "text" ? part.text : "")).join("")
    if (text !== continueInstruction) return { text, index, continued }
    continued = true
  }
  return { text: "", index: 0, continued }
}

interface ToolOutcome {
  tool: string
  output: string
  failed: boolean
}

function resultsAfter(prompt: LanguageModelV4Prompt, index: number): ToolOutcome | null {
  const message = prompt.slice(index).findLast((each) => each.role === "tool")
  const result = message?.content.find((part) => part.type === "tool-result")
  if (result?.type !== "tool-result") return null
  const { output } = result
  const text = "value" in output ? String(output.value) : ""
  return { tool: result.toolName, output: text, failed: output.type.startsWith("error") }
}

/** The text since the last tool result. */
function saidAfter(prompt: LanguageModelV4Prompt, index: number): string {
  const after = prompt.slice(index)
  const begin = after.findLastIndex((message) => message.role === "tool") + 1
  return after
    .slice(begin)
    .flatMap((message) => (message.role === "assistant" ? message.content : []))
    .map((part) => (part.type === "text" ? part.text : ""))
    .join("")
}

function wordsOf(prompt: LanguageModelV4Prompt): number {
  return prompt.reduce((sum, { content }) => sum + countWords(JSON.stringify(content)), 0)
}

const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0
