import type { ProviderHandle } from "../access/provider-handle.ts"
import { untilAborted } from "../access/until-aborted.ts"
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
  const isEnded = () => provider.closed || signal?.aborted === true
  for (let wait = firstPause; !isEnded(); wait = Math.min(wait * 2, longestPause)) {
    try {
      return await untilAborted(signal, call)
    } catch (error) {
      if (isEnded()) return undefined
      if (!SessionStorageError.isInstance(error) || !error.retryable) throw error
      // Watchers that failed together must not try again together.
      await provider.pause(wait * (0.5 + Math.random() / 2), signal)
    }
  }
  return undefined
}
