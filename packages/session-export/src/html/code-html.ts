import { highlight } from "../rendering/highlight.ts"
import { escapeHtml } from "../text/escape-html.ts"
import { textPieces } from "../text/text-pieces.ts"
import { visibleControls } from "../text/visible-controls.ts"

/** Longer code has no colours: nobody reads all of it, and they take five times the room. */
const longestInColour = 100_000

/** A text as it is, in pieces; in colours where it is code in a language that is known. */
export function* codeHtml(text: string, language: string): Generator<string> {
  yield "<pre><code>"
  if (text.length > longestInColour) for (const piece of textPieces(text)) yield escapeHtml(visibleControls(piece))
  else if (language === "diff") yield diffLines(visibleControls(text))
  else yield highlight(visibleControls(text), language) ?? escapeHtml(visibleControls(text))
  yield "</code></pre>\n"
}

/** What came and what went, each line by itself. */
const diffLines = (text: string): string =>
  text
    .split("\n")
    .map((line) => {
      const kind = kindOf(line)
      return kind === "" ? escapeHtml(line) : `<span class="${kind}">${escapeHtml(line)}</span>`
    })
    .join("\n")

function kindOf(line: string): string {
  if (line.startsWith("+++") || line.startsWith("---")) return "head"
  if (line.startsWith("@@")) return "hunk"
  return line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : ""
}
