import { expect, it } from "vitest"
import { messageFields } from "./message-input.ts"
import { noUsage } from "./usage.ts"

it("a message that begins with what was read of another keeps null for what that did not have", () => {
  const read = { parentId: null, agent: null, model: null, usage: null, error: null }
  expect(messageFields({ role: "user", ...read }, null, null)).toMatchObject(read)
})

it("token counts that are undefined count as none, instead of being refused", () => {
  const usage = { input: 3, output: undefined, cost: undefined }
  expect(messageFields({ role: "user", usage }, null, null).usage).toEqual({ ...noUsage, input: 3 })
})
