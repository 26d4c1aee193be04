import { SessionStorageError } from "@opencode/session-core/provider"
import { getTableName } from "drizzle-orm"
import { schema } from "../sql/schema.ts"

export const ownTables = Object.values(schema).map((table) => getTableName(table))
/** Of the OpenCode that was written in Go, which may have used the same database. */
const olderTables = ["sessions", "messages", "files"]

/** Fails with `foreign_database` when tables that are not ours stand where ours would be. For a database without our migrations. */
export function assertNotForeign(tables: string[], location: string): void {
  const older = olderTables.every((table) => tables.includes(table))
  // Without our record of migrations, a table with one of our names is somebody else's.
  const taken = ownTables.find((table) => tables.includes(table))
  if (!older && taken === undefined) return
  const owner = older ? "an older OpenCode (written in Go)" : "another program"
  throw new SessionStorageError(
    "foreign_database",
    `${location} is the database of ${owner}${taken === undefined ? "" : ` (it has a table ${taken})`}: it is left as it is.`,
    { hint: "Make a database of its own for session storage, and configure that." },
  )
}
