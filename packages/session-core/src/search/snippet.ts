import type { SearchHit } from "../provider/queries.ts"
import { firstMatch, fold, spellingsOf } from "./search-terms.ts"

const before = 60
const maximumLength = 240

/**
 * Cuts the stretch around the first match out of a text that matches, and says where in it the matches are. `first` is where
 * the first match is, for callers that have looked already: folding a long text is most of the work.
 */
export function makeSnippet(
  text: string,
  terms: string[],
  first = firstMatch(text, terms),
): Pick<SearchHit, "snippet" | "matches"> {
  const start = characterStart(text, Math.max(0, first - before))
  const end = characterStart(text, Math.min(text.length, start + maximumLength))
  const snippet = `${start > 0 ? "…" : ""}${text.slice(start, end).replace(/\s+/g, " ")}${end < text.length ? "…" : ""}`
  return { snippet, matches: findMatches(fold(snippet), terms) }
}

/** Not between the halves of a surrogate pair. */
const characterStart = (text: string, index: number): number =>
  index > 0 && (text.codePointAt(index - 1) ?? 0) > 0xffff ? index - 1 : index

function findMatches(folded: string, terms: string[]): [number, number][] {
  const found: [number, number][] = []
  for (const term of terms.flatMap(spellingsOf).map((each) => each.replace(/\s+/g, " "))) {
    for (let index = folded.indexOf(term); index >= 0; index = folded.indexOf(term, index + term.length)) {
      found.push([index, index + term.length])
    }
  }
  found.sort((left, right) => left[0] - right[0] || right[1] - left[1])
  const merged: [number, number][] = []
  for (const match of found) {
    const last = merged.at(-1)
    if (last !== undefined && match[0] < last[1]) last[1] = Math.max(last[1], match[1])
    else merged.push(match)
  }
  return merged
}
