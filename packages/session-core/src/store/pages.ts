import { untilAborted } from "../access/until-aborted.ts"

/** How many a page has when nobody says otherwise. */
export const defaultPageSize = 50

/** How many a page has when everything is read in turn. */
const iterationPageSize = 200

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/**
 * Everything, page by page: memory holds one page. Where items are so large that a page ends early, the next one asks for
 * fewer: a database that must look at an item to know its size looks at few in vain. Rejects with the reason of `signal` when
 * that aborts.
 */
export async function* iteratePages<Item>(
  signal: AbortSignal | undefined,
  read: (cursor: string | undefined, limit: number) => Promise<Page<Item>>,
): AsyncGenerator<Item, void, undefined> {
  let cursor: string | undefined
  let limit = iterationPageSize
  do {
    const { items, nextCursor } = await untilAborted(signal, () => read(cursor, limit))
    limit = Math.min(iterationPageSize, 2 * Math.max(1, items.length))
    cursor = nextCursor ?? undefined
    yield* untilTaken(items, signal)
  } while (cursor !== undefined)
}

/** The items of a page. Each is let go of as the reader takes it: some are so large that one is a page. */
export function* untilTaken<Item>(items: Item[], signal: AbortSignal | undefined): Generator<Item, void, undefined> {
  items.reverse()
  while (items.length > 0) {
    yield items.pop() as Item // There is one, by its length.
    signal?.throwIfAborted()
  }
}
