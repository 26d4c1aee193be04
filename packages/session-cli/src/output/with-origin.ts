import { type Session, type SessionOrigin, sessionOrigin } from "@opencode/session-core"

/** A session for JSON, with the program that wrote it: null where it was written here. */
export const withOrigin = (session: Session): Session & { origin: SessionOrigin | null } => ({
  ...session,
  origin: sessionOrigin(session),
})
