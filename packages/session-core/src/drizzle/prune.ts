import { sql } from "drizzle-orm"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createIdentifier } from "../identifier/identifier.ts"
import type { PruneQuery, PruneReport } from "../provider/health.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf, type Temperature } from "./hot-sessions.ts"
import { select } from "./neutral-sql.ts"
import { forgetReceipts } from "./receipt.ts"
import { session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"

/**
 * The sessions that clean-up may purge: deleted before "before", of the project and user that are asked for, if any, and
 * without a descendant that must stay, since a purge takes the descendants along.
 */
export const prunable = statement({ before: integer, project: optional(text), user: optional(text) }, (given) => {
  const name = sql.identifier
  const columns = sql`${name("id")}, ${name("project_id")}, ${name("parent_id")}`
  const prunableColumns = sql`${name("prunable")}.${name("id")}, ${name("prunable")}.${name("project_id")}, ${name("prunable")}.${name("parent_id")}`
  const deleted = (temperature: Temperature) =>
    sql`select ${session.id}, ${session.projectId}, ${session.parentId} from ${session}
    where ${session.state} = 'deleted' and ${isOf(temperature)} and ${session.deletedAt} < ${given.before}
      and (${given.project} is null or ${session.projectId} = ${given.project})
      and (${given.user} is null or ${session.authorUser} = ${given.user})`
  return select(
    { id: session.id },
    sql`from ${session} where ${session.id} in (select ${name("id")} from (with recursive
  ${name("prunable")} (${columns}) as (
    ${deleted("settled")}
    union all
    ${deleted("hot")}
  ),
  ${name("kept")} (${columns}) as (
    select ${prunableColumns} from ${name("prunable")}
    join ${session} on ${session.parentId} = ${name("prunable")}.${name("id")} and ${session.projectId} = ${name("prunable")}.${name("project_id")}
    where ${session.id} not in (select ${name("id")} from ${name("prunable")})
    union
    select ${prunableColumns} from ${name("kept")}
    join ${name("prunable")} on ${name("prunable")}.${name("id")} = ${name("kept")}.${name("parent_id")} and ${name("prunable")}.${name("project_id")} = ${name("kept")}.${name("project_id")}
  )
  select ${name("id")} from ${name("prunable")} where ${name("id")} not in (select ${name("id")} from ${name("kept")})) as ${name("prunable_ids")})`,
  )
})

export function pruning(database: SqlDatabase, apply: SessionProvider["apply"]): Pick<SessionProvider, "prune"> {
  return {
    async prune({ scope, deletedBefore, user, dryRun }: PruneQuery): Promise<PruneReport> {
      const rows = await database.rows(prunable.bind({ project: scopeProjectId(scope), before: deletedBefore, user }))
      const sessions = rows.map((row) => row.id)
      if (dryRun === true) return { sessions }
      for (const sessionId of sessions) {
        try {
          await apply({ id: createIdentifier("batch"), scope, sessionId, at: 0, changes: [{ type: "session.purge" }] })
        } catch (error) {
          // It went with its parent, or another process was faster.
          if (!SessionStorageError.isInstance(error, "not_found")) throw error
        }
      }
      await forgetReceipts(database)
      return { sessions }
    },
  }
}
