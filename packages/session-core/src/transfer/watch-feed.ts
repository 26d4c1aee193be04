import type { RecordedChange } from "../provider/recorded-change.ts"
import { mapFeed } from "./map-feed.ts"

/** The same feed, which tells of each entry as it is read. */
export function watchFeed(
  feed: AsyncIterable<RecordedChange>,
  onEntry: ((entry: RecordedChange) => void) | undefined,
): AsyncIterable<RecordedChange> {
  return mapFeed(feed, (entry) => {
    onEntry?.(entry)
    return entry
  })
}
