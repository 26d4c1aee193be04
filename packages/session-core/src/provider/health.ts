import type { Scope } from "./scope.ts"

/** One thing that a provider has looked at. */
export interface HealthCheck {
  /** What was looked at, in a word: `driver`, `integrity`, `privileges`. Several checks may share it. */
  name: string
  /** `warning` for what works and should be seen to, `error` for what does not work. `doctor` fails on an error. */
  status: "ok" | "warning" | "error"
  /**
   * What was found: a sentence for people, without secrets and without anything that users have written.
   *
   * Invariants: 15. Kit: `secrets`.
   */
  message: string
  /** What to do about it. */
  hint?: string
}

/** What `doctor` shows of a provider. */
export interface HealthReport {
  /** In the order in which they are shown. */
  checks: HealthCheck[]
}

/**
 * How a migration went.
 *
 * Invariants: 13. Kit: `migrations`.
 */
export interface MigrationReport {
  /** Names of the migrations that this call ran, oldest first. Empty after a dry run. */
  applied: string[]
  /** Names of those that are not in the database yet. Empty after a migration, what would be run after a dry run. */
  pending: string[]
  /** The newest that is in the database; null for an empty one. */
  version: string | null
}

/** Which deleted sessions are purged. */
export interface PruneQuery {
  /** Sessions of this project, or of all. */
  scope: Scope
  /** Purge sessions that were deleted before this, epoch milliseconds. */
  deletedBefore: number
  /**
   * Only sessions whose author is this user; null for everybody's, which the caller must have asked for.
   *
   * Invariants: 11. Kit: `pruning`.
   */
  user: string | null
  /** Report what would be purged, and purge nothing. */
  dryRun?: boolean
}

/** What a prune has purged, or would. */
export interface PruneReport {
  /** Ids of the sessions, descendants included, in no order. */
  sessions: string[]
}
