import type { DriverRow, SqlConnection } from "@opencode/session-core/drizzle"

/** Runs a statement without parameters, and gives its rows. */
export type RunStatement = (statement: string) => Promise<DriverRow[]>

/** A database of either kind: on a server, or within the process. */
export interface PostgresDatabase extends SqlConnection {
  /** For people, without secrets. */
  readonly location: string
  /** Whether the schema was seen to have the index of searches. */
  readonly hasSearchIndex: boolean
  /** Reads with a statement of its own. */
  ask: RunStatement
  /**
   * All that `run` does in one transaction, of which nothing is left when it fails. May run it again after an outage. No
   * statement in it has a time limit.
   */
  inTransaction<Result>(run: (statement: RunStatement) => Promise<Result>): Promise<Result>
  close(): Promise<void>
}
