import { effect } from "@preact/signals"
import { expect, test } from "vitest"
import { wireMessage, wirePart } from "../../../../test/support/wire-samples.ts"
import { MessageStretch } from "./message-stretch.ts"

/** The messages at positions 10 and 20, with more before and after them as the cursors say. */
function stretch(cursors: { older?: string; newer?: string } = {}): MessageStretch {
  const here = new MessageStretch()
  const messages = [wireMessage("b", 20), wireMessage("a", 10)]
  here.replace({ messages, older: cursors.older ?? null, newer: cursors.newer ?? null })
  return here
}

test("messages stand in the order of their positions, whichever way their page went", () => {
  const here = stretch({ older: "before-10" })
  expect(here.order.value).toEqual(["a", "b"])
  here.addPage("older", { messages: [wireMessage("z", 9), wireMessage("y", 8)], nextCursor: null })
  expect(here.order.value).toEqual(["y", "z", "a", "b"])
  expect(here.hasOlder.value).toBe(false)
})

test("the newest message is known only while nothing newer is left to load", () => {
  const here = stretch({ newer: "after-20" })
  expect(here.last.value).toBeNull()
  here.addPage("newer", { messages: [wireMessage("c", 30)], nextCursor: null })
  expect(here.last.value?.id).toBe("c")
})

test("a message that grows redraws itself, and not the list or the others", () => {
  const here = stretch()
  const drawn: string[] = []
  effect(() => void drawn.push(`list of ${here.order.value.length}`))
  effect(() => void drawn.push(`a with ${here.message("a")?.value.parts.length}`))
  effect(() => void drawn.push(`b with ${here.message("b")?.value.parts.length}`))
  drawn.length = 0
  here.changeParts("b", (parts) => [...parts, wirePart("p", "b", 21)])
  expect(drawn).toEqual(["b with 1"])
})

test("a message's new fields keep its parts, and older fields change nothing", () => {
  const here = stretch()
  here.changeParts("a", () => [wirePart("p", "a", 11)])
  here.put({ ...wireMessage("a", 10), revision: 30, error: "Stopped" })
  here.put({ ...wireMessage("a", 10), revision: 12, error: null })
  expect(here.message("a")?.value).toMatchObject({ revision: 30, error: "Stopped", parts: [{ id: "p" }] })
})

test("a message of a page that is not here is left to that page: its parts would be missing", () => {
  const here = stretch({ older: "before-10", newer: "after-20" })
  here.put(wireMessage("earlier", 5))
  here.put(wireMessage("between", 15))
  here.put(wireMessage("later", 25))
  expect(here.order.value).toEqual(["a", "between", "b"])
})

test("a new message comes to the end when the newest are shown", () => {
  const here = stretch({ older: "before-10" })
  here.put(wireMessage("later", 25))
  expect(here.order.value).toEqual(["a", "b", "later"])
})

test("a removed message does not come back with a page that was on its way", () => {
  const here = stretch({ older: "before-10" })
  here.remove("b")
  here.remove("z")
  here.addPage("older", { messages: [wireMessage("z", 9), wireMessage("y", 8)], nextCursor: null })
  expect(here.order.value).toEqual(["y", "a"])
})

test("a message that was removed and written again comes back, also by a page that is loaded later", () => {
  const here = stretch()
  here.remove("b")
  here.put(wireMessage("b", 40))
  expect(here.order.value).toEqual(["a", "b"])
  const before = stretch({ newer: "after-20" })
  before.remove("b")
  before.put(wireMessage("b", 40))
  expect(before.order.value).toEqual(["a"])
  before.addPage("newer", { messages: [wireMessage("b", 40)], nextCursor: null })
  expect(before.order.value).toEqual(["a", "b"])
})

test("a page does not replace what changed while it was on its way", () => {
  const here = stretch({ older: "before-10" })
  here.put({ ...wireMessage("a", 10), revision: 30, error: "Stopped" })
  here.addPage("older", { messages: [wireMessage("a", 10)], nextCursor: null })
  expect(here.message("a")?.value.error).toBe("Stopped")
})
