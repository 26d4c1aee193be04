/**
 * Limits that hold for every provider. Above one a call fails with `too_large` or `invalid_input` before the provider is called:
 * nothing is ever cut. A provider's columns must hold what they allow.
 *
 * Invariants: 8. Kit: `limits`.
 */
export const limits = {
  /** Bytes of UTF-8 of each JSON value of a part, message or session, and of a file version's content: 16 MiB. */
  valueBytes: 16 * 1024 * 1024,
  /** Bytes of UTF-8 of an id, a project id, a role, a type or an agent's name. */
  idBytes: 191,
  /** Bytes of UTF-8 of a file's path and of a session's directory. */
  pathBytes: 1024,
  /** Bytes of UTF-8 of a title or a project's name: 64 KiB. */
  titleBytes: 64 * 1024,
  /** Levels of objects and arrays in a JSON value: deeper ones exhaust the stack of programs that read them. */
  jsonLevels: 500,
  /** Length of a batch's id. */
  batchIdCharacters: 64,
  /** Changes of one batch. */
  changesPerBatch: 10_000,
  /** Pins and tags of one session. */
  marks: 90,
  /** Items that a page may be asked for. */
  pageSize: 1000,
  /** Bytes of content that the store asks a page for when its caller does not say: 8 MiB. */
  pageBytes: 8 * 1024 * 1024,
  /** Parts of one message that the store asks a page of messages for. It reads the rest in pages of their own. */
  partsInPage: 1000,
  /** Bytes of a message that the store loads whole, counted as in a page: 64 MiB. Above, `partial` reads it part by part. */
  wholeMessageBytes: 64 * 1024 * 1024,
} as const
