import type {
  ChangesPage,
  FilePage,
  MessagePage,
  MessageWithParts,
  SearchPage,
  Session,
  SessionPage,
} from "@opencode/session-core"
import type { FileList, Problem, Status } from "@opencode/session-web"
import { type RawRequest, type RawResponse, rawRequest } from "session-test-support/raw-request"

/** Uses a demo over HTTP, as its page does. For tests and the demo's own check. */
export class DemoClient {
  readonly #address: string

  constructor(address: string) {
    this.#address = address
  }

  status = () => this.get<Status>("/api/status")
  sessions = (query = "") => this.get<SessionPage>(`/api/sessions${query}`)
  session = (id: string) => this.get<Session>(`/api/sessions/${id}`)
  messages = (id: string, query = "") => this.get<MessagePage>(`/api/sessions/${id}/messages${query}`)
  changes = (id: string, query = "") => this.get<ChangesPage>(`/api/sessions/${id}/changes${query}`)
  files = (id: string) => this.get<FileList>(`/api/sessions/${id}/files`)
  fileVersions = (id: string, path: string) =>
    this.get<FilePage>(`/api/sessions/${id}/files/versions?path=${encodeURIComponent(path)}`)
  search = (text: string) => this.get<SearchPage>(`/api/search?text=${encodeURIComponent(text)}`)
  create = (title?: string) => this.send<Session>("POST", "/api/sessions", title === undefined ? {} : { title })
  prompt = async (id: string, text: string) =>
    (await this.send<Started>("POST", `/api/sessions/${id}/prompt`, { text })).messageId
  retry = async (id: string) => (await this.send<Started>("POST", `/api/sessions/${id}/retry`)).messageId
  continue = async (id: string) => (await this.send<Started>("POST", `/api/sessions/${id}/continue`)).messageId
  stop = (id: string) => this.send<null>("POST", `/api/sessions/${id}/stop`)

  get<Answer>(path: string): Promise<Answer> {
    return this.send<Answer>("GET", path)
  }

  /** Sends JSON, and throws what the server says is wrong. */
  async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const answer = await this.raw({
      method,
      path,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    })
    const value = answer.text === "" ? null : JSON.parse(answer.text)
    if (answer.status >= 400) throw new ProblemError(value)
    return value
  }

  /** Sends what it is given, headers and path unchanged. */
  raw(request: RawRequest): Promise<RawResponse> {
    return rawRequest(this.#address, request)
  }

  /** Waits until a message is as wanted. */
  async until(
    sessionId: string,
    messageId: string,
    wanted: (message: MessageWithParts) => boolean,
    milliseconds = 90_000,
  ): Promise<MessageWithParts> {
    const deadline = Date.now() + milliseconds
    for (;;) {
      const { messages } = await this.messages(sessionId, "?order=newest-first&limit=20")
      const message = messages.find(({ id }) => id === messageId)
      if (message !== undefined && wanted(message)) return message
      if (Date.now() > deadline)
        throw new Error(`Message ${messageId} did not become as wanted: ${JSON.stringify(message)}`)
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }

  /** Waits until a message has ended. */
  ended(sessionId: string, messageId: string): Promise<MessageWithParts> {
    return this.until(sessionId, messageId, ({ completedAt }) => completedAt !== null)
  }
}

interface Started {
  messageId: string
}

/** What the server said is wrong. */
export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** The text of a message. */
export const textOf = ({ parts }: MessageWithParts): string =>
  parts.map(({ type, data }) => (type === "text" ? String(data.text) : "")).join("")

/** The name of a message's error; null when it has none. */
export function errorName({ error }: MessageWithParts): string | null {
  if (typeof error !== "object" || error === null || Array.isArray(error)) return null
  return typeof error.name === "string" ? error.name : null
}
