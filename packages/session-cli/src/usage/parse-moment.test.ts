import { expect, test } from "vitest"
import { parseMoment } from "./parse-moment.ts"

const hour = 3_600_000
const now = Date.parse("2026-11-28T12:00:00Z")

test("a time ago, a day and a time are read as they are meant", () => {
  expect(parseMoment("2h", "begin", now)).toBe(now - 2 * hour)
  expect(parseMoment("2w", "end", now)).toBe(now - 14 * 24 * hour)
  expect(parseMoment("2026-11-27", "begin", now)).toBe(new Date(2026, 10, 27).getTime())
  expect(parseMoment("2026-11-27T16:30Z", "begin", now)).toBe(Date.parse("2026-11-27T16:30:00Z"))
})

test("until a day means with that day", () => {
  expect(parseMoment("2026-11-27", "end", now)).toBe(new Date(2026, 10, 28).getTime())
  expect(parseMoment("2026-12-31", "end", now)).toBe(new Date(2027, 0, 1).getTime())
})

test.each(["", "yesterday", "2026-11", "2026-13-01", "2026-02-30", "27.11.2026", "2m", "-2d", "2026-11-27T99:00"])(
  "a list does not guess what %j means",
  (value) => {
    expect(() => parseMoment(value, "begin", now)).toThrow("such as 12h")
  },
)
