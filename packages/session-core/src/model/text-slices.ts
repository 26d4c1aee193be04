/** Characters of a slice. */
const sliceLength = 256 * 1024

/** A text in pieces of bounded length, none of which ends within a character. */
export function* slicesOf(text: string): Generator<string> {
  let start = 0
  while (text.length - start > sliceLength) {
    const last = text.charCodeAt(start + sliceLength - 1)
    const isHalf = last >= 0xd800 && last < 0xdc00
    const end = start + sliceLength - (isHalf ? 1 : 0)
    yield text.slice(start, end)
    start = end
  }
  yield start === 0 ? text : text.slice(start)
}
