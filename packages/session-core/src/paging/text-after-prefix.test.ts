import { expect, it } from "vitest"
import { textAfterPrefix } from "./text-after-prefix.ts"

const bytewise = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right))

it.each([
  ["ses_01a", "ses_01b"],
  ["ses_01Z", "ses_01["],
  ["100%", "100&"],
  ["a\ud7ff", "a\ue000"],
  ["a\uffff", "a\u{10000}"],
  ["a\u{10ffff}\u{10ffff}", "b"],
])("a session whose id begins with %s is found, and none that comes after", (prefix, after) => {
  expect(textAfterPrefix(prefix)).toBe(after)
  expect(bytewise(prefix, after)).toBeLessThan(0)
  expect(bytewise(`${prefix}\u{10ffff}\u{10ffff}`, after)).toBeLessThan(0)
})

it("an id of nothing but the last character of all is found", () => {
  const longest = "\u{10ffff}".repeat(47)
  expect(bytewise(longest, textAfterPrefix("\u{10ffff}"))).toBeLessThan(0)
})
