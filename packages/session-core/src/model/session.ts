import type { Author } from "./author.ts"
import type { JsonObject } from "./json.ts"
import type { ModelReference } from "./model-reference.ts"
import type { Usage } from "./usage.ts"

/** One entry of a session's to-do list. */
export interface Todo extends JsonObject {
  content: string
  status: string
  priority?: string
}

/** Who chose a title. A generated title never replaces one that a user has set. */
export type TitleSource = "user" | "generated"

/** `deleted` wins over `archived`. */
export type SessionState = "active" | "archived" | "deleted"

/** The fields of a session that its writers set, and that an update may touch one by one. */
export interface SessionFields {
  title: string
  titleSource: TitleSource
  /** The session that started this one as a sub-agent. */
  parentId: string | null
  /** The folder it runs in, relative to the project's top folder, with `/` on every system; empty for the top folder. */
  directory: string
  author: Author | null
  agent: string | null
  model: ModelReference | null
  todos: Todo[]
  metadata: JsonObject
  /** Epoch milliseconds; null when it is not archived. */
  archivedAt: number | null
}

/** A session as it is read. */
export interface Session extends SessionFields {
  id: string
  projectId: string
  /** Sums over the session's messages; kept by the store, never set by a writer. */
  usage: Usage
  messageCount: number
  /** The number of changes so far: 1 after its creation, one more with each change, without a gap. */
  revision: number
  createdAt: number
  /** When it last changed, by its writers' clocks, epoch milliseconds. */
  updatedAt: number
  deletedAt: number | null
  /** The deletion that hid it; what one deletion hid shares it, and a restoration brings back just that. */
  deletionId: string | null
  /** Set when a field could not be read from the database; the field then has its empty value. */
  damaged?: Damage
}

/** What a person tells a session by. */
export type SessionSummary = Pick<Session, "id" | "projectId" | "title" | "updatedAt" | "deletedAt">

/** What could not be read, and why. */
export interface Damage {
  /** A sentence for a person. */
  reason: string
  /** What the database holds, as it is. */
  raw: string
}

/** The state that a session's times amount to. */
export function sessionState(session: Pick<Session, "deletedAt" | "archivedAt">): SessionState {
  if (session.deletedAt !== null) return "deleted"
  return session.archivedAt === null ? "active" : "archived"
}
