import { expect, test } from "vitest"
import { inSlices } from "./in-slices.ts"

async function* each(...pieces: string[]) {
  yield* pieces
}

test("a large piece comes in small ones, with every character whole, or it would be other bytes", async () => {
  const large = `x${"\u{1f600}".repeat(400_000)}`
  const pieces: string[] = []
  for await (const piece of inSlices(each("a", large, "", "b"))) pieces.push(piece)
  expect(pieces.join("") === `a${large}b`).toBe(true)
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(256 * 1024)
  expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
})
