/** Characters that are turned into bytes at a time. */
const sliceLength = 256 * 1024

/**
 * The same text in pieces of bounded length, none of which ends within a character. A piece of 16 MiB would be copied as a whole
 * on its way out, and then once more for each reader in between.
 */
export async function* inSlices(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) {
    let start = 0
    while (piece.length - start > sliceLength) {
      const last = piece.charCodeAt(start + sliceLength - 1)
      const isHalf = last >= 0xd800 && last < 0xdc00
      const end = start + sliceLength - (isHalf ? 1 : 0)
      yield piece.slice(start, end)
      start = end
    }
    yield start === 0 ? piece : piece.slice(start)
  }
}
