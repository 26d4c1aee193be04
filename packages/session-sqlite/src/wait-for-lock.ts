import { setTimeout as delay } from "node:timers/promises"
import { sqliteCode } from "./translate-error.ts"

/** How long a caller waits for other processes, milliseconds. */
const lockTimeout = 30_000
/** How long SQLite itself waits: it blocks the whole process meanwhile, so the rest of the wait is ours. */
export const blockingTimeout = 20
const retryPause = 10

/** Tries again while another process holds what `run` needs, without blocking this one. */
export async function whileBusy<Result>(run: () => Result): Promise<Result> {
  const deadline = Date.now() + lockTimeout
  for (;;) {
    try {
      return run()
    } catch (error) {
      const code = sqliteCode(error)
      const busy = code?.startsWith("SQLITE_BUSY") === true || code?.startsWith("SQLITE_LOCKED") === true
      if (!busy || Date.now() > deadline) throw error
      await delay(retryPause * (0.5 + Math.random()))
    }
  }
}
