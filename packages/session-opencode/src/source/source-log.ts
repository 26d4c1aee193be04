/** Something in a source that could not be read as what it should be. Its text was kept as it is. */
export interface DamagedRow {
  /** The table that it stands in. */
  table: string
  /** Its id there. */
  id: string
  /** A sentence for a person. */
  reason: string
}

/** Something of a source that was not taken. Nothing is ever cut or left out without being named here. */
export interface SkippedItem {
  /** Where it stands: a table, or `session` for all of one. */
  table: string
  /** Its id there. */
  id: string
  /** A sentence for a person. */
  reason: string
  /** Bytes of UTF-8, where its size is the reason. */
  size?: number
}

/** Receives what of a source cannot be read or taken, while it is read. An item comes again when it is read again. */
export interface SourceLog {
  /** Receives a row that cannot be read; its text was kept. */
  damaged(row: DamagedRow): void
  /** Receives what is not taken. */
  skipped(item: SkippedItem): void
  /** All of a session. */
  skippedSession(id: string, reason: string): void
}
