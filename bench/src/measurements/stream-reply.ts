import { join } from "node:path"
import { createMemoryProvider } from "@opencode/session-core/memory"
import type { Measurement } from "../measurement.ts"
import { deltasOfReply, Feed, feedAtOnce, feedPaced } from "../support/feed.ts"
import { liveBytes } from "../support/garbage.ts"
import { openSqlite } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const writeMilliseconds = 500
const writesPerSecond = 15
const kilobyte = 1024
/** The reply has 25 KB. A batch for each delta that waits would take megabytes. */
const memoryBudget = 512 * kilobyte

/** Feeding a streamed reply into a store whose every write takes its time, against the same into the memory provider. */
export const streamReply: Measurement = {
  name: "stream-reply",
  async run({ folder }) {
    const deltas = deltasOfReply()
    const slow = await Feed.into(await openSqlite(join(folder, "slow.db")), writeMilliseconds)
    const memory = await Feed.into(createMemoryProvider(), 0)

    const atOnce = await takeTurns({
      clock: "wall",
      rounds: 9,
      warmUps: 2,
      prepare: () => Promise.all([slow.complete(), memory.complete()]),
      ours: () => feedAtOnce(slow.begin(), deltas),
      baseline: () => feedAtOnce(memory.begin(), deltas),
    })
    await Promise.all([slow.complete(), memory.complete()])

    slow.writes = 0
    memory.writes = 0
    const before = liveBytes()
    let held = 0
    const paced = await takeTurns({
      clock: "wall",
      rounds: 1,
      warmUps: 0,
      ours: () =>
        feedPaced(slow.begin(), deltas, () => {
          held = Math.max(held, liveBytes() - before)
        }),
      baseline: () => feedPaced(memory.begin(), deltas),
    })
    const rates = {
      ours: slow.writes / (paced.ours / 1000),
      baseline: memory.writes / (paced.baseline / 1000),
    }
    await Promise.all([slow.complete(), memory.complete()])
    await Promise.all([slow.store.close(), memory.store.close()])
    return [
      {
        what: "feed 5,000 deltas where a write takes 500 ms, at once",
        ours: atOnce.ours,
        baseline: atOnce.baseline,
        unit: "ms",
        ratio: atOnce.ratio,
        budget: { most: 1.2 },
      },
      {
        what: "  at 1,000 deltas a second",
        ours: paced.ours,
        baseline: paced.baseline,
        unit: "ms",
        ratio: paced.ratio,
        budget: { most: 1.2 },
      },
      {
        what: `  writes meanwhile, the more of both to ${writesPerSecond} a second`,
        ...rates,
        unit: "writes/s",
        ratio: Math.max(rates.ours, rates.baseline) / writesPerSecond,
        budget: { most: 1 },
      },
      {
        what: "  memory held meanwhile (baseline: the budget)",
        ours: held / kilobyte,
        baseline: memoryBudget / kilobyte,
        unit: "KB",
        ratio: held / memoryBudget,
        budget: { most: 1 },
      },
    ]
  },
}
