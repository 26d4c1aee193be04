import type { Change } from "./change.ts"
import type { Scope } from "./scope.ts"

/** The one write: changes of one session that happen together or not at all. */
export interface Batch {
  /**
   * Names the batch, at most 64 characters. Sending a batch with the same id to the same session again has no second
   * effect and gives the first answer, for at least an hour: a writer that lost the answer simply asks again.
   */
  id: string
  scope: Scope
  sessionId: string
  /** When given, the batch is applied only if this is the session's revision. 0 for a session that is not there. */
  expectedRevision?: number
  /** When it happened by the writer's clock, epoch milliseconds. The session's `updatedAt` never goes back. */
  at: number
  /** At least one. */
  changes: Change[]
}

export interface ApplyResult {
  /** The session's revision after the batch: that of its last change. */
  revision: number
  /** Set when this is the receipt of a batch that was applied before. */
  repeated?: true
}
