const pieceLength = 64 * 1024

/** A text in pieces that are never cut within a character or a line ending, so that a large one can be changed without copies of all of it. */
export function* textPieces(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    let end = Math.min(text.length, start + pieceLength)
    if (end < text.length && /[\r\ud800-\udbff]/.test(text[end - 1] ?? "")) end += 1
    yield text.slice(start, end)
    start = end
  }
}
