import { expect, test } from "vitest"
import type { Change, ChangesPage } from "../../api/types.ts"
import { ChangeFollower } from "./change-follower.ts"

const removed = (revision: number): Change => ({ type: "message.removed", revision, messageId: `at ${revision}` })

/** A follower of a feed whose newest revision is `newest`, in pages of two. */
function followed(newest: number) {
  const asked: number[] = []
  const applied: number[] = []
  const reports: unknown[] = []
  const feed = { newest, failure: null as Error | null, gate: Promise.resolve() }
  const read = async (since: number): Promise<ChangesPage> => {
    asked.push(since)
    await feed.gate
    if (feed.failure !== null) throw feed.failure
    const revisions = [since + 1, since + 2].filter((revision) => revision <= feed.newest)
    const end = revisions.at(-1) ?? since
    return { changes: revisions.map(removed), since: end, complete: end >= feed.newest }
  }
  const follower = new ChangeFollower({
    read,
    apply: ({ revision }) => void applied.push(revision),
    report: (problem) => void reports.push(problem),
  })
  return { follower, feed, asked, applied, reports }
}

test("changes are read page by page up to what was heard of, and each is applied once", async () => {
  const { follower, asked, applied } = followed(8)
  await follower.begin(3)
  expect(asked).toEqual([])
  await follower.follow(8)
  expect(applied).toEqual([4, 5, 6, 7, 8])
  expect(follower.revision).toBe(8)
  await follower.follow(6)
  expect(asked).toEqual([3, 5, 7])
})

test("a feed that has more than was heard of is read to its end", async () => {
  const { follower, applied } = followed(8)
  await follower.begin(3)
  await follower.follow(4)
  expect(applied).toEqual([4, 5, 6, 7, 8])
})

test("what is heard of before anything is shown is read once it is", async () => {
  const { follower, asked, applied } = followed(5)
  await follower.follow(5)
  expect(asked).toEqual([])
  await follower.begin(4)
  expect(applied).toEqual([5])
})

test("one request is under way at a time, and what is heard of meanwhile is not missed", async () => {
  const { follower, feed, asked, applied } = followed(4)
  const answer = Promise.withResolvers<void>()
  feed.gate = answer.promise
  await follower.begin(3)
  const first = follower.follow(4)
  feed.newest = 6
  const second = follower.follow(6)
  expect(asked).toEqual([3])
  answer.resolve()
  await Promise.all([first, second])
  expect(applied).toEqual([4, 5, 6])
})

test("a revision that the feed does not have is not asked for forever", async () => {
  const { follower, asked } = followed(3)
  await follower.begin(3)
  await follower.follow(9)
  expect(asked).toEqual([3])
})

test("changes that cannot be read are told of, and read when something is heard of again", async () => {
  const { follower, feed, applied, reports } = followed(4)
  feed.failure = new Error("No answer")
  await follower.begin(3)
  await follower.follow(4)
  expect([applied, reports]).toEqual([[], [feed.failure]])
  feed.failure = null
  await follower.follow(4)
  expect([applied, reports.at(-1)]).toEqual([[4], null])
})

test("changes of messages that came later are applied once more, after those that are under way", async () => {
  const { follower, feed, applied } = followed(6)
  await follower.begin(4)
  const answer = Promise.withResolvers<void>()
  feed.gate = answer.promise
  const following = follower.follow(6)
  const repeating = follower.repeat(4)
  answer.resolve()
  await Promise.all([following, repeating])
  expect(applied).toEqual([5, 6, 5, 6])
  await follower.repeat(6)
  expect(applied).toHaveLength(4)
})
