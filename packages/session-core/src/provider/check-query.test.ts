import { describe, expect, it } from "vitest"
import { checkFrom, checkLimit, checkSearchText, checkSessionId, checkSince } from "./check-query.ts"

const invalid = expect.objectContaining({ code: "invalid_input" })

describe("checks of queries", () => {
  it("a page has 1 to 1000", () => {
    for (const limit of [1, 50, 1000]) checkLimit(limit)
    for (const limit of [0, 1001, -5, 2.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => checkLimit(limit)).toThrowError(invalid)
  })

  it("a search needs a word", () => {
    for (const text of ["a", '"a b"', '" a', "%"]) checkSearchText(text)
    for (const text of ["", " ", '"', '""', '" " "']) expect(() => checkSearchText(text)).toThrowError(invalid)
    expect(() => checkSearchText("x".repeat(1001))).toThrowError(expect.objectContaining({ code: "too_large" }))
  })

  it("a page begins with a message or at a cursor: of both, one would be passed over", () => {
    checkFrom("m", undefined)
    expect(() => checkFrom("m", "cursor")).toThrowError(invalid)
    expect(() => checkFrom("", undefined)).toThrowError(invalid)
  })

  it("an id is a text, a revision is a count", () => {
    checkSessionId("s")
    checkSince(0)
    expect(() => checkSessionId("")).toThrowError(invalid)
    expect(() => checkSince(-1)).toThrowError(invalid)
  })
})
