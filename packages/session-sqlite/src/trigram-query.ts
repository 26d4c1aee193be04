/** SQLite's trigram tokenizer takes three characters at a time, by code point. */
const gram = 3

/** A short term stands for every trigram that begins with it, up to so many. */
export const maximumExpansions = 200

/** Reads the index's trigrams that begin with some characters, at most `limit`. */
export type TermLookup = (prefix: string, limit: number) => string[]

/** Which texts may contain the terms: those that match an FTS5 query, any, or none. */
export type TrigramQuery = { match: string } | "any" | "none"

/**
 * What to look through for texts that contain all terms: those that have all their trigrams. They are to be checked, since
 * trigrams may stand apart.
 */
export function trigramQuery(terms: string[], lookup: TermLookup): TrigramQuery {
  const grams = [...new Set(terms.flatMap(trigrams))].filter(isIndexed)
  if (grams.length > 0) return { match: grams.map(quote).join(" AND ") }
  const groups: string[] = []
  for (const term of terms.filter(isIndexed)) {
    const expansions = lookup(term, maximumExpansions + 1)
    if (expansions.length === 0) return "none"
    // A term that begins so many is in nearly every text.
    if (expansions.length <= maximumExpansions) groups.push(`(${expansions.map(quote).join(" OR ")})`)
  }
  return groups.length === 0 ? "any" : { match: groups.join(" AND ") }
}

/** The text as it goes into the index: the tokenizer would stop at a NUL, and needs something after the last characters. */
export const indexedText = (text: string): string => `${text.replaceAll("\u0000", " ")}  `

function trigrams(term: string): string[] {
  const characters = [...term]
  return characters.slice(gram - 1).map((_, index) => characters.slice(index, index + gram).join(""))
}

/** Characters that the index does not have as they are cannot be looked up in it. */
const isIndexed = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed()

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
