import { textPieces } from "../text/text-pieces.ts"
import { visibleControls } from "../text/visible-controls.ts"

/** A text as a code block that it cannot end: its fence is longer than any in the text. In pieces. */
export function* fenced(text: string, language: string): Generator<string> {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1))
  yield `${fence}${/^[a-z0-9+#-]{1,20}$/i.test(language) ? language : ""}\n`
  for (const piece of textPieces(text)) yield visibleControls(piece)
  yield `${text.endsWith("\n") ? "" : "\n"}${fence}\n\n`
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}
