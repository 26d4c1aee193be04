import type { ListSessionsOptions, SessionPage, SessionStore } from "@opencode/session-core"

type Wanted = ListSessionsOptions & { limit: number }

/** Stands before a cursor that goes on among the pinned sessions. */
const amongPinned = "pinned."
/** The cursor behind the last pinned session. */
const othersBegin = "others."

/**
 * A page of sessions, last changed first. A page of the store ends when it has looked at many; this one ends when it is full, or at the
 * end.
 */
async function fullPage(store: SessionStore, { limit, ...options }: Wanted): Promise<SessionPage> {
  const sessions: SessionPage["sessions"] = []
  let cursor = options.cursor ?? null
  do {
    const page = await store.sessions.list({ ...options, cursor, limit: limit - sessions.length })
    sessions.push(...page.sessions)
    cursor = page.nextCursor
  } while (cursor !== null && sessions.length < limit)
  return { sessions, nextCursor: cursor }
}

/** The same with pinned sessions before all others, unless either are asked for. */
export async function listSessions(store: SessionStore, options: Wanted): Promise<SessionPage> {
  const { limit, cursor } = options
  if (options.pinned !== undefined || options.state !== "active") return fullPage(store, options)
  if (cursor != null && !cursor.startsWith(amongPinned)) {
    return fullPage(store, { ...options, pinned: false, cursor: cursor === othersBegin ? null : cursor })
  }
  const pinned = await fullPage(store, {
    ...options,
    pinned: true,
    cursor: cursor == null ? null : cursor.slice(amongPinned.length),
  })
  if (pinned.nextCursor !== null) return { ...pinned, nextCursor: amongPinned + pinned.nextCursor }
  const missing = limit - pinned.sessions.length
  const others = await fullPage(store, { ...options, pinned: false, cursor: null, limit: Math.max(1, missing) })
  if (missing > 0) return { sessions: [...pinned.sessions, ...others.sessions], nextCursor: others.nextCursor }
  return { sessions: pinned.sessions, nextCursor: others.sessions.length > 0 ? othersBegin : null }
}
