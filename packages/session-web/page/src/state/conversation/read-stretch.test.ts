import { expect, test } from "vitest"
import { wireMessage } from "../../../../test/support/wire-samples.ts"
import { RequestProblem } from "../../api/problem.ts"
import { readStretch } from "./read-stretch.ts"
import { type Reads, serverReads } from "./reads.ts"

const problem = (code: string) => new RequestProblem("It was refused.", code, null)

/** Messages at the positions 1 to 9, of which `five` is asked for; a refusal where a page begins at a message. */
function reads(refusal: RequestProblem | null = null): Reads {
  return {
    ...serverReads,
    async messages(_id, _limit, { order, from }) {
      if (from !== undefined && refusal !== null) throw refusal
      if (from === undefined) return { messages: [wireMessage("nine", 9)], nextCursor: "before-9" }
      return order === "newest-first"
        ? { messages: [wireMessage("five", 5), wireMessage("four", 4)], nextCursor: "before-4" }
        : { messages: [wireMessage("five", 5), wireMessage("six", 6)], nextCursor: "after-6" }
    },
  }
}

test("the newest messages are shown when none is asked for", async () => {
  const found = await readStretch(reads(), "session", null)
  expect(found).toMatchObject({ messages: [{ id: "nine" }], older: "before-9", newer: null, target: null })
})

test("a hit is shown with what is before and after it, and both ways go on", async () => {
  const { messages, ...rest } = await readStretch(reads(), "session", "five")
  expect(new Set(messages.map(({ id }) => id))).toEqual(new Set(["four", "five", "six"]))
  expect(rest).toEqual({ older: "before-4", newer: "after-6", target: "five" })
})

test("a hit that was removed meanwhile leads to the newest, and any other failure is told", async () => {
  const found = await readStretch(reads(problem("not_found")), "session", "five")
  expect(found).toMatchObject({ messages: [{ id: "nine" }], target: null })
  await expect(readStretch(reads(problem("unavailable")), "session", "five")).rejects.toThrow("It was refused.")
})
