/**
 * A feed with something done to each entry. Not a generator: it would hold an entry, which may have 16 MiB, until it has the
 * next one.
 */
export function mapFeed<Entry, Mapped>(
  feed: AsyncIterable<Entry>,
  map: (entry: Entry) => Mapped | Promise<Mapped>,
): AsyncIterable<Mapped> {
  return {
    [Symbol.asyncIterator]() {
      const entries = feed[Symbol.asyncIterator]()
      return {
        async next() {
          const result = await entries.next()
          return result.done === true ? result : { done: false, value: await map(result.value) }
        },
        async return(value) {
          await entries.return?.()
          return { done: true, value }
        },
      }
    },
  }
}
