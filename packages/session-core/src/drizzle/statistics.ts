import { sql } from "drizzle-orm"
import type { Statistics } from "../model/statistics.ts"
import { nanosToCost } from "../model/usage.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { type RowFrom, statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/** What there is in each state. */
export const countSessions = variants({ scope: ["project", "all"] }, ({ scope }) =>
  statement({ project: optional(text) }, (given) => {
    const sum = (column: Column<number>) => integer.sql`coalesce(sum(${column}), 0)`
    return select(
      {
        state: session.state,
        sessions: integer.sql`count(*)`,
        messages: sum(session.messageCount),
        input: sum(session.inputTokens),
        output: sum(session.outputTokens),
        reasoning: sum(session.reasoningTokens),
        cacheRead: sum(session.cacheReadTokens),
        cacheWrite: sum(session.cacheWriteTokens),
        costNanos: sum(session.costNanos),
      },
      sql`from ${session}${scope === "project" ? sql` where ${session.projectId} = ${given.project}` : sql``}
      group by ${session.state}`,
    )
  }),
)

export const countProjects = statement({ project: optional(text) }, (given) =>
  select(
    { projects: integer.sql`count(distinct ${session.projectId})` },
    sql`from ${session} where ${session.state} in ('active', 'archived')
    and (${given.project} is null or ${session.projectId} = ${given.project})`,
  ),
)

type CountRow = RowFrom<ReturnType<typeof countSessions>>

export const statistics = (database: SqlDatabase) => ({
  async statistics(scope: Scope): Promise<Statistics> {
    const project = scopeProjectId(scope)
    const [rows, [counted]] = await database.read([
      countSessions({ scope: project === null ? "all" : "project" }).bind({ project }),
      countProjects.bind({ project }),
    ])
    const kept = rows.filter((row) => row.state !== "deleted")
    const sum = (name: Exclude<keyof CountRow, "state">, of: CountRow[] = kept) =>
      of.reduce((total, row) => total + row[name], 0)
    const inState = (state: string) =>
      sum(
        "sessions",
        rows.filter((row) => row.state === state),
      )
    return {
      projects: counted?.projects ?? 0,
      sessions: sum("sessions"),
      archivedSessions: inState("archived"),
      deletedSessions: inState("deleted"),
      messages: sum("messages"),
      usage: {
        input: sum("input"),
        output: sum("output"),
        reasoning: sum("reasoning"),
        cacheRead: sum("cacheRead"),
        cacheWrite: sum("cacheWrite"),
        cost: nanosToCost(sum("costNanos")),
      },
    }
  },
})
