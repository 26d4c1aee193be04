import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { Session } from "../model/session.ts"
import type { SessionStore } from "../store/session-store.ts"

const pageSize = 200

/**
 * The named sessions, or all of the store's scope, deleted ones too. Read from the feed of changed sessions: unlike a list,
 * it misses none that is written to meanwhile; such a one comes again. Rejects with the reason of `signal` when that aborts.
 */
export async function* allSessions(
  store: SessionStore,
  sessionIds: readonly string[] | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Session> {
  if (sessionIds !== undefined) {
    for (const sessionId of sessionIds) {
      signal?.throwIfAborted()
      yield await store.sessions.require(sessionId, { includeDeleted: true })
    }
    return
  }
  let since: string | undefined
  for (;;) {
    const page = await store.sessionChanges({ limit: pageSize, since, signal })
    for (const { session } of page.changes) if (session !== null) yield session
    if (page.complete) return
    if (page.cursor === since)
      throw new SessionStorageError("unexpected", "The feed of changed sessions does not go on.")
    since = page.cursor
  }
}
