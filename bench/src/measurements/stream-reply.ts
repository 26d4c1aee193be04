import { join } from "node:path"
import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises"
import type { MessageWriter, SessionProvider, SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { Random } from "../content/random.ts"
import { prose } from "../content/texts.ts"
import type { Measurement } from "../measurement.ts"
import { liveBytes } from "../support/garbage.ts"
import { openSqlite, storeOf } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const deltaCount = 5000
const charactersPerDelta = 5
/** About as fast as the fastest models speak. */
const deltasPerMillisecond = 1
const writeMilliseconds = 500
const writesPerSecond = 15
const kilobyte = 1024
/** The reply has 25 KB. A batch for each delta that waits would take megabytes. */
const memoryBudget = 512 * kilobyte

/** Feeding a streamed reply into a store whose every write takes its time, against the same into the memory provider. */
export const streamReply: Measurement = {
  name: "stream-reply",
  async run({ folder }) {
    const text = prose(new Random(11), deltaCount * charactersPerDelta)
    const deltas = Array.from({ length: deltaCount }, (_, index) =>
      text.slice(index * charactersPerDelta, (index + 1) * charactersPerDelta).toWellFormed(),
    )
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

/** A store with a session, whose provider counts its writes and takes its time for each. */
class Feed {
  writes = 0
  readonly store: SessionStore
  #sessionId = ""
  #reply: MessageWriter | undefined

  constructor(provider: SessionProvider, milliseconds: number) {
    const apply: SessionProvider["apply"] = async (batch) => {
      this.writes += 1
      if (milliseconds > 0) await delay(milliseconds)
      return provider.apply(batch)
    }
    const slowProvider = new Proxy(provider, {
      get(target, name) {
        if (name === "apply") return apply
        const value: unknown = Reflect.get(target, name)
        // Some providers are classes with private fields, which only their own object has.
        return typeof value === "function" ? value.bind(target) : value
      },
    })
    this.store = storeOf(slowProvider)
  }

  static async into(provider: SessionProvider, milliseconds: number): Promise<Feed> {
    const feed = new Feed(provider, milliseconds)
    const { id } = await feed.store.sessions.create({ title: "A long answer" })
    feed.#sessionId = id
    return feed
  }

  begin(): MessageWriter {
    this.#reply = this.store.messages.stream(this.#sessionId, { role: "assistant" })
    return this.#reply
  }

  /** Ends the reply that was begun, if any. */
  async complete(): Promise<void> {
    await this.#reply?.complete()
    this.#reply = undefined
  }
}

/** As fast as it goes, with a turn of the event loop after each: whatever wants to make the producer wait can do so. */
async function feedAtOnce(reply: MessageWriter, deltas: string[]): Promise<void> {
  for (const delta of deltas) {
    reply.text(delta)
    await nextTurn()
  }
}

/** As they come from a model: those that are due, then a pause. `look` is called now and then. */
async function feedPaced(reply: MessageWriter, deltas: string[], look?: () => void): Promise<void> {
  const start = performance.now()
  for (let fed = 0, looked = 0; fed < deltas.length; ) {
    const due = Math.min(deltas.length, Math.ceil((performance.now() - start) * deltasPerMillisecond))
    for (; fed < due; fed += 1) reply.text(deltas[fed] ?? "")
    if (fed - looked >= 450) {
      look?.()
      looked = fed
    }
    await delay(1)
  }
}
