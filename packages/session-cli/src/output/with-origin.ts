import { type Author, leaseHolder, type Session, type SessionOrigin, sessionOrigin } from "@opencode/session-core"

/** A session for JSON, with what programs would have to look up in its metadata. */
export interface ShownSession extends Session {
  /** The program that wrote it; null where it was written here. */
  origin: SessionOrigin | null
  /** Who is at work in it; null for nobody. */
  atWork: Author | null
}

/** Adds the program that wrote it, and who is at work in it. */
export const withOrigin = (session: Session): ShownSession => ({
  ...session,
  origin: sessionOrigin(session),
  atWork: leaseHolder(session, Date.now()),
})
