import type { ProviderHandle } from "../access/provider-handle.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"

const firstPause = 100
const longestPause = 2000

/**
 * Calls until the call succeeds, over failures of the moment however long they last. Undefined when the store was closed or
 * `signal` aborted before. Throws any other failure.
 */
export async function outlast<Result>(
  provider: ProviderHandle,
  signal: AbortSignal | undefined,
  call: () => Promise<Result>,
): Promise<Result | undefined> {
  for (let wait = firstPause; !provider.closed && signal?.aborted !== true; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await call()
    } catch (error) {
      if (provider.closed) return undefined
      if (!SessionStorageError.isInstance(error) || !error.retryable) throw error
      // Watchers that failed together must not try again together.
      await provider.pause(wait * (0.5 + Math.random() / 2), signal)
    }
  }
  return undefined
}
