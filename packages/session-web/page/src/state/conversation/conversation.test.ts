import { expect, test } from "vitest"
import { wireMessage, wirePart, wireSession } from "../../../../test/support/wire-samples.ts"
import { RequestProblem } from "../../api/problem.ts"
import type { Change, MessagePage, PartPage } from "../../api/types.ts"
import { Conversation } from "./conversation.ts"
import type { Reads } from "./reads.ts"

interface Server extends Reads {
  /** What the feed has. */
  feed: Change[]
}

/** A session with messages `a` and `b`, and `older` on a page before them. */
function server(): Server {
  const feed: Change[] = []
  return {
    feed,
    session: async (id) => wireSession(id, { revision: 20 }),
    messages: async (_id, _limit, { cursor }): Promise<MessagePage> =>
      cursor === undefined
        ? { messages: [wireMessage("b", 20), wireMessage("a", 10)], nextCursor: "before-10" }
        : { messages: [wireMessage("older", 5)], nextCursor: null },
    async changes(_id, since) {
      const changes = feed.filter(({ revision }) => revision > since)
      return { changes, since: changes.at(-1)?.revision ?? since, complete: true }
    },
    parts: async () => ({ parts: [], nextCursor: null }),
    part: async (_id, messageId, partId) => wirePart(partId, messageId, 11, { data: { text: "All of it" } }),
  }
}

async function opened(reads: Server): Promise<Conversation> {
  const conversation = new Conversation("session", null, reads)
  await conversation.load()
  return conversation
}

const orderOf = ({ messages }: Conversation) => messages.order.value

test("every kind of change arrives: of the session, its messages, their parts, and its files", async () => {
  const reads = server()
  const conversation = await opened(reads)
  reads.feed.push(
    { type: "session", revision: 21, session: wireSession("session", { title: "Renamed", revision: 21 }) },
    { type: "message", revision: 22, message: wireMessage("c", 22) },
    { type: "part", revision: 23, part: wirePart("p", "c", 23) },
    { type: "part", revision: 24, part: wirePart("q", "c", 24) },
    { type: "part.removed", revision: 25, messageId: "c", partId: "p" },
    { type: "message.removed", revision: 26, messageId: "a" },
    { type: "file.removed", revision: 27, path: "a.txt", version: 1 },
  )
  await conversation.follow(27)
  expect(orderOf(conversation)).toEqual(["b", "c"])
  expect(conversation.session.value?.title).toBe("Renamed")
  expect(conversation.messages.message("c")?.value.parts.map(({ id }) => id)).toEqual(["q"])
  expect(conversation.fileChanges.value).toBe(1)
})

test("a change of an older message that comes while its page is on its way is not lost", async () => {
  const reads = server()
  const conversation = await opened(reads)
  const answer = Promise.withResolvers<MessagePage>()
  reads.messages = () => answer.promise
  const loading = conversation.loadMore("older")
  expect(conversation.loadingMore.value).toBe(true)
  // It is passed over: the message is not here yet.
  reads.feed.push({ type: "part", revision: 21, part: wirePart("p", "older", 21) })
  await conversation.follow(21)
  answer.resolve({ messages: [wireMessage("older", 5)], nextCursor: null })
  await loading
  expect(orderOf(conversation)).toEqual(["older", "a", "b"])
  expect(conversation.messages.message("older")?.value.parts.map(({ id }) => id)).toEqual(["p"])
  expect(conversation.loadingMore.value).toBe(false)
})

test("a page that was asked for before somebody jumped elsewhere does not come into what is shown there", async () => {
  const reads = server()
  const conversation = await opened(reads)
  const answer = Promise.withResolvers<MessagePage>()
  const { messages } = reads
  reads.messages = () => answer.promise
  const loading = conversation.loadMore("older")
  reads.messages = messages
  await conversation.load()
  answer.resolve({ messages: [wireMessage("stray", 1)], nextCursor: null })
  await loading
  expect(orderOf(conversation)).toEqual(["a", "b"])
})

