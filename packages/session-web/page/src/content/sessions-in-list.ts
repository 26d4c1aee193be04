import type { Session, SessionState } from "../api/types.ts"
import { stateOf } from "./session-state.ts"

/** The sessions of a list, by their ids. */
export type SessionsInList = ReadonlyMap<string, Session>

/** The list after a session changed, or was purged (null). What is older than what the list has changes nothing. */
export function withChange(
  sessions: SessionsInList,
  state: SessionState,
  sessionId: string,
  session: Session | null,
): SessionsInList {
  const known = sessions.get(sessionId)
  if (session !== null && known !== undefined && known.revision > session.revision) return sessions
  const belongs = session !== null && stateOf(session) === state
  if (!belongs && known === undefined) return sessions
  const next = new Map(sessions)
  if (belongs) next.set(sessionId, session)
  else next.delete(sessionId)
  return next
}

/** The list with a page of it, the first or a further one. What came by a change meanwhile and is newer stays. */
export function withPage(sessions: SessionsInList, page: readonly Session[], isFirst: boolean): SessionsInList {
  const next = new Map(isFirst ? [] : sessions)
  for (const session of page) {
    const known = sessions.get(session.id)
    next.set(session.id, known !== undefined && known.revision > session.revision ? known : session)
  }
  return next
}
