/** How many a page has when nobody says otherwise. */
export const defaultPageSize = 50

/** How many a page has when everything is read in turn. */
export const iterationPageSize = 200

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

/** Everything, page by page: memory holds one page. */
export async function* iteratePages<Item>(
  read: (cursor: string | undefined) => Promise<Page<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined
  do {
    const page = await read(cursor)
    yield* page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
