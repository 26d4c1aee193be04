/** Limits that hold for every provider. Over them a call fails with `too_large` or `invalid_input`; nothing is cut. */
export const limits = {
  /** Bytes of a part's, message's or session's JSON, and of a file version's content. */
  valueBytes: 16 * 1024 * 1024,
  /** Bytes of an id, a project id, a role or a type. */
  idBytes: 191,
  /** Bytes of a file's path and a session's folder. */
  pathBytes: 1024,
  /** Bytes of a title. */
  titleBytes: 64 * 1024,
  /** Levels of objects and arrays in a JSON value: deeper ones exhaust the stack of programs that read them. */
  jsonLevels: 500,
  batchIdCharacters: 64,
  changesPerBatch: 10_000,
  pageSize: 1000,
  /** Bytes of content that a page holds when nobody says otherwise: 8 MiB. */
  pageBytes: 8 * 1024 * 1024,
} as const