test("what is shown stays while new pages or changes cannot be had, and says why", async () => {
  const reads = server()
  const conversation = await opened(reads)
  reads.messages = () => Promise.reject(new RequestProblem("The server does not answer.", "offline", "Is it running?"))
  await conversation.loadMore("older")
  expect(conversation.problem.value).toBe("The server does not answer. Is it running?")
  expect(orderOf(conversation)).toEqual(["a", "b"])
  reads.messages = server().messages
  await conversation.load()
  expect(conversation.problem.value).toBeNull()
})

test("a session that is gone says so, and is told from one that could not be read", async () => {
  const fails = async (code: string) => {
    const reads = server()
    reads.session = () => Promise.reject(new RequestProblem("Refused.", code, null))
    const { missing, problem } = await opened(reads)
    return [missing.value, problem.value]
  }
  expect(await fails("not_found")).toEqual([true, "Refused."])
  expect(await fails("unavailable")).toEqual([false, "Refused."])
})

test("a part that its page left out is shown once it is loaded", async () => {
  const reads = server()
  const unloaded = wirePart("large", "a", 11, { data: {}, unloaded: { bytes: 3_000_000 } })
  reads.messages = async () => ({ messages: [wireMessage("a", 10, { parts: [unloaded] })], nextCursor: null })
  const conversation = await opened(reads)
  await conversation.loadPart(unloaded)
  expect(conversation.messages.message("a")?.value.parts).toMatchObject([{ data: { text: "All of it" } }])
  expect(conversation.messages.message("a")?.value.parts[0]).not.toHaveProperty("unloaded")
})

/** A server whose message `a` has more parts than its page. */
function serverOfManyParts(): Server {
  const reads = server()
  const first = wireMessage("a", 10, { parts: [wirePart("one", "a", 11)], partsCursor: "after-11" })
  reads.messages = async () => ({ messages: [first], nextCursor: null })
  return reads
}

const partsOf = (conversation: Conversation) => conversation.messages.message("a")?.value.parts.map(({ id }) => id)

test("the parts of a long message come page by page, after those that are here", async () => {
  const reads = serverOfManyParts()
  const conversation = await opened(reads)
  const pages: Record<string, PartPage> = {
    "after-11": { parts: [wirePart("two", "a", 12)], nextCursor: "after-12" },
    "after-12": { parts: [wirePart("three", "a", 13)], nextCursor: null },
  }
  reads.parts = async (_id, _messageId, cursor) => pages[cursor] ?? { parts: [], nextCursor: null }
  await conversation.loadParts("a")
  expect(partsOf(conversation)).toEqual(["one", "two"])
  await conversation.loadParts("a")
  expect(partsOf(conversation)).toEqual(["one", "two", "three"])
  expect(conversation.messages.message("a")?.value).not.toHaveProperty("partsCursor")
})

test("a part that comes while a page of parts is on its way is not lost, and none is shown before its turn", async () => {
  const reads = serverOfManyParts()
  const conversation = await opened(reads)
  const answer = Promise.withResolvers<PartPage>()
  reads.parts = () => answer.promise
  const loading = conversation.loadParts("a")
  reads.feed.push({ type: "part", revision: 21, part: wirePart("two", "a", 12, { revision: 21 }) })
  reads.feed.push({ type: "message", revision: 22, message: wireMessage("a", 10, { revision: 22 }) })
  reads.feed.push({ type: "part", revision: 23, part: wirePart("last", "a", 23) })
  await conversation.follow(23)
  expect(partsOf(conversation)).toEqual(["one"])
  answer.resolve({ parts: [wirePart("two", "a", 12)], nextCursor: "after-12" })
  await loading
  expect(partsOf(conversation)).toEqual(["one", "two"])
  expect(conversation.messages.message("a")?.value.parts[1]?.revision).toBe(21)
})

test("a message that is here is gone to at once, without a request", async () => {
  const reads = server()
  const conversation = await opened(reads)
  reads.session = () => Promise.reject(new Error("Nothing has to be read."))
  await conversation.show("a")
  expect(conversation.place.value).toEqual({ messageId: "a" })
  await conversation.show(null)
  expect([conversation.place.value, conversation.problem.value]).toEqual([{ messageId: null }, null])
})
