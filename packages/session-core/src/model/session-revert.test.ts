import { expect, test } from "vitest"
import { isReverted, revertOf } from "./session-revert.ts"

const reverted = (revert: object) => revertOf({ metadata: { opencode: { revert: { ...revert } } } })

test("a session that was taken back to a message hides it and what came after it", () => {
  const revert = reverted({ messageID: "msg_2" })
  expect(["msg_1", "msg_2", "msg_3"].map((id) => isReverted({ id }, revert))).toEqual([false, true, true])
})

test("one that was taken back to a part of a message keeps that message", () => {
  const revert = reverted({ messageID: "msg_2", partID: "prt_1" })
  expect(["msg_2", "msg_3"].map((id) => isReverted({ id }, revert))).toEqual([false, true])
})

test("nothing is hidden in any other session, whatever its metadata holds", () => {
  for (const revert of [reverted({}), reverted({ messageID: 7 }), revertOf({ metadata: { opencode: "x" } })]) {
    expect(isReverted({ id: "msg_9" }, revert)).toBe(false)
  }
})
