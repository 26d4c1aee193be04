import { expect, it } from "vitest"
import { parseGoDuration } from "./go-duration.ts"

it.each<[string, number | undefined]>([
  ["30s", 30_000],
  ["1m30s", 90_000],
  ["500ms", 500],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["1µs", 0.001],
  ["0", 0],
  ["-2s", -2000],
  ["", undefined],
  ["30", undefined],
  ["s", undefined],
  ["1d", undefined],
  ["1s ", undefined],
])("%s", (text, expected) => {
  expect(parseGoDuration(text)).toBe(expected)
})
