import { expect, test } from "vitest"
import { formatAge, formatDateTime, formatDuration, formatTime } from "./format-time.ts"

/** Noon here, so that the day is the same in every zone. */
const now = new Date(2026, 10, 22, 12).getTime()

test("a program can read the times back exactly, whatever the zone", () => {
  expect(formatTime(Date.UTC(2026, 10, 22, 12, 0, 0, 1))).toBe("2026-11-22T12:00:00.001Z")
})

test("a person sees how long ago it was, and after a week the date", () => {
  const ages = [5_000, 5 * 60_000, 3 * 3_600_000, 50 * 3_600_000]
  expect(ages.map((age) => formatAge(now - age, now))).toEqual(["just now", "5 min ago", "3 h ago", "2 d ago"])
  expect(formatAge(now - 30 * 86_400_000, now)).toMatch(/^2026-10-23 \d\d:\d\d$/)
})

test("a clock that is ahead does not make an age of less than nothing", () => {
  expect(formatAge(now + 5_000, now)).toBe("just now")
  expect(formatAge(now + 86_400_000, now)).toMatch(/^2026-11-2/)
})

test("a time that no calendar has does not end the command", () => {
  expect(formatTime(9e15)).toBe("9000000000000000")
  expect(formatDateTime(9e15)).toBe("9000000000000000")
})

test("durations are told in the unit that one would say", () => {
  expect([340, 2_345, 240_000, 5_400_000].map(formatDuration)).toEqual(["340 ms", "2.3 s", "4 min", "1.5 h"])
})
