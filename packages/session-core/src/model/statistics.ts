import type { Usage } from "./usage.ts"

/** What a scope holds. Deleted sessions do not count, except in `deletedSessions`. */
export interface Statistics {
  projects: number
  sessions: number
  archivedSessions: number
  deletedSessions: number
  messages: number
  usage: Usage
}
