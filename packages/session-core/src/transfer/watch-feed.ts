import type { RecordedChange } from "../provider/recorded-change.ts"

/** The same feed, which tells of each entry as it is read. */
export async function* watchFeed(
  feed: AsyncIterable<RecordedChange>,
  onEntry: ((entry: RecordedChange) => void) | undefined,
): AsyncGenerator<RecordedChange> {
  for await (const entry of feed) {
    onEntry?.(entry)
    yield entry
  }
}
