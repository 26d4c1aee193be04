import type { ChildProcessByStdio } from "node:child_process"
import { once } from "node:events"
import type { Readable } from "node:stream"
import { lastLines } from "session-test-support/run-program"
import { soon } from "session-test-support/soon"
import { modelNames } from "./fake-model.ts"

/** OpenCode is large: on a busy machine, a start takes more than half a minute. */
const longestStart = 300_000
const longestEnd = 60_000
/** A turn with tools and a sub-agent, on a busy machine. */
const longestRequest = 600_000

/** `opencode serve`, and its API. */
export class OpenCodeServer {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>
  readonly #address = Promise.withResolvers<string>()
  readonly #ended: Promise<unknown>
  /** What it printed. */
  #output = ""
  /** `http://127.0.0.1:PORT`. Empty until it has started. */
  url = ""

  constructor(child: ChildProcessByStdio<null, Readable, Readable>) {
    this.#child = child
    this.#ended = once(child, "close")
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text
        const address = /listening on (http:\S+)/.exec(this.#output)?.[1]
        if (address !== undefined) this.#address.resolve(address)
      })
    }
    child.once("close", (code, signal) => {
      this.#address.reject(new Error(`opencode serve ended with ${code ?? signal}:\n${lastLines(this.#output)}`))
    })
    // Whoever waits for the start is told.
    this.#address.promise.catch(() => {})
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  /** Resolves when it takes requests. */
  async started(): Promise<void> {
    this.url = await soon("opencode serve listens", this.#address.promise, longestStart)
  }

  /** Calls the API. Fails when the answer is not one of success. */
  async request<Result = unknown>(method: string, path: string, body?: object): Promise<Result> {
    const response = await fetch(new URL(path, this.url), {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(longestRequest),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    // The caller says what it is: OpenCode's own description of its API does.
    return (text === "" ? undefined : JSON.parse(text)) as Result
  }

  /** Creates a session, and returns its id. With a title, OpenCode asks no model for one. */
  async createSession(fields: { title?: string; parentID?: string } = {}): Promise<string> {
    const { id } = await this.request<{ id: string }>("POST", "/session", fields)
    return id
  }

  /** Says something in a session, and waits for the reply to its end. Parts other than text may go before it. */
  async prompt(sessionId: string, text: string, parts: readonly object[] = []): Promise<void> {
    await this.request("POST", `/session/${sessionId}/message`, {
      model: { providerID: "fake", modelID: modelNames.talks },
      parts: [...parts, { type: "text", text }],
    })
  }

  /** Ends it as a user does, and by force if that does not help. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM")
    try {
      await soon("opencode serve ends", this.#ended, longestEnd)
    } catch {
      await this.kill()
    }
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL")
    await this.#ended
  }
}
