import type { Change } from "./change.ts"
import type { Scope } from "./scope.ts"

/**
 * The one write: changes of one session that happen together or not at all. The store has checked every value in it: a provider
 * stores what comes as it is, and cuts nothing.
 *
 * Invariants: 1, 8. Kit: `atomicity`, `fidelity`, `limits`.
 */
export interface Batch {
  /**
   * Names the batch within its session, 1 to 64 characters. A batch that was applied and is sent again with the same id to the
   * same session has no second effect and returns its receipt, for at least an hour: a writer that lost the answer sends it again.
   * Ids compare byte by byte. A batch that was refused leaves no receipt, and may be sent again once its reason is gone.
   *
   * Invariants: 5. Kit: `idempotence`, `races`.
   */
  id: string
  /**
   * The project that the writer may write to, or all. A session outside of it does not exist for this batch: neither its
   * revision nor its receipts are told.
   *
   * Invariants: 9. Kit: `isolation`.
   */
  scope: Scope
  /** The session that all changes are about, at most 191 bytes. */
  sessionId: string
  /**
   * When given, the batch is applied only if this is the session's revision: otherwise it fails with a `ConflictError` that has
   * both numbers. 0 stands for a session that does not exist, a purged one included.
   *
   * Easily missed: look for the receipt first. A batch that was applied returns it though the revision has moved on since, by
   * the batch itself.
   *
   * Invariants: 4. Kit: `conflicts`, `idempotence`.
   */
  expectedRevision?: number
  /**
   * When it happened by the writer's clock, epoch milliseconds. It becomes the session's `updatedAt`, unless that is later.
   *
   * Easily missed: `updatedAt` never goes back, and no order depends on it but that of the list of sessions. Clocks disagree.
   *
   * Invariants: 3. Kit: `revisions`, `order`.
   */
  at: number
  /**
   * 1 to 10,000 changes, applied in this order. Each takes the session's next revision: 1, 2, 3, without gaps, in the order in
   * which everybody's batches are committed. Those of a copy bring theirs.
   *
   * Invariants: 2. Kit: `revisions`.
   */
  changes: Change[]
}

/** The receipt of a batch: what `apply` returns, and returns again when the batch is sent again. */
export interface ApplyResult {
  /** The session's revision after the batch: that of its last change. */
  revision: number
  /** Set when the batch had been applied before, and this call changed nothing. */
  repeated?: true
}
