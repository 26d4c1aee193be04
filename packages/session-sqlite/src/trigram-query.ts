import { spellingsOf } from "@opencode/session-core/provider"

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
  const long = terms.flatMap(clausesOf)
  if (long.length > 0) return { match: [...new Set(long)].join(" AND ") }
  const groups: string[] = []
  for (const spellings of terms.map(spellingsOf)) {
    if (!spellings.every(isIndexed)) continue
    const expansions = spellings.flatMap((spelling) => lookup(beginningOf(spelling), maximumExpansions + 1))
    if (expansions.length === 0) return "none"
    // A term that begins so many is in nearly every text.
    if (expansions.length <= maximumExpansions) groups.push(anyOf(expansions.map(quote)))
  }
  return groups.length === 0 ? "any" : { match: groups.join(" AND ") }
}

/** What a text with the term has, in one of its spellings; nothing where a spelling is too short to have a trigram. */
function clausesOf(term: string): string[] {
  const [clauses = [], ...others] = spellingsOf(term).map((spelling) => trigrams(spelling).filter(isIndexed).map(quote))
  if (others.length === 0) return clauses
  const all = [clauses, ...others]
  return all.some(({ length }) => length === 0) ? [] : [anyOf(all.map((each) => `(${each.join(" AND ")})`))]
}

const anyOf = (clauses: string[]): string => `(${clauses.join(" OR ")})`

/** The text as it goes into the index: the tokenizer would stop at a NUL, and needs something after the last characters. */
export const indexedText = (text: string): string => `${text.replaceAll("\u0000", " ")}  `

function trigrams(term: string): string[] {
  const characters = [...term]
  return characters.slice(gram - 1).map((_, index) => characters.slice(index, index + gram).join(""))
}

/** Characters that the index does not have as they are cannot be looked up in it. */
const isIndexed = (text: string): boolean => !text.includes("\u0000") && text.isWellFormed()

const beginningOf = (text: string): string => [...text].slice(0, gram).join("")

const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
