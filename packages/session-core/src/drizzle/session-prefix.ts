import { sql } from "drizzle-orm"
import type { SessionSummary } from "../model/session.ts"
import { textAfterPrefix } from "../paging/text-after-prefix.ts"
import type { SessionPrefixQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { and, select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

const { id, projectId, title, updatedAt, deletedAt } = session

/** Of a project or of all, so that each has its index. */
export const sessionsWithPrefix = variants({ scope: ["project", "all"] }, ({ scope }) =>
  statement({ project: optional(text), prefix: text, after: text, deleted: integer, limit: integer }, (given) => {
    const where = and(
      scope === "project" ? sql`${projectId} = ${given.project}` : undefined,
      sql`${id} >= ${given.prefix} and ${id} < ${given.after}`,
      sql`(${given.deleted} = 1 or ${deletedAt} is null)`,
    )
    return select(
      { id, projectId, title, updatedAt, deletedAt },
      sql`from ${session} where ${where} order by ${id} limit ${given.limit}`,
    )
  }),
)

/** Sessions by the beginning of their ids. */
export const prefixReads = (database: SqlDatabase) => ({
  findSessions({ scope, idPrefix, includeDeleted = false, limit }: SessionPrefixQuery): Promise<SessionSummary[]> {
    const project = scopeProjectId(scope)
    return database.rows(
      sessionsWithPrefix({ scope: project === null ? "all" : "project" }).bind({
        project,
        prefix: idPrefix,
        after: textAfterPrefix(idPrefix),
        deleted: includeDeleted ? 1 : 0,
        limit,
      }),
    )
  },
})
