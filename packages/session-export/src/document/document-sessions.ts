import type { Session, SessionStore } from "@opencode/session-core"

/** Which sessions a document has. */
export interface DocumentOptions {
  /** Only these, each with the sessions of its sub-agents; all of the store's scope by default. */
  sessionIds?: readonly string[] | undefined
}

/** A session of a document, before those that its sub-agents had. */
export interface DocumentSession {
  session: Session
  /** 1, and one more for each session above it that is in the document. */
  level: number
}

/**
 * The sessions of a document, each once: those that were asked for, each followed by those of its sub-agents, oldest first. Deleted
 * ones are left out. Memory holds an id for each session.
 */
export async function* documentSessions(
  store: SessionStore,
  { sessionIds }: DocumentOptions,
): AsyncGenerator<DocumentSession, void, undefined> {
  const seen = new Set<string>()
  if (sessionIds !== undefined) {
    for (const id of sessionIds) yield* subtree(store, await store.sessions.require(id), 1, seen)
    return
  }
  // Sub-agents' sessions come with the session that started them; of those whose parent is not here, each begins by itself.
  for (const parentId of [null, undefined]) {
    for (const state of ["active", "archived"] as const) {
      for await (const session of store.sessions.all({ state, parentId })) yield* subtree(store, session, 1, seen)
    }
  }
}

async function* subtree(
  store: SessionStore,
  session: Session,
  level: number,
  seen: Set<string>,
): AsyncGenerator<DocumentSession, void, undefined> {
  // Parents may form a circle.
  if (seen.has(session.id)) return
  seen.add(session.id)
  yield { session, level }
  for (const id of await childIds(store, session.id)) {
    const child = await store.sessions.get(id)
    if (child !== null) yield* subtree(store, child, level + 1, seen)
  }
}

async function childIds(store: SessionStore, parentId: string): Promise<string[]> {
  const found: { id: string; createdAt: number }[] = []
  for (const state of ["active", "archived"] as const) {
    for await (const { id, createdAt } of store.sessions.all({ state, parentId })) found.push({ id, createdAt })
  }
  return found.sort((left, right) => left.createdAt - right.createdAt).map(({ id }) => id)
}
