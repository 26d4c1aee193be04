import { expect, test } from "vitest"
import { abbreviate } from "./abbreviate.ts"

test("what is short enough stays as it is", () => {
  expect(abbreviate("one\ntwo\n", { lines: 2, characters: 100 })).toBe("one\ntwo\n")
  expect(abbreviate("", { lines: 1, characters: 10 })).toBe("")
})

test("whoever reads an abbreviated text knows how much is missing", () => {
  expect(abbreviate("one\ntwo\nthree\nfour", { lines: 2, characters: 100 })).toBe("one\ntwo\n… 2 more lines")
  expect(abbreviate("one\ntwo", { lines: 1, characters: 100 })).toBe("one … 1 more line")
  expect(abbreviate("abcdefgh", { lines: 1, characters: 5 })).toBe("abcde… 3 more characters")
})

test("no character is cut in half", () => {
  expect(abbreviate("abc😀def", { lines: 1, characters: 4 })).toBe("abc… 5 more characters")
})
