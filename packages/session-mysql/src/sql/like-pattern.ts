import { spellingsOf } from "@opencode/session-core/provider"

/** Written before what LIKE would read as its own. */
export const likeEscape = "|"

/**
 * Patterns that every text with the term matches, and few others, for LIKE with `utf8mb4_general_ci`. A text that matches is
 * still to be looked at: that collation takes some characters for equal that are not, and a letter whose other case it may not know
 * stands as any character.
 *
 * A text matches one of each group: a term may be written with composed or with decomposed characters. `json` is for a text within
 * JSON. There a line break may be the end of a value, and another value need not follow it: each line becomes a group of its own.
 */
export function likePatterns(term: string, form: "text" | "json"): string[][] {
  if (form === "text") return [spellingsOf(term).map(pattern)]
  return term
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => spellingsOf(line).map((spelling) => pattern(JSON.stringify(spelling).slice(1, -1))))
}

const pattern = (text: string) => `%${Array.from(text, place).join("")}%`

/** One character of the term. Terms are folded: in lower case, as far as that keeps their length. */
function place(character: string): string {
  if (character === "%" || character === "_" || character === likeEscape) return likeEscape + character
  // The sign of a kelvin (U+212A) folds to a k, and is another letter to the collation.
  if (character === "k" || character === "K") return "_"
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  // Half of a character, which the text may have the other half of.
  if (code >= 0xd800 && code <= 0xdfff) return "%"
  return character.toUpperCase() === character.toLowerCase() ? character : "_"
}
