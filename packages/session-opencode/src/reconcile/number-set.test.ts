import { expect, test } from "vitest"
import { NumberSet } from "./number-set.ts"

test("has what was added and nothing else, however large it is", () => {
  const added = [0, 1, 7, 8, 8191, 8192, 1_000_003]
  const numbers = new NumberSet()
  for (const number of added) numbers.add(number)
  for (const number of added) {
    expect(numbers.has(number)).toBe(true)
    expect(numbers.has(number + 2)).toBe(false)
  }
  expect(numbers.has(50_000_000)).toBe(false)
})
