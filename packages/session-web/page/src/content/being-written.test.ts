import { expect, test } from "vitest"
import { wireMessage, wirePart } from "../../../test/support/wire-samples.ts"
import { isBeingWritten } from "./being-written.ts"

const minute = 60_000
const open = wireMessage("reply", 1, { role: "assistant", completedAt: null, updatedAt: 1000 })

test("a reply is being written until it is complete, and of the user's messages none is", () => {
  expect(isBeingWritten(open, 2000)).toBe(true)
  expect(isBeingWritten({ ...open, completedAt: 1500 }, 2000)).toBe(false)
  expect(isBeingWritten({ ...open, role: "user" }, 2000)).toBe(false)
})

test("a writer that was silent for a minute is taken for gone, and any part that grows is a word of it", () => {
  expect(isBeingWritten(open, 1000 + minute)).toBe(false)
  const parts = [wirePart("p", "reply", 2, { updatedAt: 50_000 }), wirePart("q", "reply", 3, { updatedAt: 40_000 })]
  expect(isBeingWritten({ ...open, parts }, 1000 + minute)).toBe(true)
  expect(isBeingWritten({ ...open, parts }, 50_000 + minute)).toBe(false)
})
