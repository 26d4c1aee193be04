import { expect, test } from "vitest"
import { canonicalJson, writeCanonicalJson } from "./canonical-json.ts"

const sliceLength = 256 * 1024

test("equal values have equal JSON, which is in the order of the keys", () => {
  const json = '{"a":[1,{"c":null,"d":"é"},[]],"b":{}}'
  expect(canonicalJson({ b: {}, a: [1, { d: "é", c: null, dropped: undefined }, []] })).toBe(json)
  expect(canonicalJson({ a: [1, { c: null, d: "é" }, []], b: {} })).toBe(json)
})

test.each([
  ["a pair of surrogates across the end of a slice", `${"x".repeat(sliceLength - 1)}👩‍👩‍👧‍👦`],
  ["halves of a pair at the end of a slice", `${"x".repeat(sliceLength - 1)}\ud800\ud800`],
  ["half of a pair at the beginning of a slice", `${"x".repeat(sliceLength)}\udc00`],
  ["what is escaped", '"\\\n\u0000'.repeat(sliceLength)],
])("a long text is written in pieces, none of which changes it: %s", (_, text) => {
  const value = { text: text + "y".repeat(2 * sliceLength) }
  const pieces: string[] = []
  const characters = writeCanonicalJson(value, (piece) => pieces.push(piece))
  const json = JSON.stringify(value)
  expect(pieces.join("") === json).toBe(true)
  expect(characters).toBe(json.length)
  const longest = Math.max(...pieces.map((piece) => piece.length))
  // An escaped character has up to six.
  expect(longest).toBeLessThanOrEqual(7 * sliceLength)
})
