import { sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import { type Fields, select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { type AtLeast, StaleRead } from "./stale-read.ts"
import { type RowFrom, statement } from "./statement.ts"
import { optional, text } from "./value-type.ts"

/** Some fields of a session that the caller may see, deleted or not. */
export const scoped = <Selected extends Fields>(fields: Selected) =>
  statement({ session: text, project: optional(text) }, (given) =>
    select(
      fields,
      sql`from ${session} where ${session.id} = ${given.session}
      and (${given.project} is null or ${session.projectId} = ${given.project})`,
    ),
  )

/** What tells whether a session is there for a reader. Stands first in every read of what a session holds. */
export const sessionInScope = scoped({ revision: session.revision, deletedAt: session.deletedAt })

export const bindScope = (scope: Scope, sessionId: string) =>
  sessionInScope.bind({ session: sessionId, project: scopeProjectId(scope) })

/** The session, whether it is deleted or not. Fails unless it is there. */
export function assertInScope<Row>([row]: readonly Row[], sessionId: string): Row {
  if (row === undefined) throw notFound(sessionId)
  return row
}

/** Fails unless the row of `bindScope` is there, not deleted, and not older than the reader knows the session. */
export function assertVisible(
  rows: readonly RowFrom<typeof sessionInScope>[],
  { sessionId, atLeast = 0 }: { sessionId: string } & AtLeast,
) {
  const { deletedAt, revision } = assertInScope(rows, sessionId)
  if (deletedAt !== null) throw notFound(sessionId)
  if (revision < atLeast) throw new StaleRead()
}

const notFound = (sessionId: string) => new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
