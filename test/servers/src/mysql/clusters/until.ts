import { setTimeout as sleep } from "node:timers/promises"

/** How long a node may take to join, milliseconds: machines are busy at night, too. */
const longestJoin = 120_000

/** Waits until something is so. A node that fails to answer is not ready. */
export async function until(what: string, isSo: () => Promise<boolean>, log: () => Promise<string>): Promise<void> {
  const deadline = performance.now() + longestJoin
  while (!(await isSo().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`Within ${longestJoin} ms ${what}:\n${await log()}`)
    await sleep(200)
  }
}
