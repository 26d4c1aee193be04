import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { firstMatch, fold, matchesTerms, searchTerms } from "./search-terms.ts"
import { makeSnippet } from "./snippet.ts"

const unit = fc.constantFrom(...'aAbB \n"İıKßẞΣσςéÉ', "😀", "\u0000", "\ud800")
const text = fc.string({ unit, maxLength: 40 })

describe("searchTerms", () => {
  const cases: [string, string[]][] = [
    ["one two", ["one", "two"]],
    ["  One\tTWO\n", ["one", "two"]],
    ['"one two" three', ["one two", "three"]],
    ['say "hel lo', ["say", "hel", "lo"]],
    ["a a A", ["a"]],
    ['""', []],
    ['x""y', ["x", "y"]],
    ["foo.bar(", ["foo.bar("]],
  ]
  it.each(cases)("of %j are %j", (words, terms) => expect(searchTerms(words)).toEqual(terms))

  it("are found in the text that they were made of", () => {
    fc.assert(
      fc.property(text, (words) => {
        const plain = words.replaceAll('"', " ")
        expect(matchesTerms(plain, searchTerms(plain))).toBe(true)
      }),
    )
  })
})

describe("fold", () => {
  it("keeps the length, so that places in it are places in the text", () => {
    fc.assert(
      fc.property(text, (words) => {
        expect(fold(words)).toHaveLength(words.length)
      }),
    )
  })

  it("folds a part of a text as it folds the whole, or parts of words would not be found", () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        expect(fold(left) + fold(right)).toBe(fold(left + right))
      }),
    )
  })

  it("makes no difference between capitals and small letters, nor between sigmas", () => {
    expect(fold("ΟΔΟΣ")).toBe(fold("οδος"))
    expect(fold("ÉCOLE")).toBe(fold("école"))
  })
})

describe("firstMatch", () => {
  it("is where the first of the terms stands, -1 unless all occur, 0 for none", () => {
    expect([firstMatch("a b c", ["c", "b"]), firstMatch("a b", ["b", "x"]), firstMatch("a", [])]).toEqual([2, -1, 0])
  })
})

describe("makeSnippet", () => {
  it("shows the match with what stands around it, and where it is", () => {
    const { snippet, matches } = makeSnippet(`${"before ".repeat(50)}NEEDLE\n\nand ${"after ".repeat(50)}`, [
      "needle",
      "and",
    ])
    expect(snippet).toMatch(/^….*NEEDLE and after.*…$/)
    expect(matches.slice(0, 2).map(([start, end]) => snippet.slice(start, end))).toEqual(["NEEDLE", "and"])
  })

  it("gives a short text whole", () => {
    expect(makeSnippet("a needle", ["needle"])).toEqual({ snippet: "a needle", matches: [[2, 8]] })
  })

  it("joins matches that overlap", () => {
    expect(makeSnippet("abcabc", ["abc", "bca"]).matches).toEqual([[0, 6]])
  })

  it("cuts no character in two, and has places that are in it, in order, whatever the text", () => {
    const long = fc
      .array(fc.constantFrom("😀", "a ", "needle", "\n"), { minLength: 30, maxLength: 200 })
      .map((each) => `${each.join("")}needle`)
    fc.assert(
      fc.property(long, (words) => {
        const { snippet, matches } = makeSnippet(words, ["needle"])
        expect(snippet.isWellFormed()).toBe(true)
        expect(matches.length).toBeGreaterThan(0)
        for (const [start, end] of matches) expect(snippet.slice(start, end)).toMatch(/^(needle)+$/)
      }),
    )
  })
})
