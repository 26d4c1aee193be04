import { SessionStorageError } from "../errors/session-storage-error.ts"
import { sessionTables } from "./schema.ts"
import { descriptionOf } from "./table.ts"

/** The names of all tables of the schema. */
export const tableNames: readonly string[] = Object.values(sessionTables).map((table) => descriptionOf(table).name)

/** Of the OpenCode that was written in Go, which may have used the same database. */
const olderTables = ["sessions", "messages", "files"]

/**
 * Fails with `foreign_database` when tables that are not ours stand where ours would be. For a database on a server, without our
 * record of migrations.
 */
export function assertNotForeign(tables: readonly string[], location: string): void {
  const older = olderTables.every((table) => tables.includes(table))
  // Without our record of migrations, a table with one of our names is somebody else's.
  const taken = tableNames.find((table) => tables.includes(table))
  if (!older && taken === undefined) return
  const owner = older ? "an older OpenCode (written in Go)" : "another program"
  throw new SessionStorageError(
    "foreign_database",
    `${location} is the database of ${owner}${taken === undefined ? "" : ` (it has a table ${taken})`}: it is left as it is.`,
    { hint: "Make a database of its own for session storage, and configure that." },
  )
}
