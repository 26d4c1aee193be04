import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { fileURLToPath, pathToFileURL } from "node:url"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { FakeModel } from "session-test-opencode/fake-model"
import { findOpenCode } from "session-test-opencode/find-opencode"
import type { Measurement } from "../measurement.ts"
import { median } from "../support/median.ts"
import { OpenCodeProcess } from "../support/opencode-process.ts"
import { quantile } from "../support/quantile.ts"

const deltas = 2000
const rounds = 7
const warmUps = 1
const turns = 30
/** Milliseconds from OpenCode's write to the row in the store. */
const budgets = { median: 100, most: 300 }
/** Milliseconds between two looks at the store. */
const look = 4

const plugin = fileURLToPath(import.meta.resolve("@opencode/session-plugin"))

/** What the plugin costs the real OpenCode, and how soon what it writes is in MySQL. */
export const mirror: Measurement = {
  name: "mirror",
  async run({ folder, mysql }) {
    const found = await findOpenCode()
    const server = process.platform === "linux" ? await mysql({ durable: true }) : null
    if (typeof found === "string" || server === null) {
      console.error(typeof found === "string" ? found : "There is no server, or no Linux: the mirror is not measured.")
      return []
    }
    await using database = await server.database()
    await using model = await FakeModel.start()
    model.reply("Speak", [{ text: "word ".repeat(deltas).trim() }])
    const start = (name: string, configuration: object) => {
      mkdirSync(join(folder, name))
      return OpenCodeProcess.start(found.program, join(folder, name), model, configuration)
    }
    using without = await start("without", {})
    using mirrored = await start("with", {
      ...{ plugin: [pathToFileURL(plugin).href], sessionMirror: { ask: false } },
      sessionProvider: { type: "mysql", mysql: { dsn: database.dsn } },
    })
    const store = createSessionStore({ provider: database.provider, scope: { allProjects: true }, author: null })
    const processor = await compareProcessorTime(mirrored, without)
    const latencies = await measureLatencies(mirrored, store)
    const [middle, most] = [median(latencies), quantile(latencies, 0.9)]
    return [
      {
        ...{ what: `OpenCode's reply of ${deltas} deltas, with the plugin: processor time`, unit: "ms" },
        ...{ ...processor, budget: { most: 1.05 } },
      },
      {
        ...{ what: "  from OpenCode's write to the row in MySQL (baseline: the budget)", unit: "ms" },
        ...{ ours: middle, baseline: budgets.median, ratio: middle / budgets.median, budget: { most: 1 } },
      },
      {
        ...{ what: "  nine of ten", unit: "ms" },
        ...{ ours: most, baseline: budgets.most, ratio: most / budgets.most, budget: { most: 1 } },
      },
    ]
  },
}

/** In turns, the second first in every other round. */
async function compareProcessorTime(mirrored: OpenCodeProcess, without: OpenCodeProcess) {
  const sides = { ours: mirrored, baseline: without }
  const times: { ours: number; baseline: number }[] = []
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const turn = { ours: 0, baseline: 0 }
    for (const side of round % 2 === 0 ? (["ours", "baseline"] as const) : (["baseline", "ours"] as const)) {
      const opencode = sides[side]
      const session = await opencode.createSession()
      const before = opencode.processorMilliseconds()
      await opencode.prompt(session, "Speak")
      // What the mirror still has to send is its cost, too.
      await delay(1500)
      turn[side] = opencode.processorMilliseconds() - before
    }
    if (round >= warmUps) times.push(turn)
  }
  return {
    ours: median(times.map(({ ours }) => ours)),
    baseline: median(times.map(({ baseline }) => baseline)),
    ratio: median(times.map(({ ours, baseline }) => ours / baseline)),
  }
}

/** Of each message and part that OpenCode writes, the time until it is in the store, by OpenCode's own time of the write. */
async function measureLatencies(mirrored: OpenCodeProcess, store: SessionStore): Promise<number[]> {
  const session = await mirrored.createSession()
  while ((await store.sessions.get(session)) === null) await delay(look)
  const latencies: number[] = []
  let since = 0
  let isDone = false
  const watching = (async () => {
    while (!isDone) {
      const page = await store.changes(session, { since, limit: 1000 })
      const now = Date.now()
      for (const change of page.changes) {
        if (change.type === "message") latencies.push(now - change.message.updatedAt)
        // A text that is being spoken has no time of its own.
        if (change.type === "part" && change.part.data.text !== "") latencies.push(now - change.part.updatedAt)
      }
      since = page.since
      await delay(look)
    }
  })()
  for (let turn = 0; turn < turns; turn += 1) await mirrored.prompt(session, `Turn ${turn}`)
  await delay(2000)
  isDone = true
  await watching
  return latencies
}
