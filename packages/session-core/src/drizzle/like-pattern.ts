import { spellingsOf } from "../search/search-terms.ts"

/** Written before what LIKE would read as its own. */
export const likeEscape = "|"

/**
 * Patterns for LIKE that every text with the term matches, and few others, where the letters from a to z are compared without
 * their case. A text that matches is still to be looked at: a letter whose other case the database may not know stands as any
 * character, and so does one of `ambiguous`.
 *
 * A text matches one of each group: a term may be written with composed or with decomposed characters. `json` is for a text within
 * JSON. There a line break may be the end of a value, and another value need not follow it: each line becomes a group of its own.
 */
export function likePatterns(term: string, form: "text" | "json", ambiguous = ""): string[][] {
  const pattern = (text: string) => `%${Array.from(text, (character) => place(character, ambiguous)).join("")}%`
  if (form === "text") return [spellingsOf(term).map(pattern)]
  return term
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => spellingsOf(line).map((spelling) => pattern(JSON.stringify(spelling).slice(1, -1))))
}

/** One character of the term. Terms are folded: in lower case, as far as that keeps their length. */
function place(character: string, ambiguous: string): string {
  if (character === "%" || character === "_" || character === likeEscape) return likeEscape + character
  if (ambiguous.includes(character)) return "_"
  const code = character.codePointAt(0) ?? 0
  if (code < 0x80) return character
  // Half of a character, which the text may have the other half of.
  if (code >= 0xd800 && code <= 0xdfff) return "%"
  return character.toUpperCase() === character.toLowerCase() ? character : "_"
}
