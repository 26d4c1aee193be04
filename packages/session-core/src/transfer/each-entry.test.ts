import { setImmediate } from "node:timers/promises"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { expect, test } from "vitest"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { eachEntry } from "./each-entry.ts"
import { watchFeed } from "./watch-feed.ts"

setFlagsFromString("--expose-gc")
const collectGarbage: () => void = runInNewContext("gc")

const entryOf = (revision: number): RecordedChange => ({ type: "message.removed", revision, messageId: "m" })

/** A feed of three entries, and how many of those that it gave are still there when it is asked for another. */
function countingFeed(): { feed: AsyncIterable<RecordedChange>; held: number[]; ended: () => boolean } {
  const given: WeakRef<RecordedChange>[] = []
  const held: number[] = []
  let ended = false
  const entries: AsyncIterator<RecordedChange, undefined> = {
    async next() {
      await setImmediate()
      collectGarbage()
      held.push(given.filter((entry) => entry.deref() !== undefined).length)
      if (given.length === 3) return { done: true, value: undefined }
      const entry = entryOf(given.length + 1)
      given.push(new WeakRef(entry))
      return { done: false, value: entry }
    },
    async return() {
      ended = true
      return { done: true, value: undefined }
    },
  }
  return { feed: { [Symbol.asyncIterator]: () => entries }, held, ended: () => ended }
}

test("an entry, which may have 16 MiB, is let go of before the next one is read", async () => {
  const { feed, held } = countingFeed()
  const seen: number[] = []
  await eachEntry(
    watchFeed(feed, ({ revision }) => seen.push(revision)),
    async ({ revision }) => seen.push(revision) > 0,
  )
  expect(seen).toEqual([1, 1, 2, 2, 3, 3])
  expect(held).toEqual([0, 0, 0, 0])
})

test("a feed that is left early is ended", async () => {
  const { feed, ended } = countingFeed()
  const seen: number[] = []
  await eachEntry(watchFeed(feed, undefined), async ({ revision }) => seen.push(revision) < 2)
  expect(seen).toEqual([1, 2])
  expect(ended()).toBe(true)
})

test("a feed is ended when a reader fails", async () => {
  const { feed, ended } = countingFeed()
  const reading = eachEntry(watchFeed(feed, undefined), async () => {
    throw new Error("no room")
  })
  await expect(reading).rejects.toThrow("no room")
  expect(ended()).toBe(true)
})
