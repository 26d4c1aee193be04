import { expect, test } from "vitest"
import { parseDuration, parseLimit } from "./parse-values.ts"

test("a length of time is read as it is meant", () => {
  expect(["12h", "30d", "8w", "0h"].map(parseDuration)).toEqual([43_200_000, 2_592_000_000, 4_838_400_000, 0])
})

test.each(["", "30", "d", "-1d", "1.5d", "30 d", "1m", "99999999d"])(
  "pruning does not guess what %j means",
  (value) => {
    expect(() => parseDuration(value)).toThrow("12h, 30d or 8w")
  },
)

test.each(["0", "-1", "1.5", "1e2", "1001", "many", ""])("%j is no limit", (value) => {
  expect(() => parseLimit(value)).toThrow("from 1 to 1000")
})
