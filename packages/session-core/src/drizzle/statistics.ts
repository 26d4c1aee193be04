import { type SQL, sql } from "drizzle-orm"
import type { Statistics, StatisticsDimension, StatisticsGroup } from "../model/statistics.ts"
import { nanosToCost, noUsage } from "../model/usage.ts"
import { compareBytes } from "../paging/compare-bytes.ts"
import type { StatisticsQuery } from "../provider/queries.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf } from "./hot-sessions.ts"
import { and, select } from "./neutral-sql.ts"
import { session, sessionUsage, usageTotal } from "./schema.ts"
import { type RowFrom, statement } from "./statement.ts"
import type { Column } from "./table.ts"
import { countedBefore, countNames, messagesNow, sessionsNow } from "./usage-totals.ts"
import { type Expression, integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/* Statistics are sums over the totals, in which the settled sessions are, and over the few hot sessions (usage-totals.ts). */

const each = sql.identifier("each")

/** Sums of all counts, each under its name. */
const sumsOf = (of: (column: Column<number>) => SQL) => {
  const entries = countNames.map((name) => [name, integer.sql`coalesce(sum(${of(sessionUsage[name])}), 0)`])
  // A sum for each name.
  return Object.fromEntries(entries) as Record<(typeof countNames)[number], Expression<number>>
}

const inTotals = sumsOf((column) => sql`${usageTotal}.${column.bare}`)
const inEach = sumsOf((column) => sql`${each}.${column.bare}`)

const hot = (project: SQL | undefined) => ({
  from: sql`${session}`,
  where: and(
    sql`${session.state} in ('active', 'archived', 'deleted')`,
    isOf("hot"),
    project === undefined ? undefined : sql`${session.projectId} = ${project}`,
  ),
})

/**
 * The totals of each project, and not those of all. Not by the table of projects: sessions may be in one that is no project of its own
 * any more, since it has become another one's alias.
 */
const ofOneProject = sql`${usageTotal.scope} <> ''`

const scopes = { scope: ["project", "all"] } as const
const scopeParameters = { project: optional(text), scope: text }

/** Sessions, messages and usage by the state of the session. */
export const countSessions = variants({ ...scopes, of: ["totals", "hot"] }, ({ scope, of }) =>
  statement(scopeParameters, (given, dialect) => {
    if (of === "totals") {
      return select(
        { state: usageTotal.state, ...inTotals },
        sql`from ${usageTotal} where ${usageTotal.scope} = ${given.scope}
        and ${usageTotal.state} in ('active', 'archived', 'deleted') group by ${usageTotal.state}`,
      )
    }
    const chosen = hot(scope === "project" ? given.project : undefined)
    const state = text.sql`${each}.${sessionUsage.state.bare}`
    return select(
      { state, ...inEach },
      sql`from (${countedBefore(dialect, chosen)} union all ${sessionsNow(chosen)}) as ${each}
      where ${state} <> '' group by ${state}`,
    )
  }),
)

/** How many sessions each project has. */
export const countByProject = variants({ of: ["totals", "hot"] }, ({ of }) =>
  statement({}, (_, dialect) => {
    if (of === "totals") {
      return select(
        { id: usageTotal.scope, sessions: inTotals.sessions },
        sql`from ${usageTotal} where ${ofOneProject}
        and ${usageTotal.state} in ('active', 'archived') group by ${usageTotal.scope}`,
      )
    }
    const chosen = hot(undefined)
    const id = text.sql`${each}.${sessionUsage.projectId.bare}`
    return select(
      { id, sessions: inEach.sessions },
      sql`from (${countedBefore(dialect, chosen)} union all ${sessionsNow(chosen)}) as ${each}
      where ${each}.${sessionUsage.state.bare} in ('active', 'archived') group by ${id}`,
    )
  }),
)

const dimensions = ["day", "model", "author", "project"] as const satisfies StatisticsDimension[]

/** Messages and usage by what they are counted by. */
export const countMessages = variants({ ...scopes, of: ["totals", "hot"], by: dimensions }, ({ scope, of, by }) =>
  statement({ ...scopeParameters, from: integer, to: integer }, (given, dialect) => {
    if (of === "totals") {
      const key = text.sql`${by === "project" ? usageTotal.scope : usageTotal[by]}`
      const where = and(
        by === "project" && scope === "all" ? ofOneProject : sql`${usageTotal.scope} = ${given.scope}`,
        sql`${usageTotal.state} = '' and ${usageTotal.day} >= ${given.from} and ${usageTotal.day} < ${given.to}`,
      )
      return select({ key, ...inTotals }, sql`from ${usageTotal} where ${where} group by ${key}`)
    }
    const chosen = hot(scope === "project" ? given.project : undefined)
    const ofEach = (column: Column<unknown>) => sql`${each}.${column.bare}`
    const key = text.sql`${ofEach(by === "project" ? sessionUsage.projectId : sessionUsage[by])}`
    return select(
      { key, ...inEach },
      sql`from (${countedBefore(dialect, chosen)} union all ${messagesNow(dialect, chosen)}) as ${each}
      where ${ofEach(sessionUsage.state)} = '' and ${ofEach(sessionUsage.day)} >= ${given.from}
      and ${ofEach(sessionUsage.day)} < ${given.to} group by ${key}`,
    )
  }),
)

type Counts = Omit<RowFrom<ReturnType<typeof countSessions>>, "state">

/** The sums of rows that have the same key. */
function merged<Row extends Counts>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Counts> {
  const sums = new Map<string, Counts>()
  for (const row of rows) {
    const before = sums.get(keyOf(row))
    const added = countNames.map((name) => [name, (before?.[name] ?? 0) + row[name]])
    sums.set(keyOf(row), Object.fromEntries(added) as unknown as Counts) // A number for each name.
  }
  return sums
}

const usageIn = (counts: Counts) => ({
  input: counts.inputTokens,
  output: counts.outputTokens,
  reasoning: counts.reasoningTokens,
  cacheRead: counts.cacheReadTokens,
  cacheWrite: counts.cacheWriteTokens,
  cost: nanosToCost(counts.costNanos),
})

export const statistics = (database: SqlDatabase) => ({
  async statistics(scope: Scope): Promise<Statistics> {
    const id = scopeProjectId(scope)
    const variant = { scope: id === null ? "all" : "project" } as const
    const values = { project: id, scope: id ?? "" }
    const [settled, hotOnes, ...projects] = await database.read([
      countSessions({ ...variant, of: "totals" }).bind(values),
      countSessions({ ...variant, of: "hot" }).bind(values),
      ...(id === null ? [countByProject({ of: "totals" }).bind({}), countByProject({ of: "hot" }).bind({})] : []),
    ])
    const byState = merged([...settled, ...hotOnes], ({ state }) => state)
    const kept = merged(
      [...byState].flatMap(([state, counts]) => (state === "deleted" ? [] : [counts])),
      () => "",
    ).get("")
    const sessionsOf = (state: string) => byState.get(state)?.sessions ?? 0
    const inhabited = new Map<string, number>()
    for (const { id, sessions } of projects.flat()) inhabited.set(id, (inhabited.get(id) ?? 0) + sessions)
    const sessions = sessionsOf("active") + sessionsOf("archived")
    return {
      projects: id === null ? [...inhabited.values()].filter((count) => count > 0).length : Math.min(1, sessions),
      sessions,
      archivedSessions: sessionsOf("archived"),
      deletedSessions: sessionsOf("deleted"),
      messages: kept?.messages ?? 0,
      usage: kept === undefined ? { ...noUsage } : usageIn(kept),
    }
  },

  async statisticsBy({
    scope,
    by,
    from = 0,
    to = Number.MAX_SAFE_INTEGER,
  }: StatisticsQuery): Promise<StatisticsGroup[]> {
    const id = scopeProjectId(scope)
    const variant = { scope: id === null ? "all" : "project", by } as const
    const values = { project: id, scope: id ?? "", from, to }
    const rows = await database.read([
      countMessages({ ...variant, of: "totals" }).bind(values),
      countMessages({ ...variant, of: "hot" }).bind(values),
    ])
    return [...merged(rows.flat(), ({ key }) => String(key))]
      .filter(([, counts]) => counts.messages > 0)
      .map(([key, counts]) => ({ key: keyOfGroup(by, key), messages: counts.messages, usage: usageIn(counts) }))
      .sort(byKey)
  },
})

/** What a group is called. A day is kept as its first millisecond, and nothing as an empty name. */
const keyOfGroup = (by: StatisticsDimension, key: string): string | null =>
  by === "day" ? new Date(Number(key)).toISOString().slice(0, 10) : key === "" ? null : key

/** By the bytes of their keys; what has none comes last. */
const byKey = (left: StatisticsGroup, right: StatisticsGroup): number =>
  left.key === null || right.key === null
    ? Number(left.key === null) - Number(right.key === null)
    : compareBytes(left.key, right.key)
