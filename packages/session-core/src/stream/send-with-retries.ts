import { SessionStorageError } from "../errors/session-storage-error.ts"

const firstPause = 50
const longestPause = 2000
/** How long a failure of the moment is waited out, milliseconds: longer than a fail-over, a restart or an upgrade takes. */
const patience = 15 * 60_000
/** A try and its pause count for no more than that: a laptop that slept for a night has lost no patience. */
const longestTry = 5 * 60_000

export interface RetryOptions {
  /** Waits before another try. */
  pause(milliseconds: number): Promise<void>
  /** Called for each failure that is going to be waited out. */
  onFailure?(): void
}

/** Tries again while the failure may pass. Throws the last failure when patience ends, any other at once. */
export async function sendWithRetries<Result>(
  send: () => Promise<Result>,
  { pause, onFailure }: RetryOptions,
): Promise<Result> {
  let spent = 0
  for (let wait = firstPause; ; wait = Math.min(wait * 2, longestPause)) {
    const started = performance.now()
    try {
      return await send()
    } catch (error) {
      spent += Math.min(performance.now() - started + wait, longestTry)
      const hopeless = !SessionStorageError.isInstance(error) || !error.retryable
      if (hopeless || spent > patience) throw error
      onFailure?.()
      // Writers that failed together must not try again together.
      await pause(wait * (0.5 + Math.random() / 2))
    }
  }
}
