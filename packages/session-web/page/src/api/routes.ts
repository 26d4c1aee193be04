import { address, request } from "./request.ts"
import type {
  ChangesPage,
  CreateSessionBody,
  FileList,
  FilePage,
  ForkBody,
  MessagePage,
  Part,
  PartPage,
  ProjectList,
  PromptBody,
  ReplyStarted,
  SearchPage,
  Session,
  SessionPage,
  SessionState,
  Statistics,
  Status,
  UpdateSessionBody,
} from "./types.ts"

const sessionPath = (id: string, rest = ""): string => `/api/sessions/${encodeURIComponent(id)}${rest}`

export const readStatus = () => request<Status>("/api/status")

export const readProjects = () => request<ProjectList>("/api/projects")

// Of a project, or of the server's own when it is null.
export const readSessions = (project: string | null, state: SessionState, limit: number, cursor: string | null) =>
  request<SessionPage>("/api/sessions", { query: { project, state, limit, cursor } })

export const readSession = (id: string) => request<Session>(sessionPath(id))

export const createSession = () =>
  request<Session>("/api/sessions", { method: "POST", body: {} satisfies CreateSessionBody })

export const updateSession = (id: string, body: UpdateSessionBody) =>
  request<Session>(sessionPath(id), { method: "PATCH", body })

export const deleteSession = (id: string) => request<void>(sessionPath(id), { method: "DELETE" })

export const restoreSession = (id: string) => request<Session>(sessionPath(id, "/restore"), { method: "POST" })

export const forkSession = (id: string, messageId: string | null) =>
  request<Session>(sessionPath(id, "/fork"), {
    method: "POST",
    body: (messageId === null ? {} : { messageId }) satisfies ForkBody,
  })

/** Where a page of messages begins (at the end when it does not say), and which way it goes. */
export interface MessagePlace {
  order: "oldest-first" | "newest-first"
  cursor?: string
  /** The id of a message. */
  from?: string
}

export const readMessages = (id: string, limit: number, place: MessagePlace) =>
  request<MessagePage>(sessionPath(id, "/messages"), { query: { limit, ...place } })

export const readPart = (id: string, messageId: string, partId: string) =>
  request<Part>(sessionPath(id, `/messages/${encodeURIComponent(messageId)}/parts/${encodeURIComponent(partId)}`))

export const readParts = (id: string, messageId: string, cursor: string) =>
  request<PartPage>(sessionPath(id, `/messages/${encodeURIComponent(messageId)}/parts`), { query: { cursor } })

export const readChanges = (id: string, since: number) =>
  request<ChangesPage>(sessionPath(id, "/changes"), { query: { since, limit: 500 } })

export const readFiles = (id: string) => request<FileList>(sessionPath(id, "/files"))

export const readFileVersions = (id: string, path: string, cursor: string | null) =>
  request<FilePage>(sessionPath(id, "/files/versions"), { query: { path, limit: 200, cursor } })

export const exportAddress = (id: string): string => address(sessionPath(id, "/export"))

export const search = (project: string | null, text: string, cursor: string | null, signal: AbortSignal) =>
  request<SearchPage>("/api/search", { query: { project, text, limit: 30, cursor }, signal })

export const readStatistics = (project: string | null, days: number) =>
  request<Statistics>("/api/statistics", { query: { project, days } })

export const sendPrompt = (id: string, text: string) =>
  request<ReplyStarted>(sessionPath(id, "/prompt"), { method: "POST", body: { text } satisfies PromptBody })

/** What can be done with the reply of a session. */
export type ReplyAction = "stop" | "retry" | "continue"

export const actOnReply = (id: string, action: ReplyAction) =>
  request<unknown>(sessionPath(id, `/${action}`), { method: "POST" })
