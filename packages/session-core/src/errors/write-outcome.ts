/**
 * Whether a write that failed may be stored all the same.
 *
 * - `not_written`: nothing of it is stored.
 * - `unknown`: it may be stored, because the answer was lost or did not come in time. Sending it again with the same
 *   `batchId` is safe: it is stored once.
 */
export type WriteOutcome = "not_written" | "unknown"
