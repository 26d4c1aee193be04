import type { SourceSession } from "../source/source-session.ts"

/** Reads the sessions of one kind of database. Errors are the driver's. */
export interface DatabaseReader {
  /** The name of the format. */
  readonly format: string
  /** What tells the file from a copy of it; null or absent where that is not known. */
  readonly identity?: string | null
  /** How many sessions there are, with those whose id no store takes. */
  readonly sessionCount: number
  /** What the database calls its projects; empty where it names them session by session. */
  readonly projectKeys: readonly string[]
  /** Whether the database calls projects by ids like ours. */
  readonly projectKeysAreIds: boolean
  /** The ids of all sessions. */
  sessionIds(): Iterable<string>
  /** Null when it is not there any more. */
  session(id: string): SourceSession | null
  /** A short value for each session, which changes whenever anything of it does. */
  stamps?(): ReadonlyMap<string, string>
  /** A short value for each session that the program's log of its own writes tells of. */
  activity?(): ReadonlyMap<string, string>
  /** The names of tables that may hold sessions and are of no version that is known. */
  readonly unknownTables?: readonly string[]
  /** Names in the log what belongs to no session. */
  reportOrphans(): void
}
