import { readdirSync, readFileSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

/**
 * Resolves when all threads of a process have taken a SIGSTOP: on a busy machine, some go on for a moment. Only Linux tells;
 * elsewhere it resolves at once.
 */
export const whenStopped = async (pid: number): Promise<void> => {
  if (process.platform !== "linux") return
  while (!states(pid).every((state) => state === "T")) await sleep(5)
}

/** Of each thread; none of a process that has ended. */
const states = (pid: number): string[] => {
  try {
    // The state follows the program's name, which stands in brackets and may hold anything.
    return readdirSync(`/proc/${pid}/task`).map(
      (thread) => /\) (\S)[^)]*$/s.exec(readFileSync(`/proc/${pid}/task/${thread}/stat`, "utf8"))?.[1] ?? "",
    )
  } catch {
    return []
  }
}
