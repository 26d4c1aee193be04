/** SQLite's trigram tokenizer takes three characters at a time, by code point. */
const gram = 3

/** A short term stands for every trigram that begins with it, up to so many. */
export const maximumExpansions = 200

/** Reads the index's trigrams that begin with some characters, at most `limit`. */
export type TermLookup = (prefix: string, limit: number) => string[]

/**
 * An FTS5 query for texts that may contain all terms: those that have all their trigrams. What it finds is to be checked,
 * since trigrams may stand apart. Undefined when the terms are too short to narrow anything down.
 */
export function trigramQuery(terms: string[], lookup: TermLookup): string | undefined {
  const long = terms.filter((term) => [...term].length >= gram)
  if (long.length > 0) return [...new Set(long.flatMap(trigrams))].map(quote).join(" AND ")
  const groups: string[] = []
  for (const term of terms) {
    const expansions = lookup(term, maximumExpansions + 1)
    // As good as every text has it.
    if (expansions.length > maximumExpansions) continue
    // An empty group would be no query; nothing has these characters.
    groups.push(expansions.length === 0 ? quote("\u0000\u0000\u0000") : `(${expansions.map(quote).join(" OR ")})`)
  }
  return groups.length === 0 ? undefined : groups.join(" AND ")
}

function trigrams(term: string): string[] {
  const characters = [...term]
  return characters.slice(gram - 1).map((_, index) => characters.slice(index, index + gram).join(""))
}

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
