import { sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import { type SessionRow, sessionFields } from "./fields.ts"
import { select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { type AtLeast, StaleRead } from "./stale-read.ts"
import { statement } from "./statement.ts"
import { optional, text } from "./value-type.ts"

/** A session that the caller may see, deleted or not. Stands first in every read of what a session holds. */
export const sessionInScope = statement({ session: text, project: optional(text) }, (given) =>
  select(
    sessionFields,
    sql`from ${session} where ${session.id} = ${given.session}
    and (${given.project} is null or ${session.projectId} = ${given.project})`,
  ),
)

export const bindScope = (scope: Scope, sessionId: string) =>
  sessionInScope.bind({ session: sessionId, project: scopeProjectId(scope) })

/** Fails unless the row of `bindScope` is there. */
export function assertInScope(rows: readonly SessionRow[], sessionId: string, includeDeleted: boolean): SessionRow {
  const [row] = rows
  if (row === undefined || (!includeDeleted && row.deletedAt !== null)) {
    throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
  }
  return row
}

/** Fails unless the row of `bindScope` is there, not deleted, and not older than the reader knows the session. */
export function assertVisible(
  rows: readonly SessionRow[],
  { sessionId, atLeast = 0 }: { sessionId: string } & AtLeast,
) {
  if (assertInScope(rows, sessionId, false).revision < atLeast) throw new StaleRead()
}
