import type { SourceFormat } from "../source/source-format.ts"
import type { SourceSession } from "../source/source-session.ts"

/** Reads the sessions of one kind of database. Errors are the driver's. */
export interface DatabaseReader {
  readonly format: SourceFormat
  readonly sessionCount: number
  readonly projectKeys: readonly string[]
  /** Whether the database calls projects by ids like ours. */
  readonly projectKeysAreIds: boolean
  sessionIds(): Iterable<string>
  /** Null when it is not there any more. */
  session(id: string): SourceSession | null
  /** Names in the log what belongs to no session. */
  reportOrphans(): void
}
