import type { Usage } from "./usage.ts"

/** What a scope holds. Deleted sessions do not count, except in `deletedSessions`. */
export interface Statistics {
  /** Projects that have sessions. */
  projects: number
  /** Sessions, archived ones included. */
  sessions: number
  /** Those of them that are archived. */
  archivedSessions: number
  /** Sessions that are hidden and were not purged yet. */
  deletedSessions: number
  /** Messages of all sessions. */
  messages: number
  /** What all sessions took. */
  usage: Usage
}
