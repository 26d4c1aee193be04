/** How a call that may take long is ended early. */
export interface AbortOptions {
  /** Ends the call, which then rejects with the signal's reason. A write that was sent is applied wholly or not at all. */
  signal?: AbortSignal | undefined
}

/**
 * Settles as the call does, or rejects with the signal's reason as soon as it aborts; an aborted signal calls nothing. What the
 * call has begun at the database goes on by itself, and nobody reads it.
 */
export async function untilAborted<Result>(
  signal: AbortSignal | undefined,
  call: () => Promise<Result>,
): Promise<Result> {
  if (signal === undefined) return call()
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal.reason)
  signal.addEventListener("abort", abort, { once: true })
  try {
    return await Promise.race([call(), aborted])
  } finally {
    signal.removeEventListener("abort", abort)
  }
}

/** The same items, until the signal aborts: the wait for the next one then rejects with its reason. */
export async function* itemsUntilAborted<Item>(
  signal: AbortSignal | undefined,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  const iterator = items[Symbol.asyncIterator]()
  let ended = false
  try {
    for (;;) {
      const next = await untilAborted(signal, () => iterator.next())
      if (next.done === true) {
        ended = true
        return
      }
      yield next.value
    }
  } finally {
    // Not waited for: the source may be in the middle of a wait that nothing ends.
    if (!ended) iterator.return?.(undefined).catch(() => {})
  }
}
