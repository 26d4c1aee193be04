import { expect, test } from "vitest"
import type { SentBatch } from "./cluster-load.ts"
import { judgeRows } from "./judge-rows.ts"

const batches = new Map<string, SentBatch>([
  ["b1", { sessionId: "s", size: 1, revision: 1 }],
  ["b2", { sessionId: "s", size: 2, revision: 3 }],
])
const load = { acknowledged: [{ id: "m", words: "a0-0 1" }], batches, sessionIds: ["s"] }

const part = (message: string, text: string) => ({ message_id: message, data: JSON.stringify({ text }) })
const receipt = (id: string, revision: number) => ({ session_id: "s", id, revision })
const right = {
  session: [{ id: "s", revision: 3 }],
  part: [part("m", "a0-0 1")],
  batch: [receipt("b2", 3), receipt("b1", 1)],
}

test("what is wrong with a node is found, or a night of faults would show nothing", () => {
  const judge = (changed: object) => judgeRows({ ...right, ...changed }, load)
  expect(judge({})).toEqual({ lost: 0, doubled: 0, gaps: 0 })
  expect(judge({ part: [] })).toMatchObject({ lost: 1 })
  expect(judge({ part: [part("m", "a0-0")] })).toMatchObject({ lost: 1 })
  expect(judge({ part: [...right.part, part("again", "a0-0 1")] })).toMatchObject({ doubled: 1 })
  expect(judge({ session: [{ id: "s", revision: 4 }] })).toMatchObject({ gaps: 1 })
  expect(judge({ batch: [receipt("b1", 1), receipt("b2", 4)] }).gaps).toBeGreaterThan(0)
  expect(judge({ batch: [receipt("b2", 3)] }).gaps).toBeGreaterThan(0)
  expect(judge({ batch: [...right.batch, receipt("unknown", 3)] }).gaps).toBeGreaterThan(0)
})
