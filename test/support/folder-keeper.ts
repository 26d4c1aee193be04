// A process of its own that removes a folder as soon as the process that started it is gone, be it by Ctrl-C or by SIGKILL: it
// sees its standard input end. Nothing else would outlive a run that was killed.
import { existsSync, rmSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

const [, , folder = ""] = process.argv

/** Processes of a run that was killed end a moment after it, and may write until then. */
const quietTime = 2_000
const longestWait = 120_000

process.stdin.resume()
process.stdin.once("close", async () => {
  const deadline = performance.now() + longestWait
  let goneSince = performance.now()
  while (performance.now() < deadline && performance.now() - goneSince < quietTime) {
    if (existsSync(folder)) goneSince = performance.now()
    try {
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Something was written into it meanwhile.
    }
    await sleep(50)
  }
  process.exit()
})

// The terminal's Ctrl-C is for the run; when that ends, the pipe closes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {})
