/**
 * The words of a search, folded: what stands in double quotes is one, the rest is split at white space. Every one of them
 * must occur in a text for it to match.
 */
export function searchTerms(text: string): string[] {
  const terms: string[] = []
  for (const [, quoted, word] of text.matchAll(/"([^"]+)"|([^\s"]+)/g)) {
    const term = fold(quoted ?? word ?? "").trim()
    if (term !== "") terms.push(term)
  }
  return [...new Set(terms)]
}

/**
 * Letter case does not count, nor which sigma it is: that depends on what follows, and would hide a part of a word. Folding
 * keeps the length of the text, so that places in it are places in the original.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  if (lower.length === text.length) return lower.replaceAll("ς", "σ")
  let folded = ""
  for (const character of text) {
    const small = character.toLowerCase()
    folded += small.length === character.length ? small : character
  }
  return folded.replaceAll("ς", "σ")
}

/**
 * A term as it may be written: "é" is one character, or an "e" with a combining accent. People type the first, and what a Mac
 * lists of its files has the second. Unicode takes them for the same.
 */
export const spellingsOf = (term: string): string[] =>
  isAscii.test(term) ? [term] : [...new Set([term, term.normalize("NFC"), term.normalize("NFD")])]

/** Has no accents to combine: most words that people look for, each of which is asked for with every text. */
const isAscii = /^[\0-\x7f]*$/

/** Whether every term occurs in the text. */
export const matchesTerms = (text: string, terms: string[]): boolean => firstMatch(text, terms) >= 0

/** Where the first of the terms stands, in UTF-16 units: 0 where there are none, -1 unless every one of them occurs. */
export function firstMatch(text: string, terms: string[]): number {
  if (terms.length === 0) return 0
  const folded = fold(text)
  // A term that does not occur has -1, the least of all.
  return Math.min(...terms.map((term) => firstSpelling(folded, term)))
}

function firstSpelling(folded: string, term: string): number {
  let first = -1
  for (const spelling of spellingsOf(term)) {
    const index = folded.indexOf(spelling)
    if (index >= 0 && (first < 0 || index < first)) first = index
  }
  return first
}
