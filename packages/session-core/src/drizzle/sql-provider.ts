import type { SessionProvider } from "../provider/session-provider.ts"
import { applying } from "./apply.ts"
import { changeReads } from "./changes.ts"
import type { SqlConnection } from "./connection.ts"
import { SqlDatabase } from "./database.ts"
import type { SqlDialect } from "./dialect.ts"
import { feedReads } from "./feed-page.ts"
import { fileReads } from "./file.ts"
import { messageReads } from "./message-page.ts"
import { partReads } from "./part.ts"
import { partPageReads } from "./part-page.ts"
import { projectQueries } from "./projects.ts"
import { pruning } from "./prune.ts"
import { sessionReads } from "./session-page.ts"
import { prefixReads } from "./session-prefix.ts"
import type { AtLeast } from "./stale-read.ts"
import { statistics } from "./statistics.ts"

/** What all SQL providers do alike. The rest of the contract is the provider's own: migrate, check, search, close. */
export type SqlQueries = SharedQueries & {
  /** Reads of what a session holds. They fail with `StaleRead` where the session is older than the reader knows it. */
  [Name in "listMessages" | "listParts" | "getPart" | "listFiles"]: (
    query: Parameters<SessionProvider[Name]>[0] & AtLeast,
  ) => ReturnType<SessionProvider[Name]>
}

type SharedQueries = Pick<
  SessionProvider,
  | "apply"
  | "getSession"
  | "listSessions"
  | "findSessions"
  | "changes"
  | "sessionChanges"
  | "getProject"
  | "listProjects"
  | "putProject"
  | "statistics"
  | "statisticsBy"
  | "prune"
>

/** What a SQL provider is made of. */
export interface SqlParts {
  /** Runs the statements. */
  connection: SqlConnection
  /** Writes them. */
  dialect: SqlDialect
}

/** Makes the shared part of a SQL provider. */
export function createSqlQueries({ connection, dialect }: SqlParts): SqlQueries {
  const database = new SqlDatabase(connection, dialect)
  const { apply } = applying(database)
  return {
    apply,
    ...sessionReads(database),
    ...prefixReads(database),
    ...messageReads(database),
    ...partPageReads(database),
    ...partReads(database),
    ...fileReads(database),
    ...changeReads(database),
    ...feedReads(database),
    ...projectQueries(database),
    ...statistics(database),
    ...pruning(database, apply),
  }
}
