import { once } from "node:events"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { text as textOf } from "node:stream/consumers"

/** What a reply does next. */
export type ReplyStep =
  /** Thinks aloud, word by word. */
  | { reasoning: string }
  /** Speaks, word by word. */
  | { text: string }
  /** Calls a tool; OpenCode runs it, and asks again with what came out. */
  | { tool: string; input: object }
  /** Is silent until the promise is settled, for tests that look into a reply. */
  | { until: Promise<unknown> }
  /** Refuses the request with an HTTP status. As the first step only. OpenCode asks again after 429 and 5xx. */
  | { refuse: number; message: string }
  /** Breaks the connection. */
  | { hangUp: true }

/** A message of a conversation, as a model is given it. */
export interface ModelMessage {
  role: "system" | "user" | "assistant" | "tool"
  content?: string | readonly { type: string; text?: string }[] | null
  tool_calls?: readonly { function: { name: string; arguments: string } }[]
}

/** What OpenCode asked of the model. */
export interface ModelRequest {
  model: string
  messages: readonly ModelMessage[]
}

/** The model that OpenCode's configuration names for conversations, and the one for titles. */
export const modelNames = { talks: "fake-1", titles: "fake-titles" } as const

/**
 * A model on loopback, to which OpenCode talks as to any that is compatible with OpenAI's. It says what a test has written down. To
 * OpenCode it is also npm's registry, which has nothing: OpenCode asks it for a package when it starts, and without an answer it
 * would try again for 70 s.
 */
export class FakeModel implements AsyncDisposable {
  readonly #server: Server
  readonly #scripts = new Map<string, readonly (readonly ReplyStep[])[]>()
  /** What was asked, titles aside, in order. */
  readonly requests: ModelRequest[] = []
  #calls = 0

  static async start(): Promise<FakeModel> {
    const model = new FakeModel()
    model.#server.listen(0, "127.0.0.1")
    await once(model.#server, "listening")
    return model
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      // OpenCode may have hung up meanwhile.
      this.#answer(request, response).catch(() => response.destroy())
    })
  }

  /** `http://127.0.0.1:PORT` */
  get address(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /**
   * Writes down what is said to a prompt that contains `prompt`: the first reply to the prompt itself, the next one to what the
   * tools of the first gave, and so on. To what nothing is written down for, it says `Done.`
   */
  reply(prompt: string, ...replies: readonly ReplyStep[][]): void {
    this.#scripts.set(prompt, replies)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request)
    if (request.url !== "/v1/chat/completions") {
      response.writeHead(404).end("{}")
      return
    }
    // What OpenCode sends to a model.
    const asked = JSON.parse(body) as ModelRequest
    const isTitle = asked.model === modelNames.titles
    if (!isTitle) this.requests.push(asked)
    await this.#send(response, isTitle ? [{ text: "A title by the model" }] : this.#replyTo(asked))
  }

  #replyTo({ messages }: ModelRequest): readonly ReplyStep[] {
    const at = messages.findLastIndex(({ role }) => role === "user")
    const prompt = textOfMessage(messages[at])
    const said = messages.slice(at).filter(({ role }) => role === "assistant").length
    for (const [key, replies] of this.#scripts) {
      const reply = prompt.includes(key) ? replies[said] : undefined
      if (reply !== undefined) return reply
    }
    return [{ text: "Done." }]
  }

  async #send(response: ServerResponse, steps: readonly ReplyStep[]): Promise<void> {
    const [first] = steps
    if (first !== undefined && "refuse" in first) {
      response.writeHead(first.refuse, { "content-type": "application/json" })
      response.end(JSON.stringify({ error: { message: first.message } }))
      return
    }
    response.writeHead(200, { "content-type": "text/event-stream" })
    this.#calls += 1
    const call = this.#calls
    const send = (delta: object, finish: "stop" | "tool_calls" | null = null) => {
      const choices = [{ index: 0, delta, finish_reason: finish }]
      const usage = finish === null ? {} : { usage: usageOf(call) }
      const chunk = {
        id: `reply-${call}`,
        object: "chat.completion.chunk",
        created: 1,
        model: modelNames.talks,
        choices,
      }
      response.write(`data: ${JSON.stringify({ ...chunk, ...usage })}\n\n`)
    }
    send({ role: "assistant", content: "" })
    let tools = 0
    for (const step of steps) {
      if ("reasoning" in step) for (const word of wordsOf(step.reasoning)) send({ reasoning_content: word })
      else if ("text" in step) for (const word of wordsOf(step.text)) send({ content: word })
      else if ("tool" in step) {
        const arguments_ = JSON.stringify(step.input)
        const id = `call_${call}_${tools}`
        send({
          tool_calls: [{ index: tools, id, type: "function", function: { name: step.tool, arguments: arguments_ } }],
        })
        tools += 1
      } else if ("until" in step) await step.until
      else if ("hangUp" in step) {
        response.destroy()
        return
      }
    }
    send({}, tools === 0 ? "stop" : "tool_calls")
    response.end("data: [DONE]\n\n")
  }
}

/** The text of a message; empty where there is none. */
export function textOfMessage(message: ModelMessage | undefined): string {
  const content = message?.content ?? ""
  return typeof content === "string" ? content : content.map(({ text = "" }) => text).join("\n")
}

const wordsOf = (text: string): readonly string[] => text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text]

/** Different with each call, so that sums tell which were counted. */
const usageOf = (call: number) => ({
  prompt_tokens: 100 + call,
  completion_tokens: 40,
  total_tokens: 140 + call,
  prompt_tokens_details: { cached_tokens: 20 },
  completion_tokens_details: { reasoning_tokens: 7 },
})
