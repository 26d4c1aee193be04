import { execFileSync } from "node:child_process"
import { mkdtempSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { runtimeProgram } from "session-test-support/runtimes"
import type { Measurement, Result } from "../measurement.ts"
import { median } from "../support/median.ts"
import type { DriverTimes } from "../support/use-driver.ts"

const rounds = 5
const script = fileURLToPath(new URL("../support/use-driver.ts", import.meta.url))

interface Driver {
  name: string
  command: readonly string[]
  /** The value of `OPENCODE_SQLITE_DRIVER`. */
  chosen: string
  /** The most that it may take, as a multiple of the baseline. */
  most: number
}

const uses = [
  { use: "apply", what: "apply of one part", unit: "ms" },
  { use: "load", what: "load 10,000 messages", unit: "ms" },
  { use: "list", what: "list 50 of 1,000 sessions", unit: "ms" },
  { use: "search", what: "search one word", unit: "ms" },
] as const

/** Compares each driver with better-sqlite3 on the same uses of a store, each in its own process. */
export const drivers: Measurement = {
  name: "drivers",
  async run({ folder, history }) {
    const { file, sessionId } = await history()
    const run = ({ command: [program = "", ...values], chosen }: Driver): DriverTimes => {
      const own = mkdtempSync(join(folder, "store-"))
      const environment = { PATH: process.env.PATH, HOME: own, OPENCODE_SQLITE_DRIVER: chosen }
      const output = execFileSync(program, [...values, script, own, file, sessionId], {
        env: environment,
        encoding: "utf8",
      })
      return JSON.parse(output) // As use-driver.ts prints it.
    }
    const others = availableDrivers()
    const times = Array.from({ length: rounds }, () => ({
      baseline: run(baseline),
      ours: others.map((driver) => run(driver)),
    }))
    return others.flatMap(({ name, most }, index) =>
      uses.map(({ use, what, unit }): Result => {
        const ours = times.map((each) => each.ours[index]?.[use] ?? Number.NaN)
        return {
          what: `${what}, ${name}`,
          ours: median(ours),
          baseline: median(times.map((each) => each.baseline[use])),
          unit,
          ratio: median(times.map((each, round) => (ours[round] ?? Number.NaN) / each.baseline[use])),
          budget: { most },
        }
      }),
    )
  },
}

const baseline: Driver = { name: "better-sqlite3", command: [process.execPath], chosen: "better-sqlite3", most: 1 }

function availableDrivers(): Driver[] {
  const [bun, deno] = [runtimeProgram("bun"), runtimeProgram("deno")]
  return [
    { name: "node:sqlite", command: [process.execPath], chosen: "node:sqlite", most: 1.5 },
    ...(bun === undefined ? [] : [{ name: "bun:sqlite in Bun", command: [bun], chosen: "bun:sqlite", most: 2 }]),
    ...(deno === undefined
      ? []
      : [{ name: "node:sqlite in Deno", command: [deno, "run", "-A"], chosen: "node:sqlite", most: 4 }]),
  ]
}
