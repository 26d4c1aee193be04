import type { ListSessionsOptions, SessionPage, SessionStore } from "@opencode/session-core"
import type { FolderFilter } from "./folder-filter.ts"

/** How many sessions are looked at at once for those of a folder. */
const lookedAt = 200

/**
 * A page of sessions, only those of a folder where one is given. The database has no index of folders: sessions are read until
 * the page is full.
 */
export async function listSessions(
  store: SessionStore,
  { limit, ...options }: ListSessionsOptions & { limit: number },
  isInFolder: FolderFilter | null,
): Promise<SessionPage> {
  if (isInFolder === null) return store.sessions.list({ ...options, limit })
  const sessions: SessionPage["sessions"] = []
  let cursor = options.cursor ?? null
  do {
    const page = await store.sessions.list({ ...options, cursor, limit: lookedAt })
    let read = 0
    for (const session of page.sessions) {
      if (sessions.length === limit) break
      read += 1
      if (isInFolder(session.directory)) sessions.push(session)
    }
    // The cursor behind the last one that is shown is that of the page that ends with it.
    const isCut = read < page.sessions.length
    cursor = (isCut ? await store.sessions.list({ ...options, cursor, limit: read }) : page).nextCursor
  } while (cursor !== null && sessions.length < limit)
  return { sessions, nextCursor: cursor }
}
