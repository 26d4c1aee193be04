// Loaded into the command by `--import`: writes how much memory the process had at most, in MB, to the file that it is told.
import { readFileSync, writeFileSync } from "node:fs"

process.on("exit", () => {
  let kilobytes = process.resourceUsage().maxRSS
  try {
    // Since this program began: the other figure knows what the process that started it had, too.
    kilobytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? kilobytes)
  } catch {
    // Only Linux has it.
  }
  writeFileSync(process.env.SESSION_MEMORY_FILE ?? "", String(Math.round(kilobytes / 1024)))
})
