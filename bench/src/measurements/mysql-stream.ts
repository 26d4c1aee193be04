import { createMemoryProvider } from "@opencode/session-core/memory"
import type { Measurement } from "../measurement.ts"
import { deltasOfReply, Feed, feedAtOnce, feedPaced } from "../support/feed.ts"
import { takeTurns } from "../support/take-turns.ts"

const oneWayMilliseconds = 20
const writesPerSecond = 15
const roundTripsToComplete = 2

/** Feeding a streamed reply into a server that is 40 ms away and back, against the same into the memory provider. */
export const mysqlStream: Measurement = {
  name: "mysql-stream",
  async run(context) {
    const server = await context.mysql({ durable: false })
    if (server === null) return []
    await using database = await server.database()
    const { provider, wire } = await database.far(oneWayMilliseconds)
    const deltas = deltasOfReply()
    const far = await Feed.into(provider, 0)
    const memory = await Feed.into(createMemoryProvider(), 0)
    const atOnce = await takeTurns({
      clock: "wall",
      rounds: 9,
      warmUps: 2,
      prepare: () => Promise.all([far.complete(), memory.complete()]),
      ours: () => feedAtOnce(far.begin(), deltas),
      baseline: () => feedAtOnce(memory.begin(), deltas),
    })
    await Promise.all([far.complete(), memory.complete()])
    far.writes = 0
    let afterwards = 0
    const paced = await takeTurns({
      clock: "wall",
      rounds: 1,
      warmUps: 0,
      ours: () => feedPaced(far.begin(), deltas),
      baseline: () => feedPaced(memory.begin(), deltas),
    })
    const writes = far.writes / (paced.ours / 1000)
    await Promise.all([far.complete(), memory.complete()])
    for (let turn = 0; turn < 5; turn += 1) {
      await feedPaced(far.begin(), deltas.slice(0, 500))
      // Of several replies the worst: a write may be under way when the last delta comes.
      afterwards = Math.max(afterwards, await wire.count(() => far.complete()))
    }
    await Promise.all([far.store.close(), memory.store.close()])
    return [
      {
        what: `MySQL ${oneWayMilliseconds} ms away: feed 5,000 deltas at once`,
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
        what: "  writes meanwhile (baseline: the budget)",
        ours: writes,
        baseline: writesPerSecond,
        unit: "writes/s",
        ratio: writes / writesPerSecond,
        budget: { most: 1 },
      },
      {
        what: "  complete() after the last delta (baseline: the budget)",
        ours: afterwards,
        baseline: roundTripsToComplete,
        unit: "round trips",
        ratio: afterwards / roundTripsToComplete,
        budget: { most: 1 },
      },
    ]
  },
}
