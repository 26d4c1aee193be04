import {
  customPart,
  type JsonValue,
  type MessageWriter,
  noUsage,
  type PartDataByType,
  type SessionStore,
  type Usage,
} from "@opencode/session-core"
import { isStepCount, type LanguageModel, type ModelMessage, streamText } from "ai"
import { agentTools } from "./agent-tools.ts"
import { failed, interrupted, stopped } from "./reply-errors.ts"
import type { Workspace } from "./workspace.ts"

/** Why a reply is broken off: the user wants it, or the server ends. */
export type BreakOff = "stopped" | "interrupted"

export interface WriteReplyOptions {
  store: SessionStore
  writer: MessageWriter
  /** The part that shows that the reply is alive, by being put again. */
  heartbeatPartId: string | undefined
  model: LanguageModel
  messages: ModelMessage[]
  workspace: Workspace
  /** What the reply took before it was continued. */
  usageBefore: Usage | null
  /** Breaks it off; the reason is a {@link BreakOff}. */
  signal: AbortSignal
  /** Makes an error's text fit to be stored: without the key. */
  redact: (text: string) => string
}

const maximumSteps = 16

/** How often a reply that says nothing gives a sign of life. Others take it for abandoned after some of these. */
export const heartbeatMilliseconds = 15_000

const instructions = `You are the agent of a demo of OpenCode's session storage. You help with the text files of one workspace folder, by the
tools list, read and write. Paths are relative to it. Answer briefly, in Markdown.`

/** Has the model speak and act, and writes it as it comes. Returns when the reply is stored, however it ended. */
export async function writeReply(options: WriteReplyOptions): Promise<void> {
  const { writer, signal } = options
  const reply = new Reply(options)
  let problem: JsonValue = null
  try {
    await reply.stream()
  } catch (error) {
    if (!signal.aborted) problem = failed(options.redact(error instanceof Error ? error.message : String(error)))
  } finally {
    reply.endCalls()
  }
  const broken: BreakOff | null = signal.aborted ? signal.reason : null
  if (broken !== null) problem = broken === "stopped" ? stopped() : interrupted()
  await writer.complete({ usage: reply.usage, error: problem })
}

class Reply {
  readonly #options: WriteReplyOptions
  /** Tool calls that are under way: their part and its data. */
  readonly #calls = new Map<string, { partId: string; data: PartDataByType["tool"] }>()
  #heartbeatPartId: string | undefined
  #lastSign = Date.now()
  usage: Usage

  constructor(options: WriteReplyOptions) {
    this.#options = options
    this.#heartbeatPartId = options.heartbeatPartId
    this.usage = options.usageBefore ?? noUsage
  }

  async stream(): Promise<void> {
    const { store, writer, model, messages, workspace, signal } = this.#options
    const heart = setInterval(() => this.#beat(), heartbeatMilliseconds / 3)
    try {
      const { fullStream } = streamText({
        model,
        instructions,
        messages,
        tools: agentTools(workspace, async (path, content) => {
          await store.files.write(writer.sessionId, path, content)
        }),
        stopWhen: isStepCount(maximumSteps),
        abortSignal: signal,
        // It is thrown below; by default it would be printed.
        onError: () => {},
      })
      for await (const part of fullStream) {
        if (signal.aborted) return
        this.#lastSign = Date.now()
        if (part.type === "text-delta") writer.text(part.text)
        else if (part.type === "reasoning-delta") writer.reasoning(part.text)
        else if (part.type === "tool-call") this.#begin(part.toolCallId, part.toolName, part.input)
        else if (part.type === "tool-result") this.#end(part.toolCallId, { output: String(part.output) })
        else if (part.type === "tool-error") this.#end(part.toolCallId, { error: this.#messageOf(part.error) })
        else if (part.type === "finish-step") this.#count(part.usage)
        else if (part.type === "error") throw part.error
        // Written by nobody any more: the session was purged, say.
        if (writer.failure !== undefined) throw writer.failure
      }
    } finally {
      clearInterval(heart)
    }
  }

  /** Calls without an end get one: the reply was broken off. */
  endCalls(): void {
    for (const callId of [...this.#calls.keys()])
      this.#end(callId, { error: "The reply was broken off before it ended." })
  }

  #begin(callID: string, tool: string, input: unknown): void {
    // The SDK has parsed it from JSON.
    const state = { status: "running" as const, input: input as JsonValue, time: { start: Date.now() } }
    const data = { tool, callID, state }
    this.#calls.set(callID, { partId: this.#options.writer.part({ type: "tool", ...data }), data })
  }

  #end(callId: string, outcome: { output: string } | { error: string }): void {
    const call = this.#calls.get(callId)
    if (call === undefined) return
    this.#calls.delete(callId)
    const { data, partId: id } = call
    const time = { start: data.state.time?.start ?? Date.now(), end: Date.now() }
    const status = "error" in outcome ? ("error" as const) : ("completed" as const)
    this.#options.writer.part({ type: "tool", id, ...data, state: { ...data.state, status, ...outcome, time } })
  }

  /** A sign of life while the model says nothing. */
  #beat(): void {
    if (Date.now() - this.#lastSign < heartbeatMilliseconds) return
    this.#lastSign = Date.now()
    const beat = customPart("step-start", { aliveAt: Date.now() }, this.#heartbeatPartId)
    this.#heartbeatPartId = this.#options.writer.part(beat)
  }

  #count(usage: {
    inputTokens: number | undefined
    outputTokens: number | undefined
    inputTokenDetails: { cacheReadTokens: number | undefined; cacheWriteTokens: number | undefined }
    outputTokenDetails: { reasoningTokens: number | undefined }
  }): void {
    const { cacheReadTokens: cacheRead = 0, cacheWriteTokens: cacheWrite = 0 } = usage.inputTokenDetails
    const { reasoningTokens: reasoning = 0 } = usage.outputTokenDetails
    this.usage = {
      // As OpenCode counts: what is cached or reasoning does not count twice.
      input: this.usage.input + Math.max(0, (usage.inputTokens ?? 0) - cacheRead - cacheWrite),
      output: this.usage.output + Math.max(0, (usage.outputTokens ?? 0) - reasoning),
      reasoning: this.usage.reasoning + reasoning,
      cacheRead: this.usage.cacheRead + cacheRead,
      cacheWrite: this.usage.cacheWrite + cacheWrite,
      cost: this.usage.cost,
    }
  }

  #messageOf(error: unknown): string {
    return this.#options.redact(error instanceof Error ? error.message : String(error))
  }
}
