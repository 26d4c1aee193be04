import type { Scope } from "./scope.ts"

/** One thing that was looked at. */
export interface HealthCheck {
  name: string
  status: "ok" | "warning" | "error"
  /** What was found, without secrets. */
  message: string
  /** What to do about it. */
  hint?: string
}

/** What `doctor` shows of a provider. */
export interface HealthReport {
  checks: HealthCheck[]
}

/** How a migration went. */
export interface MigrationReport {
  /** Names of those that were run now. */
  applied: string[]
  /** Names of those that are not in the database yet. Empty after `migrate`. */
  pending: string[]
  /** The newest that is in the database; null for an empty one. */
  version: string | null
}

/** Which rows may go. */
export interface PruneQuery {
  scope: Scope
  /** Purge sessions that were deleted before this, epoch milliseconds. */
  deletedBefore: number
  /** Only sessions of this user; null for everybody's, which is to be asked for. */
  user: string | null
  /** Report what would be purged, and purge nothing. */
  dryRun?: boolean
}

export interface PruneReport {
  /** Ids of purged sessions. */
  sessions: string[]
}
