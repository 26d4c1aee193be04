import type { Author } from "./author.ts"
import type { JsonObject } from "./json.ts"
import type { ModelReference } from "./model-reference.ts"
import type { SessionMark } from "./session-mark.ts"
import type { Usage } from "./usage.ts"

/** One entry of a session's to-do list. */
export interface Todo extends JsonObject {
  /** What is to be done. */
  content: string
  /** `pending`, `in_progress`, `completed`, or whatever a source has. */
  status: string
  /** `high`, `medium`, `low`, or whatever a source has. */
  priority?: string | undefined
}

/** Who chose a title. A generated title never replaces one that a user has set. */
export type TitleSource = "user" | "generated"

/** `deleted` wins over `archived`. */
export type SessionState = "active" | "archived" | "deleted"

/** The fields of a session that its writers set, and that an update may touch one by one. */
export interface SessionFields {
  /** For people, at most 64 KiB. It may be empty. */
  title: string
  /** Who chose the title. */
  titleSource: TitleSource
  /** The session that started this one as a sub-agent; null for one that no other started. It need not be there. */
  parentId: string | null
  /** The folder it runs in, relative to the project's top folder, with `/` on every system; empty for the top folder. */
  directory: string
  /** Who started it; null when nobody is named. */
  author: Author | null
  /** The agent that runs in it; null when nobody says. */
  agent: string | null
  /** The model that it uses; null when nobody says. */
  model: ModelReference | null
  /** The to-do list, at most 16 MiB as JSON. */
  todos: Todo[]
  /** Whatever a source has and there is no field for. At most 16 MiB as JSON. */
  metadata: JsonObject
  /** Epoch milliseconds; null when it is not archived. */
  archivedAt: number | null
  /** Pins and tags. A new session has none by default. */
  marks?: SessionMark[]
}

/** A session as it is read. */
export interface Session extends SessionFields {
  /** Unique in the database, at most 191 bytes, compared byte by byte. */
  id: string
  /** The project that it belongs to. */
  projectId: string
  /** Pins and tags, in the order in which they were set. */
  marks: SessionMark[]
  /** Sums over the session's messages; kept by the store, never set by a writer. */
  usage: Usage
  /** How many messages it has; kept by the store, never set by a writer. */
  messageCount: number
  /** The number of changes so far: 1 after its creation, one more with each change, without a gap. */
  revision: number
  /** By its writer's clock, epoch milliseconds. */
  createdAt: number
  /** When it last changed, by its writers' clocks, epoch milliseconds. */
  updatedAt: number
  /** When it was deleted, epoch milliseconds; null when it is not. */
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
