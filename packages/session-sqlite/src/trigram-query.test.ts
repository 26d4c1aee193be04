import { describe, expect, it } from "vitest"
import { indexedText, maximumExpansions, trigramQuery } from "./trigram-query.ts"

const never = () => {
  throw new Error("looked up")
}

describe("trigramQuery", () => {
  it("asks for all trigrams of a word", () => {
    expect(trigramQuery(["abcd"], never)).toEqual({ match: '"abc" AND "bcd"' })
  })

  it("asks for those of all words, each once", () => {
    expect(trigramQuery(["abcd", "abc"], never)).toEqual({ match: '"abc" AND "bcd"' })
  })

  it("takes characters beyond the first plane as one", () => {
    expect(trigramQuery(["𠮷𠮷𠮷"], never)).toEqual({ match: '"𠮷𠮷𠮷"' })
  })

  it("quotes what the query language would take for its own", () => {
    expect(trigramQuery(['"*('], never)).toEqual({ match: '"""*("' })
    expect(trigramQuery(["AND"], never)).toEqual({ match: '"AND"' })
  })

  it("leaves short words to the check of the text where there is a long one", () => {
    expect(trigramQuery(["abc", "x"], never)).toEqual({ match: '"abc"' })
  })

  it("stands a short word for every trigram that begins with it", () => {
    const lookup = (prefix: string) => [`${prefix}1`, `${prefix}2`]
    expect(trigramQuery(["ab"], lookup)).toEqual({ match: '("ab1" OR "ab2")' })
    expect(trigramQuery(["a", "b"], lookup)).toEqual({ match: '("a1" OR "a2") AND ("b1" OR "b2")' })
  })

  it("asks for an accent in either spelling", () => {
    expect(trigramQuery(["abé"], never)).toEqual({ match: '(("abé") OR ("abe" AND "be\u0301"))' })
    const lookup = (prefix: string) => [prefix, `${prefix}1`]
    expect(trigramQuery(["é"], lookup)).toEqual({ match: '("é" OR "é1" OR "e\u0301" OR "e\u03011")' })
  })

  it("knows that nothing has a word of which no trigram is there", () => {
    expect(trigramQuery(["zz"], () => [])).toBe("none")
  })

  it("looks through everything for a word that is in nearly every text", () => {
    expect(trigramQuery(["e"], (_, limit) => Array.from({ length: limit }, (_, index) => `e${index}`))).toBe("any")
    const most = Array.from({ length: maximumExpansions }, (_, index) => `e${index}`)
    expect(trigramQuery(["e"], () => most)).toMatchObject({ match: expect.stringContaining("OR") })
  })

  it("does not look up what the index does not have as it is", () => {
    expect(trigramQuery(["a\u0000b"], never)).toBe("any")
    expect(trigramQuery(["\ud800"], never)).toBe("any")
    expect(trigramQuery(["ab\u0000cde"], never)).toEqual({ match: '"cde"' })
    expect(trigramQuery([], never)).toBe("any")
  })
})

describe("indexedText", () => {
  it("gives the last characters trigrams of their own, and puts blanks for NULs", () => {
    expect(indexedText("a\u0000b")).toBe("a b  ")
  })
})
