import { sql } from "drizzle-orm"
import type { Statistics } from "../model/statistics.ts"
import { nanosToCost } from "../model/usage.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf, temperatures } from "./hot-sessions.ts"
import { select } from "./neutral-sql.ts"
import { session } from "./schema.ts"
import { type RowFrom, statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/** What there is in each state: of all projects, or of the settled or hot sessions of one, so that each has its index. */
export const countSessions = variants({ among: ["all", ...temperatures] }, ({ among }) =>
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
      sql`from ${session}${among === "all" ? sql`` : sql` where ${isOf(among)} and ${session.projectId} = ${given.project}`}
      group by ${session.state}`,
    )
  }),
)

/** Projects that have sessions. */
export const inhabitedProjects = variants({ scope: ["project", "all"], of: temperatures }, ({ scope, of }) =>
  statement({ project: optional(text) }, (given) =>
    select(
      { id: session.projectId },
      sql`from ${session} where ${isOf(of)} and ${session.state} in ('active', 'archived')
      ${scope === "all" ? sql`group by ${session.projectId}` : sql`and ${session.projectId} = ${given.project} limit 1`}`,
    ),
  ),
)

type CountRow = RowFrom<ReturnType<typeof countSessions>>

export const statistics = (database: SqlDatabase) => ({
  async statistics(scope: Scope): Promise<Statistics> {
    const project = scopeProjectId(scope)
    const within = project === null ? "all" : "project"
    const [ofSettled, ofHot, ...counted] = await database.read([
      countSessions({ among: project === null ? "all" : "settled" }).bind({ project }),
      countSessions({ among: "hot" }).bind({ project }),
      inhabitedProjects({ scope: within, of: "settled" }).bind({ project }),
      inhabitedProjects({ scope: within, of: "hot" }).bind({ project }),
    ])
    // Of no project, nothing is hot.
    const rows = [...ofSettled, ...ofHot]
    const kept = rows.filter((row) => row.state !== "deleted")
    const sum = (name: Exclude<keyof CountRow, "state">, of: CountRow[] = kept) =>
      of.reduce((total, row) => total + row[name], 0)
    const inState = (state: string) =>
      sum(
        "sessions",
        rows.filter((row) => row.state === state),
      )
    return {
      projects: new Set(counted.flat().map(({ id }) => id)).size,
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
