import { collectGarbage } from "./garbage.ts"
import { median } from "./median.ts"

/**
 * `processor`: the time that this process computes, in all its threads. Other programs on the machine do not change it, and
 * neither do waits for the disk, which both sides have in common. `wall`: what passes, for what waits.
 */
export type Clock = "processor" | "wall"

export interface TurnsOptions {
  clock: Clock
  /** An odd number. */
  rounds: number
  /** Rounds before them that do not count. */
  warmUps: number
  /** Done before each round, not timed. */
  prepare?: (round: number) => unknown
  ours: (round: number) => unknown
  baseline: (round: number) => unknown
}

export interface Turns {
  /** The median, milliseconds. */
  ours: number
  /** The median, milliseconds. */
  baseline: number
  /**
   * The median of the rounds' ratios of ours to the baseline's. Both turns of a round share the machine's mood, so that noise
   * of minutes cancels out.
   */
  ratio: number
}

/** Runs both in turns in this process, the second first in every other round. */
export async function takeTurns({ clock, rounds, warmUps, prepare, ours, baseline }: TurnsOptions): Promise<Turns> {
  const times: { ours: number; baseline: number }[] = []
  for (let round = 0; round < warmUps + rounds; round += 1) {
    await prepare?.(round)
    const turn = { ours: 0, baseline: 0 }
    const order = round % 2 === 0 ? (["ours", "baseline"] as const) : (["baseline", "ours"] as const)
    for (const side of order) turn[side] = await timed(clock, () => (side === "ours" ? ours(round) : baseline(round)))
    if (round >= warmUps) times.push(turn)
  }
  return {
    ours: median(times.map((turn) => turn.ours)),
    baseline: median(times.map((turn) => turn.baseline)),
    ratio: median(times.map((turn) => turn.ours / turn.baseline)),
  }
}

async function timed(clock: Clock, run: () => unknown): Promise<number> {
  // One side must not pay for the other's garbage.
  collectGarbage()
  const read = clock === "wall" ? () => performance.now() : processorMilliseconds
  const start = read()
  await run()
  return read() - start
}

function processorMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
