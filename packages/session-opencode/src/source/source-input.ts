import type { SqliteDatabase } from "@opencode/session-sqlite-driver"

/** A SQLite file, open for reading. */
export interface DatabaseInput {
  /** Which kind of input this is. */
  readonly kind: "database"
  /** What it is called in errors. */
  readonly path: string
  /** For reading only. Integers beyond what a number holds exactly come as bigint. */
  readonly database: SqliteDatabase
  /** What tells this file from a copy of it; null where it came through a pipe or was packed. */
  readonly identity: string | null
  /** What a person should know of its state, as sentences. */
  readonly notes: readonly string[]
  /** The columns of each stored table, by its name. */
  readonly tables: ReadonlyMap<string, readonly string[]>
}

/** A text, whatever its encoding and compression were. */
export interface TextInput {
  /** Which kind of input this is. */
  readonly kind: "text"
  /** What it is called in errors. */
  readonly path: string
  /** The first 64 KiB, without a byte order mark. */
  readonly beginning: string
  /** Bytes of the whole in its encoding, decompressed. */
  readonly size: number
  /** A file that has it in UTF-8, perhaps after a byte order mark, to be read at any place; null where it is in another encoding. */
  readonly file: string | null
  /** The whole in UTF-8, without a byte order mark, each time from the start. */
  bytes(): AsyncIterable<Uint8Array>
}

/** A folder. */
export interface FolderInput {
  /** Which kind of input this is. */
  readonly kind: "folder"
  /** Its path. */
  readonly path: string
  /** The names of what is in it, sorted. */
  readonly names: readonly string[]
}

/** What a person named, opened as far as it takes to tell what it is. */
export type SourceInput = DatabaseInput | TextInput | FolderInput
