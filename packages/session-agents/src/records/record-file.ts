import type { JsonObject } from "@opencode/session-core"

/** Where a record stands in its file: enough to read it again, and to tell whether it changed. */
export interface RecordReference {
  /** Bytes before it, or its number in a document or table. */
  readonly position: number
  /** Its bytes, about its size in memory. */
  readonly size: number
  /** The same for the same content. */
  readonly digest: string
}

/** What a file has at one position. `place` is for people: `line 12`. */
export type FoundRecord =
  /** An object, as everything that the agents write is. */
  | { kind: "record"; reference: RecordReference; place: string; value: JsonObject }
  /** Something else, or broken. Its text is kept. */
  | { kind: "unreadable"; reference: RecordReference; place: string; reason: string }
  /** Nothing of it was loaded. */
  | { kind: "skipped"; place: string; reason: string; size: number }

/**
 * A file of records that are read one by one, first in order and then again by their references. It is closed after use. While the
 * agent writes to it, what was there when it was opened stays readable.
 */
export interface RecordFile extends Disposable {
  /** What the file is called in errors. */
  readonly path: string
  /** All records from the first to the last. */
  records(): Iterable<FoundRecord>
  /** A record again; `{ raw }` for one that is no object. Fails with `DamagedSourceError` where the file was changed meanwhile. */
  read(reference: RecordReference): JsonObject
}
