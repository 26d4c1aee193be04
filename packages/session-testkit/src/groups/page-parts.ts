import { createHash } from "node:crypto"
import type {
  JsonValue,
  MessagePageQuery,
  MessageWithParts,
  Part,
  PartPageQuery,
  SessionProvider,
} from "@opencode/session-core/provider"
import { canonicalJson } from "@opencode/session-core/transfer"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allMessages, readPages } from "../support/read-everything.ts"
import { apply, create, message, part, remove, scope, text } from "../support/samples.ts"

const kibibyte = 1024
const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** Ids that descend while positions ascend. */
const partId = (index: number) => `p${String(9999 - index)}`

/** Puts so many parts into message `m`, with parts of another message in between. */
async function fill(provider: SessionProvider, count: number): Promise<void> {
  await apply(provider, "s", [create(), message("m"), message("other")])
  await apply(
    provider,
    "s",
    range(count).flatMap((index) => [text("m", partId(index), `${index}`), text("other", "q", `${index}`)]),
  )
}

const firstPage = (provider: SessionProvider, query: Partial<MessagePageQuery> = {}) =>
  provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 10, ...query })

const partsOf = (provider: SessionProvider, query: Partial<PartPageQuery> = {}) =>
  provider.listParts({ scope, sessionId: "s", messageId: "m", ...query })

/** The pages of parts that follow a cursor. */
const partPages = (provider: SessionProvider, from: string | undefined, query: Partial<PartPageQuery>) =>
  readPages(async ({ cursor = from }) => {
    const page = await partsOf(provider, { ...query, ...(cursor === undefined ? {} : { cursor }) })
    return { items: [page.parts], nextCursor: page.nextCursor }
  })

/** What tells parts apart: a difference of thousands cannot be shown. */
const digests = (parts: readonly Part[]) =>
  parts.map((each) => createHash("sha256").update(canonicalJson(each)).digest("hex"))

/**
 * Pages are bounded in parts: a message may have a million.
 *
 * What a user loses: the process that opens such a session, which runs out of memory.
 */
