import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "../errors/session-storage-error.ts"

const firstPause = 50
const longestPause = 2000
/** How long a failure of the moment is waited out. */
const patience = 30_000

/** Tries again while the failure may pass. Throws the last failure when patience ends, any other at once. */
export async function sendWithRetries<Result>(send: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + patience
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await send()
    } catch (error) {
      const hopeless = !SessionStorageError.isInstance(error) || !error.retryable
      if (hopeless || Date.now() + pause > deadline) throw error
      // Writers that failed together must not try again together.
      await delay(pause * (0.5 + Math.random() / 2))
    }
  }
}
