import { expect, test } from "vitest"
import { wireSession } from "../../../test/support/wire-samples.ts"
import { isTakenBack } from "./revert.ts"

const reverted = (revert: object) => wireSession("s", { metadata: { opencode: { revert: { ...revert } } } })

test("a session that was taken back to a message hides it and what came after it", () => {
  const session = reverted({ messageID: "msg_2" })
  expect(["msg_1", "msg_2", "msg_3"].map((id) => isTakenBack({ id }, session))).toEqual([false, true, true])
})

test("one that was taken back to a part of a message keeps that message", () => {
  const session = reverted({ messageID: "msg_2", partID: "prt_1" })
  expect(["msg_2", "msg_3"].map((id) => isTakenBack({ id }, session))).toEqual([false, true])
})

test("nothing is hidden in any other session, whatever its metadata holds", () => {
  for (const session of [null, wireSession("s"), reverted({}), reverted({ messageID: 7 })]) {
    expect(isTakenBack({ id: "msg_9" }, session)).toBe(false)
  }
  expect(isTakenBack({ id: "msg_9" }, wireSession("s", { metadata: { opencode: "x" } }))).toBe(false)
})
