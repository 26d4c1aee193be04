import type { SourceSession } from "./source-session.ts"

/**
 * Sessions of another program, in our terms. It is only read, and may be in use by the program that it belongs to. Errors are
 * `SessionStorageError`s that name the source.
 */
export interface Source extends Disposable {
  /** The name of its format: `opencode-database`. */
  readonly format: string
  /** What tells it from a copy of it, as its sessions say; null or absent where that is not known. */
  readonly identity?: string | null
  /** How many sessions there are, with those whose id no store takes. */
  readonly sessionCount: number
  /** What the source calls the projects of its sessions, each once; empty where it names them session by session. */
  readonly projectKeys: readonly string[]
  /** Whether it calls projects by ids like ours, and not by hashes. */
  readonly projectKeysAreIds: boolean
  /** The ids of all sessions, page by page: sessions may be read in between. Those that no store takes go to the log. */
  sessionIds(): Iterable<string>
  /**
   * Calls `use` with a session; with null when it is not there any more. Until what `use` returns is settled, all that is read of the
   * session is of one moment, and afterwards nothing of it may be read. One session at a time. Fails with `DamagedSourceError` when the session cannot be
   * read to its end.
   */
  read<Result>(id: string, use: (session: SourceSession | null) => Promise<Result>): Promise<Result>
  /**
   * A short value for each session, which changes whenever anything of it does. Absent where comparing all of it is no dearer.
   */
  stamps?(): ReadonlyMap<string, string>
  /**
   * A short value for each session that the program's own log of its writes tells of: it changes whenever the program writes to the
   * session, and costs far less than `stamps`. What other programs write is not in it. Absent where there is no such log.
   */
  activity?(): ReadonlyMap<string, string>
  /** The names of tables that may hold sessions and are of no version that is known. Absent where that cannot be. */
  readonly unknownTables?: readonly string[]
  /** Names in the log what belongs to no session. Call it when all sessions have been read. */
  reportOrphans(): void
}
