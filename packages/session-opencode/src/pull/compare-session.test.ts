import { expect, test } from "vitest"
import { SessionComparison } from "./compare-session.ts"
import { contentDigest } from "./content-digest.ts"
import type { MessageDocument } from "./message-document.ts"

const document = (id: string, text: string, updatedAt = 100): MessageDocument => ({
  content: { id, role: "user" },
  ...{ createdAt: 1, updatedAt: 100 },
  parts: [{ content: { id: `prt_${id}`, type: "text", text }, createdAt: 1, updatedAt }],
})

const local = (messages: MessageDocument[], removed: string[] = []) => ({
  row: {},
  todos: [],
  removed: new Set(removed),
  messages: new Map(
    messages.map(({ content, parts, updatedAt }) => [
      content.id,
      {
        ...{ digest: contentDigest(content), updatedAt },
        parts: new Map(
          parts.map((part) => [part.content.id, { digest: contentDigest(part.content), updatedAt: part.updatedAt }]),
        ),
      },
    ]),
  ),
})

function compared(here: ReturnType<typeof local>, there: MessageDocument[], isMapped = false) {
  const comparison = new SessionComparison(here, isMapped)
  for (const message of there) comparison.add(message, message)
  const { toPut, toTime, wentOnHere, wentOnThere } = comparison
  return { put: [...toPut], times: toTime.map(({ id }) => id), wentOnHere, wentOnThere, extras: comparison.extras() }
}

const nothing = { put: [], times: [], wentOnHere: false, wentOnThere: false, extras: [] }

test("equal sessions have nothing to send, and what the store has besides is sent", () => {
  expect(compared(local([document("a", "x")]), [document("a", "x")])).toEqual(nothing)
  expect(compared(local([document("a", "x")]), [document("a", "x"), document("b", "y")])).toEqual({
    ...{ ...nothing, put: ["b", "prt_b"], wentOnThere: true },
  })
})

test("of two states of a part the later one counts, and one that is marked as another form of the same is left", () => {
  expect(compared(local([document("a", "old", 50)]), [document("a", "new")])).toMatchObject({ put: ["prt_a"] })
  expect(compared(local([document("a", "mine", 200)]), [document("a", "theirs")])).toEqual(nothing)
  expect(compared(local([document("a", "other form", 99)]), [document("a", "x")])).toEqual(nothing)
  expect(compared(local([document("a", "other form", 99)]), [document("a", "x")], true)).toMatchObject({
    put: ["prt_a"],
  })
})

test("a pull that was killed before the times were written is completed: they are, and nothing is sent again", () => {
  expect(compared(local([document("a", "x", 5000)]), [document("a", "x")])).toEqual({ ...nothing, times: ["prt_a"] })
})

test("what was removed here does not come back, and what is only here is named", () => {
  const here = local([document("a", "x"), document("mine", "y")], ["b"])
  expect(compared(here, [document("a", "x"), document("b", "z")])).toEqual({
    ...{ ...nothing, wentOnHere: true, extras: [{ messageId: "mine", partId: null }] },
  })
})
