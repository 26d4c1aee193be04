import { currentAuthor, isPinned, type Session, tagsOf } from "@opencode/session-core"

/** The marks of a session that this user sees, in a line: `pinned, release`. */
export function marksOf(session: Session): string {
  const { user } = currentAuthor()
  return [...(isPinned(session, user) ? ["pinned"] : []), ...tagsOf(session, user)].join(", ")
}