export function describePageParts(context: KitContext): void {
  describe("invariant 10: the parts of a message come in pages", () => {
    it("a message of many parts comes with the first ones, and the rest follows in their order", async () => {
      const { provider } = await context.open()
      await fill(provider, 30)
      // Putting a part again changes neither its position nor the page that it is on.
      await apply(provider, "s", [text("m", partId(2), "again"), text("m", partId(20), "again")])
      const [whole] = await allMessages(provider, "s")
      expect(whole?.parts).toHaveLength(30)
      for (const order of ["oldest-first", "newest-first"] as const) {
        const { messages } = await firstPage(provider, { order, parts: 10 })
        const found = messages.find(({ id }) => id === "m")
        expect(found?.parts).toEqual(whole?.parts.slice(0, 10))
        const pages = await partPages(provider, found?.partsCursor, { limit: 7 })
        for (const page of pages) expect(page.length).toBeLessThanOrEqual(7)
        expect(pages.flat()).toEqual(whole?.parts.slice(10))
        expect(messages.find(({ id }) => id === "other")).not.toHaveProperty("partsCursor")
      }
      expect((await partPages(provider, undefined, { limit: 4 })).flat()).toEqual(whole?.parts)
    })

    it("a message that has no more parts than a page lists says nothing of others", async () => {
      const { provider } = await context.open()
      await fill(provider, 10)
      const [exactly] = (await firstPage(provider, { parts: 10 })).messages
      expect(exactly).not.toHaveProperty("partsCursor")
      const [more] = (await firstPage(provider, { parts: 9 })).messages
      const { parts, nextCursor } = await partsOf(provider, { limit: 1, cursor: more?.partsCursor ?? "" })
      expect(parts).toMatchObject([{ id: partId(9) }])
      expect(nextCursor).toBeNull()
      expect((await partsOf(provider, { limit: 10 })).nextCursor).toBeNull()
    })

    it("a message counts with the parts that its page lists, and the largest of these are not loaded", async () => {
      const { provider } = await context.open()
      const long = (size: number) => "x".repeat(size * kibibyte)
      await apply(provider, "s", [
        create(),
        message("m"),
        ...[1, 30, 1, 200, 200].map((size, index) => text("m", partId(index), long(size))),
        message("small"),
        message("large"),
        ...[70, 2, 70, 1, 1].map((size, index) => text("large", partId(index), long(size))),
      ])
      const bytes = 100 * kibibyte
      const { messages, nextCursor } = await firstPage(provider, { bytes, parts: 3 })
      expect(messages.map(({ id, parts }) => [id, parts.map(({ unloaded }) => unloaded !== undefined)])).toEqual([
        ["m", [false, false, false]],
        ["small", []],
      ])
      const [large] = (await firstPage(provider, { bytes, parts: 3, cursor: nextCursor ?? "" })).messages
      expect(large?.parts.map(({ id, unloaded }) => [id, unloaded !== undefined])).toEqual([
        [partId(0), true],
        [partId(1), false],
        [partId(2), true],
      ])
      const rest = await partsOf(provider, { messageId: "large", cursor: large?.partsCursor ?? "" })
      expect(rest.parts.map(({ id }) => id)).toEqual([partId(3), partId(4)])
    })

    it("pages of parts are bounded in bytes, and every part in them is loaded", async () => {
      const { provider } = await context.open()
      const sizes = [30, 50, 1, 200, 30, 30, 2, 0, 0]
      const words = (size: number, index: number) => `${index} ${"aé漢𠮷 ".repeat((size * kibibyte) / 11)}`
      await apply(provider, "s", [
        create(),
        message("m"),
        ...sizes.map((size, index) => text("m", partId(index), words(size, index))),
      ])
      const bytes = 100 * kibibyte
      const pages = await partPages(provider, undefined, { bytes })
      for (const page of pages) {
        expect(page.length).toBeGreaterThan(0)
        if (page.length > 1) expect(page.reduce((sum, { data }) => sum + jsonBytes(data), 0)).toBeLessThanOrEqual(bytes)
      }
      const [whole] = await allMessages(provider, "s")
      expect(digests(pages.flat())).toEqual(digests(whole?.parts ?? []))
    })

    it("parts that others add and remove meanwhile neither repeat nor hide another", async () => {
      const { provider } = await context.open()
      await fill(provider, 12)
      const first = await partsOf(provider, { limit: 5 })
      const { length } = first.parts
      await apply(provider, "s", [
        text("m", partId(0), "again"),
        text("m", partId(50), "new"),
        { type: "part.remove", messageId: "m", partId: partId(length - 1) },
        { type: "part.remove", messageId: "m", partId: partId(length + 2) },
      ])
      const rest = await partPages(provider, first.nextCursor ?? "", { limit: 5 })
      const expected = [...range(12).slice(length), 50].filter((index) => index !== length + 2)
      expect(rest.flat().map(({ id }) => id)).toEqual(expected.map(partId))
      await apply(provider, "s", [{ type: "message.remove", messageId: "m" }])
      expect(await partsOf(provider, { cursor: first.nextCursor ?? "" })).toEqual({ parts: [], nextCursor: null })
    })

    it("parts are read with the cursor of their own message, in the reader's own scope", async () => {
      const { provider } = await context.open()
      await fill(provider, 8)
      const { nextCursor } = await partsOf(provider, { limit: 5 })
      const cursor = nextCursor ?? ""
      await expectError(partsOf(provider, { messageId: "other", cursor }), "invalid_cursor")
      await expectError(partsOf(provider, { cursor: cursor.slice(1) }), "invalid_cursor")
      await expectError(firstPage(provider, { cursor }), "invalid_cursor")
      expect(await partsOf(provider, { messageId: "nothing" })).toEqual({ parts: [], nextCursor: null })
      await expectError(partsOf(provider, { scope: { projectId: "another" } }), "not_found")
      await expectError(partsOf(provider, { sessionId: "x" }), "not_found")
      await apply(provider, "s", [remove])
      await expectError(partsOf(provider, {}), "not_found")
    })

    it("thousands of parts in one message are read whole, forked and continued, in the order in which they were put", async () => {
      const { provider, store } = await context.open()
      const count = 2600
      await store.sessions.create({ id: "s" })
      await apply(provider, "s", [
        message("before"),
        message("m", { role: "assistant" }),
        ...range(count).map((index) => part("m", partId(index), { data: { text: `${index}` } })),
        message("after"),
      ])
      const expected = range(count).map(partId)
      const idsOf = (parts: readonly Part[] | undefined) => parts?.map(({ id }) => id)

      const messages: MessageWithParts[] = []
      for await (const each of store.messages.all("s", { partial: true })) messages.push(each)
      expect(messages.map(({ id, parts }) => [id, parts.length])).toEqual([
        ["before", 0],
        ["m", 1000],
        ["after", 0],
      ])
      const read: Part[] = []
      for (const each of messages) for await (const one of store.messages.parts(each)) read.push(one)
      expect(idsOf(read)).toEqual(expected)
      const whole = await store.messages.get("s", "m")
      expect(idsOf(whole?.parts)).toEqual(expected)
      expect(whole).not.toHaveProperty("partsCursor")

      const fork = await store.sessions.fork("s")
      const copies: JsonValue[] = []
      for await (const { parts } of store.messages.all(fork.id)) copies.push(parts.map(({ data }) => data.text ?? null))
      expect(copies).toEqual([[], range(count).map(String), []])

      const writer = await store.messages.resume("s", "m")
      writer.text(" and more")
      await writer.complete()
      const last = (await store.messages.get("s", "m"))?.parts.at(-1)
      expect(last).toMatchObject({ id: partId(count - 1), data: { text: `${count - 1} and more` } })
    })
  })
}
