import type { JsonValue } from "../model/json.ts"
import type { Session } from "../model/session.ts"
import { noUsage } from "../model/usage.ts"
import type { NewSession } from "../provider/change.ts"

/**
 * A session as a read right after its creation would return it, without that read: a provider stores what it is given as it is.
 * Shares no object with what the caller gave.
 */
export const createdSession = (id: string, session: NewSession, revision: number): Session => ({
  id,
  projectId: session.projectId,
  parentId: session.parentId,
  title: session.title,
  titleSource: session.titleSource,
  directory: session.directory,
  author: session.author && { user: session.author.user, host: session.author.host },
  agent: session.agent,
  model: throughJson(session.model),
  todos: throughJson(session.todos),
  metadata: throughJson(session.metadata),
  marks: (session.marks ?? []).map((mark) => ({ ...mark })),
  usage: { ...noUsage },
  messageCount: 0,
  revision,
  createdAt: session.createdAt,
  updatedAt: session.createdAt,
  archivedAt: session.archivedAt,
  deletedAt: session.deletedAt,
  deletionId: session.deletionId,
})

/** A value as JSON keeps it: without properties that are undefined. */
const throughJson = <Value extends JsonValue>(value: Value): Value => JSON.parse(JSON.stringify(value))
