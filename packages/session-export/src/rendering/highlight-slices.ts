/** Longer stretches are not given to the highlighter at once: some of its patterns take the square of the time. */
const longest = 2000

/** A stretch of code, whose end is the end of a line; `plain` where it is one line that is too long to be marked. */
export interface Slice {
  text: string
  plain: boolean
}

/**
 * Cuts code into stretches that can each be marked in a few milliseconds, whatever is in them: between blank lines where that is
 * possible, else between lines. A comment that goes over such an end is marked as a comment up to there only.
 */
export function* slicesOf(code: string): Generator<Slice> {
  let start = 0
  while (start < code.length) {
    const end = endOf(code, start)
    yield { text: code.slice(start, end), plain: end - start > longest }
    start = end
  }
}

function endOf(code: string, start: number): number {
  const furthest = start + longest
  if (furthest >= code.length) return code.length
  // In the second half, so that there are few of them.
  const paragraph = code.lastIndexOf("\n\n", furthest - 2)
  if (paragraph >= start + longest / 2) return paragraph + 2
  const line = code.lastIndexOf("\n", furthest - 1)
  if (line >= start) return line + 1
  const next = code.indexOf("\n", furthest)
  return next < 0 ? code.length : next + 1
}
