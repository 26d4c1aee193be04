import type { SessionProvider, StatisticsGroup } from "@opencode/session-core/provider"
import type { Fault } from "./fault.ts"

/** What the statistics of a provider say instead. */
const saying =
  (change: (groups: StatisticsGroup[]) => StatisticsGroup[]): Fault["plant"] =>
  (right): Partial<SessionProvider> => ({
    statisticsBy: async (query) => change(await right.statisticsBy(query)),
  })

/** Statistics that are read once and kept, however much is written later. */
const keptUnless =
  (isReason: (type: string) => boolean): Fault["plant"] =>
  (right) => {
    const kept = new Map<string, StatisticsGroup[]>()
    return {
      apply(batch) {
        if (batch.changes.some(({ type }) => isReason(type))) kept.clear()
        return right.apply(batch)
      },
      async statisticsBy(query) {
        const key = JSON.stringify(query)
        const groups = kept.get(key) ?? (await right.statisticsBy(query))
        kept.set(key, groups)
        return groups
      },
    }
  }

/** What is wrong with statistics by day, model, author and project. */
export const statisticsFaults: Fault[] = [
  {
    name: "messages without a model left out",
    caughtBy: /sums over the messages of the sessions that are not deleted/,
    plant: saying((groups) => groups.filter(({ key }) => key !== null)),
  },
  {
    name: "totals that no correction reaches",
    caughtBy: /a message that is corrected or removed counts as it is now/,
    plant: keptUnless((type) => type === "session.create"),
  },
  {
    name: "totals that have what was deleted",
    caughtBy: /deleted sessions do not count, restored ones do again, and moved ones count where they are/,
    plant: keptUnless((type) => type !== "session.delete"),
  },
  {
    name: "days that begin a moment late",
    caughtBy: /days are counted within a time, whole days in UTC/,
    plant: (right) => ({
      statisticsBy: ({ from, ...query }) =>
        right.statisticsBy(from === undefined ? query : { ...query, from: from + 1 }),
    }),
  },
  {
    name: "a total that loses what is written at once",
    caughtBy: /stay exact while several handles write, delete and move at once/,
    into: "sqlite",
    plant(right) {
      let writing = 0
      let lost = 0
      return {
        async apply(batch) {
          writing += 1
          if (writing > 1) lost += 1
          try {
            return await right.apply(batch)
          } finally {
            writing -= 1
          }
        },
        async statisticsBy(query) {
          const groups = await right.statisticsBy(query)
          return groups.map((group) => ({ ...group, messages: group.messages - (lost > 0 ? 1 : 0) }))
        },
      }
    },
  },
]
