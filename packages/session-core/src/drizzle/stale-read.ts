/**
 * What a session's content must not be older than. A node of a cluster that lags shows a session as it was, without an error: only the
 * read that has its row can tell.
 */
export interface AtLeast {
  /** The lowest revision that the session may have. */
  atLeast?: number
}

/** A node showed a session with a lower revision than the reader knows. The read is sent again, and no caller sees this. */
export class StaleRead extends Error {
  override readonly name = "StaleRead"
}
