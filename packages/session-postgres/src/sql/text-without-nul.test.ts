import { expect, it } from "vitest"
import { decodeText, encodeText } from "./text-without-nul.ts"

const texts = [
  "",
  "\0",
  "\0\0",
  "\0\u0001",
  "\u0001",
  "\u0001\0",
  "\u0001\u0001",
  "\u0001\u0002",
  "\u0002",
  "a\0b",
  "a",
  "a\u0001",
]

it("a text with NUL comes back as it was, and the database is given none", () => {
  for (const text of texts) {
    expect(encodeText(text)).not.toContain("\0")
    expect(decodeText(encodeText(text))).toBe(text)
  }
})

it("keeps the order of the bytes: a page would pass over what stands elsewhere", () => {
  const inOrder = (list: string[]) =>
    [...list].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
  expect(inOrder(texts.map(encodeText))).toEqual(inOrder(texts).map(encodeText))
})

it("leaves what another program has written", () => {
  expect(decodeText("\u0001x")).toBe("\u0001x")
})
