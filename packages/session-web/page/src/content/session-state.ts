import type { Session, SessionState } from "../api/types.ts"

/** The list that a session is in: `deleted` wins over `archived`. */
export function stateOf({ deletedAt, archivedAt }: Pick<Session, "deletedAt" | "archivedAt">): SessionState {
  if (deletedAt !== null) return "deleted"
  return archivedAt === null ? "active" : "archived"
}
