import { expect, test } from "vitest"
import { wirePart } from "../../../../test/support/wire-samples.ts"
import { withoutPart, withPart, withParts } from "./part-list.ts"

const [one, two] = [wirePart("one", "m", 2), wirePart("two", "m", 5)]

test("parts stand in the order of their positions, in whatever order they come", () => {
  expect(withPart(withPart([], two), one)).toEqual([one, two])
})

test("a part that grows takes the place of what it was, and what is older changes nothing", () => {
  const grown = { ...one, data: { text: "one and more" }, revision: 7 }
  expect(withPart([one, two], grown)).toEqual([grown, two])
  expect(withPart([grown, two], one)).toEqual([grown, two])
})

test("a part that was not loaded with its page is taken when it is, though its revision is the same", () => {
  const unloaded = { ...one, data: {}, unloaded: { bytes: 3_000_000 } }
  expect(withPart([unloaded], one)).toEqual([one])
})

test("a page of parts adds what is not here, and changes nothing that is newer than it", () => {
  const grown = { ...two, data: { text: "newer" }, revision: 9 }
  const three = wirePart("three", "m", 8)
  expect(withParts([one, grown], [two, three])).toEqual([one, grown, three])
})

test("a removed part goes, and no other", () => {
  expect(withoutPart([one, two], "one")).toEqual([two])
  expect(withoutPart([one, two], "none")).toEqual([one, two])
})
