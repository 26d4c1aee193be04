import type { SourceSession } from "./source-session.ts"

/**
 * Sessions of another program, in our terms. It is only read, and may be in use by the program that it belongs to. Errors are
 * `SessionStorageError`s that name the source.
 */
export interface Source extends Disposable {
  /** The name of its format: `opencode-database`. */
  readonly format: string
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
  /** Names in the log what belongs to no session. Call it when all sessions have been read. */
  reportOrphans(): void
}
