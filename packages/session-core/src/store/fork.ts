import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { MessageWithParts } from "../model/message.ts"
import type { Session } from "../model/session.ts"
import type { Change } from "../provider/change.ts"
import { checkSessionId } from "../provider/check-query.ts"
import { iteratePages } from "./pages.ts"
import type { SessionCollection } from "./session-collection.ts"
import { applyChanges, type StoreContext } from "./store-context.ts"

export interface ForkOptions {
  /** The last message to take. All by default. */
  upTo?: string
  /** The source's title with "(fork)" by default. */
  title?: string
}

const messagesPerBatch = 50

/**
 * Copies a session page by page. The copy stays hidden, as a deleted session is, until it is whole: whoever is killed on the
 * way leaves nothing half-done in sight, and pruning clears it away.
 */
export async function forkSession(
  context: StoreContext,
  sessions: SessionCollection,
  sessionId: string,
  options: ForkOptions,
): Promise<Session> {
  checkSessionId(sessionId)
  const source = await sessions.require(sessionId)
  const now = Date.now()
  const forkId = createIdentifier("session")
  await applyChanges(context, forkId, [
    {
      type: "session.create",
      session: {
        projectId: source.projectId,
        title: options.title ?? `${source.title} (fork)`,
        titleSource: options.title === undefined ? source.titleSource : "user",
        parentId: null,
        directory: source.directory,
        author: context.author,
        agent: source.agent,
        model: source.model,
        todos: source.todos,
        metadata: { ...source.metadata, forkedFrom: { sessionId, revision: source.revision } },
        archivedAt: null,
        createdAt: now,
        deletedAt: now,
        deletionId: createIdentifier("deletion"),
      },
    },
  ])
  const found = await copyMessages(context, sessionId, forkId, options.upTo)
  if (!found) {
    await applyChanges(context, forkId, [{ type: "session.purge" }])
    throw new SessionStorageError("not_found", `There is no message ${options.upTo} in session ${sessionId}.`)
  }
  await applyChanges(context, forkId, [{ type: "session.restore" }])
  return sessions.require(forkId)
}

/** Whether the last message was met. */
async function copyMessages(
  context: StoreContext,
  from: string,
  to: string,
  upTo: string | undefined,
): Promise<boolean> {
  const { provider, scope } = context
  const newIds = new Map<string, string>()
  let changes: Change[] = []
  let met = upTo === undefined
  const messages = iteratePages(async (cursor) => {
    const query = {
      scope,
      sessionId: from,
      order: "oldest-first" as const,
      limit: messagesPerBatch,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const page = await provider.call("listMessages", (each) => each.listMessages(query), { sessionId: from })
    return { items: page.messages, nextCursor: page.nextCursor }
  })
  for await (const message of messages) {
    changes.push(...copyOf(message, newIds))
    if (changes.length >= messagesPerBatch) {
      await applyChanges(context, to, changes)
      changes = []
    }
    if (message.id === upTo) {
      met = true
      break
    }
  }
  if (changes.length > 0) await applyChanges(context, to, changes)
  return met
}

function copyOf(message: MessageWithParts, newIds: Map<string, string>): Change[] {
  const {
    parts,
    sessionId: _sessionId,
    position: _position,
    revision: _revision,
    damaged: _damaged,
    ...fields
  } = message
  const id = createIdentifier("message")
  newIds.set(message.id, id)
  const parentId = message.parentId === null ? null : (newIds.get(message.parentId) ?? message.parentId)
  return [
    { type: "message.put", message: { ...fields, id, parentId } },
    ...parts.map(
      ({ type, data, createdAt, updatedAt }): Change => ({
        type: "part.put",
        part: { id: createIdentifier("part"), messageId: id, type, data, createdAt, updatedAt },
      }),
    ),
  ]
}
