import type { RecordedChange } from "../provider/recorded-change.ts"

/**
 * Hands each entry of a feed to `accept`, until that returns false. It holds none while the next one is read, as a loop would: an
 * entry may have 16 MiB.
 */
export async function eachEntry(
  feed: AsyncIterable<RecordedChange>,
  accept: (entry: RecordedChange) => Promise<boolean>,
): Promise<void> {
  const entries = feed[Symbol.asyncIterator]()
  let goesOn = true
  try {
    while (goesOn) goesOn = await acceptNext(entries, accept)
  } finally {
    await entries.return?.()
  }
}

async function acceptNext(
  entries: AsyncIterator<RecordedChange>,
  accept: (entry: RecordedChange) => Promise<boolean>,
): Promise<boolean> {
  const result = await entries.next()
  return result.done !== true && accept(result.value)
}
