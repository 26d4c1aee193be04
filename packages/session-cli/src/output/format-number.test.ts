import { expect, test } from "vitest"
import { countOf, formatBytes, formatCost, formatCount } from "./format-number.ts"

test("counts are short enough for a column", () => {
  expect([0, 812, 999, 1000, 1234, 12_300, 999_949, 999_950, 4_100_000, 2e9].map(formatCount)).toEqual([
    "0",
    "812",
    "999",
    "1k",
    "1.2k",
    "12.3k",
    "999.9k",
    "1M",
    "4.1M",
    "2G",
  ])
})

test("little money is not rounded away, much is in cents", () => {
  expect([0, 0.000662, 0.5, 12.345].map(formatCost)).toEqual(["$0", "$0.0007", "$0.5000", "$12.35"])
})

test("sizes have the unit that one reads", () => {
  expect([0, 1023, 1536, 5 * 1024 ** 3].map(formatBytes)).toEqual(["0 B", "1023 B", "1.5 KiB", "5.0 GiB"])
})

test("one is not many", () => {
  expect([countOf(1, "session"), countOf(0, "session"), countOf(2, "session")]).toEqual([
    "1 session",
    "0 sessions",
    "2 sessions",
  ])
})
