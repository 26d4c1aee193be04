import { setImmediate } from "node:timers/promises"

/** Long enough to cost nothing, short enough for a person who presses Ctrl-C. */
const turnMilliseconds = 20

let turnBegan = performance.now()

/**
 * Lets timers, signals and the rest of the process have their turn, if they have not had one for 20 milliseconds. Long work
 * on a database that answers at once would keep them waiting to its end, Ctrl-C too, and memory would pile up meanwhile.
 */
export async function giveWay(): Promise<void> {
  if (performance.now() - turnBegan < turnMilliseconds) return
  await setImmediate()
  turnBegan = performance.now()
}
