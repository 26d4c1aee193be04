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

/** Whether every term occurs in the text. */
export function matchesTerms(text: string, terms: string[]): boolean {
  const folded = fold(text)
  return terms.every((term) => folded.includes(term))
}
