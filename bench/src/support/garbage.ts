import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

setFlagsFromString("--expose-gc")
/** Node.js gives the collector by a flag only, and a flag that is set later holds for new contexts. */
const collect: () => void = runInNewContext("gc")

/** Collects what nobody holds any more. */
export function collectGarbage(): void {
  collect()
}

/** Bytes that are held in the heap and in buffers, without garbage. */
export function liveBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
