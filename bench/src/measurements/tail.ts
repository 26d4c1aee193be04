import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { setImmediate as nextTurn } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { Random } from "../content/random.ts"
import { proseOfBytes } from "../content/texts.ts"
import type { Measurement } from "../measurement.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"
import { quantile } from "../support/quantile.ts"

const appends = 4000
const textBytes = 900
const share = 0.99
const program = fileURLToPath(new URL("../support/sync-disk.mjs", import.meta.url))

/** The slowest of a hundred appends while another process syncs the disk, against one INSERT by SQLite alone beside it. */
export const tail: Measurement = {
  name: "tail",
  async run({ folder }) {
    const store = await openStore(join(folder, "ours.db"))
    const { id } = await store.sessions.create({ title: "Fix the parser" })
    const database = openBare(join(folder, "bare.db"))
    database.exec("CREATE TABLE message (number INTEGER PRIMARY KEY, data TEXT)")
    const insert = database.prepare("INSERT INTO message (data) VALUES (?)")
    const random = new Random(29)
    const times = { ours: [] as number[], baseline: [] as number[] }
    const syncing = fork(program, [join(folder, "synced")])
    try {
      await once(syncing, "message")
      for (let count = 0; count < appends; count += 1) {
        const text = proseOfBytes(random, textBytes)
        const start = performance.now()
        await store.messages.append(id, { role: "user", parts: [{ type: "text", text }] })
        const between = performance.now()
        insert.run(JSON.stringify({ role: "user", parts: [{ type: "text", text }] }))
        times.ours.push(between - start)
        times.baseline.push(performance.now() - between)
        await nextTurn()
      }
    } finally {
      const ended = once(syncing, "exit")
      syncing.kill()
      await ended
    }
    await store.close()
    database.close()
    const ours = quantile(times.ours, share)
    const baseline = quantile(times.baseline, share)
    return [
      {
        what: "append while the disk is synced all the time, 99 of 100 (baseline: one bare INSERT)",
        ours,
        baseline,
        unit: "ms",
        ratio: ours / baseline,
        // What an append does besides one INSERT: docs/performance.md.
        budget: { most: 8 },
      },
    ]
  },
}
