// A process of its own that removes a folder as soon as the process that started it is gone, be it by Ctrl-C or by SIGKILL: it
// sees its standard input end. Nothing else would outlive a run that was killed.
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

const [, , folder = ""] = process.argv

/** Processes of a run that was killed end a moment after it, and may write until then. */
const quietTime = 2_000
const longestWait = 120_000

process.stdin.resume()
process.stdin.once("close", async () => {
  endProcesses()
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

/** What the run started and did not end, such as Vitest when only the program above it was killed. Only Linux tells which. */
function endProcesses(): void {
  if (process.platform !== "linux") return
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const variables = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0")
      if (variables.includes(`OPENCODE_TEST_FOLDER=${folder}`)) process.kill(Number(pid), "SIGKILL")
    } catch {
      // It has ended, or it is another user's.
    }
  }
}

// The terminal's Ctrl-C is for the run; when that ends, the pipe closes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {})
