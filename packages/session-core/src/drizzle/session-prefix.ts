import { sql } from "drizzle-orm"
import type { SessionSummary } from "../model/session.ts"
import { compareBytes } from "../paging/compare-bytes.ts"
import { textAfterPrefix } from "../paging/text-after-prefix.ts"
import type { SessionPrefixQuery } from "../provider/queries.ts"
import { scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf } from "./hot-sessions.ts"
import { and, select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

const { id, projectId, title, updatedAt, deletedAt } = session

/** Of all projects, or the settled or hot ones of one, so that each has its index. */
export const sessionsWithPrefix = variants({ among: ["all", "settled", "hot"] }, ({ among }) =>
  statement({ project: optional(text), prefix: text, after: text, deleted: integer, limit: integer }, (given) => {
    const where = and(
      ...(among === "all" ? [] : [isOf(among), sql`${projectId} = ${given.project}`]),
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
  async findSessions(query: SessionPrefixQuery): Promise<SessionSummary[]> {
    const { scope, idPrefix, includeDeleted = false, limit } = query
    const project = scopeProjectId(scope)
    const values = {
      project,
      prefix: idPrefix,
      after: textAfterPrefix(idPrefix),
      deleted: includeDeleted ? 1 : 0,
      limit,
    }
    if (project === null) return database.rows(sessionsWithPrefix({ among: "all" }).bind(values))
    const [settled, hot] = await database.read([
      sessionsWithPrefix({ among: "settled" }).bind(values),
      sessionsWithPrefix({ among: "hot" }).bind(values),
    ])
    return [...settled, ...hot].sort((left, right) => compareBytes(left.id, right.id)).slice(0, limit)
  },
})
