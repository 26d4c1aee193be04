import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "@opencode/session-core/provider"

const longest = 20_000
const pause = 20

/** Calls until the call is answered, as a writer does, over failures that the provider says may pass. */
export async function outlast<Result>(call: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + longest
  for (;;) {
    try {
      return await call()
    } catch (error) {
      if (!SessionStorageError.isInstance(error) || !error.retryable || performance.now() > deadline) throw error
      await delay(pause)
    }
  }
}
