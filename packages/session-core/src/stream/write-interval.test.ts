import { describe, expect, it } from "vitest"
import { writeInterval } from "./write-interval.ts"

describe("writeInterval", () => {
  it("is a tenth of a second for a short text, and grows to two seconds with a long one", () => {
    expect([0, 1_000, 50_000].map(writeInterval)).toEqual([100, 100, 100])
    expect([100_000, 500_000].map(writeInterval)).toEqual([200, 1_000])
    expect([1_000_000, 16_000_000].map(writeInterval)).toEqual([2_000, 2_000])
  })
})
