import { join } from "node:path"
import type { PartFields } from "@opencode/session-core"
import { textPart, toolPart } from "../content/conversation.ts"
import { Random } from "../content/random.ts"
import { rareWord } from "./history-fixture.ts"
import { createSessions } from "./many-sessions.ts"
import { median } from "./median.ts"
import { openStore } from "./open-store.ts"

/*
 * Uses a store in the runtime and with the driver that it is started with, and prints how long each use takes: milliseconds of
 * the processor, the median of several rounds. Its arguments are an empty folder, a file with a long history, and the session in it.
 */

/** The uses of a store that are measured. */
export interface DriverTimes {
  driver: string
  apply: number
  load: number
  list: number
  search: number
}

const rounds = 7
const partsPerRound = 200
const listsPerRound = 100
const searchesPerRound = 10

async function timed(run: (round: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let round = -2; round < rounds; round += 1) {
    const before = process.cpuUsage()
    await run(round)
    const { user, system } = process.cpuUsage(before)
    // The first ones warm up.
    if (round >= 0) times.push((user + system) / 1000)
  }
  return median(times)
}

async function main(folder: string, historyFile: string, historySession: string): Promise<DriverTimes> {
  const store = await openStore(join(folder, "opencode.db"))
  await createSessions(store, 1000)
  const { id } = await store.sessions.create({ title: "Fix the parser" })
  const { id: messageId } = await store.messages.append(id, { role: "assistant", parts: [] })
  const random = new Random(7)
  let count = 0
  const nextPart = (): PartFields => {
    count += 1
    const make = (type: string, data: PartFields["data"]): PartFields => ({
      ...{ id: `prt_${String(count).padStart(26, "0")}`, messageId, type, data, createdAt: count, updatedAt: count },
    })
    return count % 2 === 0 ? textPart(make, random) : toolPart(make, random)
  }
  const apply = await timed(async () => {
    for (let index = 0; index < partsPerRound; index += 1)
      await store.apply(id, [{ type: "part.put", part: nextPart() }])
  })
  const list = await timed(async () => {
    for (let index = 0; index < listsPerRound; index += 1) await store.sessions.list({ limit: 50 })
  })
  const { checks } = await store.check()
  await store.close()
  const history = await openStore(historyFile)
  const load = await timed(async () => {
    for await (const _ of history.messages.all(historySession));
  })
  const search = await timed(async () => {
    for (let index = 0; index < searchesPerRound; index += 1) await history.search(rareWord)
  })
  await history.close()
  return {
    driver: checks.find(({ name }) => name === "driver")?.message ?? "",
    apply: apply / partsPerRound,
    load,
    list: list / listsPerRound,
    search: search / searchesPerRound,
  }
}

const [, , folder = "", historyFile = "", historySession = ""] = process.argv
console.log(JSON.stringify(await main(folder, historyFile, historySession)))
