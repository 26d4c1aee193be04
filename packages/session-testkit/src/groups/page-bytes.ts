import { createHash } from "node:crypto"
import type {
  JsonObject,
  MessagePage,
  MessageWithParts,
  Part,
  RecordedChange,
  SessionProvider,
} from "@opencode/session-core/provider"
import { canonicalJson } from "@opencode/session-core/transfer"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import {
  allChanges,
  allFiles,
  allMessages,
  allSessionChanges,
  allSessions,
  readPages,
} from "../support/read-everything.ts"
import { apply, create, everything, file, message, part, remove, scope, text } from "../support/samples.ts"

const kibibyte = 1024
const range = (count: number) => Array.from({ length: count }, (_, index) => index)
const jsonBytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

/** Content of about so many bytes, in characters of several lengths. */
const words = (bytes: number, mark: number | string) => `${mark} ${"aé漢𠮷 ".repeat(Math.floor(bytes / 11))}`

/** Bytes of what a message holds, without what a provider may count besides. */
const contentOf = ({ metadata, parts }: MessageWithParts) =>
  jsonBytes(metadata) + parts.reduce((sum, { data }) => sum + jsonBytes(data), 0)

const contentOfChange = (change: RecordedChange): number => {
  if (change.type === "part") return jsonBytes(change.part.data)
  if (change.type === "file") return Buffer.byteLength(change.file.content)
  return change.type === "message" ? jsonBytes(change.message.metadata) : 0
}

/** What tells contents apart: a difference of megabytes cannot be shown. */
const digests = (contents: readonly unknown[]) =>
  contents.map((content) => createHash("sha256").update(canonicalJson(content)).digest("hex"))

const dataOf = (of: MessageWithParts | undefined) => of?.parts.map(({ data }) => data) ?? []

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0)

/** A page has at most `bytes` of content, unless it has one item, and is not much smaller than it could be. */
function expectPages(pages: number[][], bytes: number, most: number): void {
  for (const [index, sizes] of pages.entries()) {
    if (sizes.length > 1) expect(sum(sizes)).toBeLessThanOrEqual(bytes)
    expect(sizes.length, "an empty page").toBeGreaterThan(0)
    // A row may count with a kilobyte besides its content.
    const isLast = index === pages.length - 1
    if (!isLast) expect(sum(sizes) + sizes.length * kibibyte + most + kibibyte).toBeGreaterThan(bytes)
  }
}

async function pagesOfMessages(
  provider: SessionProvider,
  query: { bytes: number; order?: "oldest-first" | "newest-first" },
): Promise<MessageWithParts[][]> {
  return readPages(async (cursor) => {
    const page = await provider.listMessages({
      ...{ scope, sessionId: "s", order: "oldest-first", limit: 100 },
      ...query,
      ...cursor,
    })
    return { items: [page.messages], nextCursor: page.nextCursor }
  })
}

const onePage = (provider: SessionProvider, bytes: number, from: string): Promise<MessagePage> =>
  provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 10, bytes, from })

/**
 * Pages are bounded in bytes: however large a session is, a reader holds a page of it.
 *
 * What a user loses: the process that opens a large session, which runs out of memory.
 */
export function describePageBytes(context: KitContext): void {
  describe("invariant 10: pages are bounded in bytes", () => {
    it("messages come in pages of at most so many bytes, none twice, none left out, in either order", async () => {
      const { provider } = await context.open()
      const sizes = [100, 3, 40, 40, 40, 1, 120, 20, 20, 20, 20, 5, 90]
      await apply(provider, "s", [
        create(),
        ...sizes.flatMap((size, index) => [
          message(`m${index}`),
          text(`m${index}`, "p", words((size * kibibyte) / 2, index)),
          text(`m${index}`, "q", words((size * kibibyte) / 2, -index)),
        ]),
      ])
      const bytes = 130 * kibibyte
      for (const order of ["oldest-first", "newest-first"] as const) {
        const pages = await pagesOfMessages(provider, { bytes, order })
        expectPages(
          pages.map((page) => page.map(contentOf)),
          bytes,
          121 * kibibyte,
        )
        expect(pages.length).toBeGreaterThan(4)
        expect(digests(pages.flat())).toEqual(digests(await allMessages(provider, "s", { order })))
      }
    })

    it("many small messages fill a page: a bound in bytes is no reason for more pages than it takes", async () => {
      const { provider } = await context.open()
      const changes = range(300).flatMap((index) => [message(`m${index}`), text(`m${index}`, "p", `${index}`)])
      await apply(provider, "s", [create(), ...changes])
      const page = { scope, sessionId: "s", order: "oldest-first", limit: 300, bytes: 1024 * kibibyte } as const
      const { messages, nextCursor } = await provider.listMessages(page)
      expect(messages).toHaveLength(300)
      expect(nextCursor).toBeNull()
    })

    it("thousands of parts in a few messages are bounded, too, and none is missing", async () => {
      const { provider } = await context.open()
      const parts = range(6).flatMap((index) => [
        message(`m${index}`),
        ...range(900).map((number) => text(`m${index}`, `p${number}`, words(kibibyte, number))),
      ])
      await apply(provider, "s", [create(), ...parts])
      const bytes = 3 * 1024 * kibibyte
      const pages = await pagesOfMessages(provider, { bytes })
      for (const page of pages) expect(sum(page.map(contentOf))).toBeLessThanOrEqual(bytes)
      expect(pages.flat().map(({ id, parts: own }) => [id, own.length])).toEqual(
        range(6).map((index) => [`m${index}`, 900]),
      )
    })

    it("a message that is too large for any page is one, with its largest parts marked as not loaded", async () => {
      const { provider } = await context.open()
      const large = words(300 * kibibyte, "large")
      const middle = words(60 * kibibyte, "middle")
      await apply(provider, "s", [
        create(),
        message("before"),
        message("m", { metadata: { kept: true } }),
        text("m", "first", "small"),
        text("m", "large", large),
        text("m", "middle", middle),
        part("m", "last", { type: "file", data: { mime: "image/png", url: "data:," } }),
        message("after"),
      ])
      const bytes = 100 * kibibyte
      const pages = await pagesOfMessages(provider, { bytes })
      expect(pages.map((page) => page.map(({ id }) => id))).toEqual([["before"], ["m"], ["after"]])
      const [found] = pages[1] ?? []
      expect(found).toMatchObject({ metadata: { kept: true } })
      const [whole] = (await allMessages(provider, "s")).filter(({ id }) => id === "m")
      const unloaded = { data: {}, unloaded: { bytes: jsonBytes({ text: large }) } }
      const expected = whole?.parts.map((each) => (each.id === "large" ? { ...each, ...unloaded } : each)) ?? []
      expect(digests(found?.parts ?? [])).toEqual(digests(expected))
      expect(found?.parts.map((each) => each.unloaded)).toEqual([undefined, unloaded.unloaded, undefined, undefined])
      // A caller that asks for no bound gets everything.
      expect(digests(dataOf(whole)).slice(0, 3)).toEqual(
        digests(["small", large, middle].map((each) => ({ text: each }))),
      )
    })

    it("what is not loaded does not depend on where the page began", async () => {
      const { provider } = await context.open()
      const sizes = [70, 20, 70, 20, 5]
      await apply(provider, "s", [
        create(),
        message("a"),
        message("m"),
        ...sizes.map((size, index) => text("m", `p${index}`, words(size * kibibyte, index))),
        message("z"),
      ])
      const bytes = 120 * kibibyte
      const expected = ["p0", "p2"]
      const unloaded = ({ messages }: MessagePage) =>
        messages.flatMap(({ parts }) => parts.filter((each) => each.unloaded !== undefined).map(({ id }) => id))
      expect(unloaded(await onePage(provider, bytes, "m"))).toEqual(expected)
      for (const order of ["oldest-first", "newest-first"] as const) {
        const pages = await pagesOfMessages(provider, { bytes, order })
        expect(pages.flatMap((messages) => unloaded({ messages, nextCursor: null }))).toEqual(expected)
      }
    })

    it("a part that was not loaded is read by itself, and one that is not there is told apart", async () => {
      const { provider } = await context.open()
      const data: JsonObject = { text: words(200 * kibibyte, "large"), more: [null, 1.5, "\u0000"] }
      await apply(provider, "s", [create(), message("m"), part("m", "p", { data }), text("m", "q", "other")])
      await apply(provider, "t", [create(), message("m"), text("m", "p", "of another session")])
      const read = (partId: string, messageId = "m"): Promise<Part | null> =>
        provider.getPart({ scope, sessionId: "s", messageId, partId })
      const [only] = await allMessages(provider, "s")
      expect(digests([await read("p")])).toEqual(digests([only?.parts[0]]))
      expect(await read("q")).toMatchObject({ id: "q", data: { text: "other" } })
      expect(await read("P")).toBeNull()
      expect(await read("p", "x")).toBeNull()
      const query = { sessionId: "s", messageId: "m", partId: "p" }
      await expectError(provider.getPart({ ...query, scope: { projectId: "another" } }), "not_found")
      await expectError(provider.getPart({ ...query, scope, sessionId: "x" }), "not_found")
      await apply(provider, "s", [remove])
      await expectError(provider.getPart({ ...query, scope }), "not_found")
    })

    it("the store gives whole messages, however large, and parts that are not loaded to a caller that accepts them", async () => {
      const { store } = await context.open()
      const large = words(300 * kibibyte, "large")
      await store.sessions.create({ id: "s" })
      const texts = [large, "small"]
      const parts = texts.map((each) => ({ type: "text" as const, text: each }))
      await store.messages.append("s", { id: "m", role: "user", parts })
      const whole = await store.messages.list("s", { bytes: kibibyte })
      expect(digests(dataOf(whole.messages[0]))).toEqual(digests(texts.map((each) => ({ text: each }))))
      const partial = await store.messages.list("s", { bytes: kibibyte, partial: true })
      const [first, second] = partial.messages[0]?.parts ?? []
      expect(first?.unloaded).toEqual({ bytes: jsonBytes({ text: large }) })
      expect(first?.data).toEqual({})
      expect(second?.data).toEqual({ text: "small" })
      expect(digests([(await store.messages.part("s", "m", first?.id ?? "")).data])).toEqual(digests([{ text: large }]))
      await expectError(store.messages.part("s", "m", "x"), "not_found")
      await expectError(store.messages.list("s", { bytes: 0 }), "invalid_input")
    })

    it("the feed of a session comes in pages of at most so many bytes, and misses nothing", async () => {
      const { provider } = await context.open()
      const changes = range(12).flatMap((index) => [
        message(`m${index}`, { metadata: { words: words(30 * kibibyte, index) } }),
        text(`m${index}`, "p", words((index % 4) * 25 * kibibyte, index)),
        file(`f${index}`, words(20 * kibibyte, index)),
      ])
      await apply(provider, "s", [create(), ...changes])
      await apply(provider, "s", [message("m3"), { type: "message.remove", messageId: "m5" }])
      const bytes = 110 * kibibyte
      const pages: RecordedChange[][] = []
      for (let since = 0, complete = false; !complete; ) {
        const page = await provider.changes({ scope, sessionId: "s", since, limit: 100, bytes })
        if (page.since <= since) throw new Error(`The feed stands still at ${since}.`)
        pages.push(page.changes)
        since = page.since
        complete = page.complete
      }
      expectPages(
        pages.map((page) => page.map(contentOfChange)),
        bytes,
        80 * kibibyte,
      )
      expect(digests(pages.flat())).toEqual(digests(await allChanges(provider, "s")))
    })

    it("an entry of the feed that is larger than a page is read whole: a copy may lack nothing", async () => {
      const { provider } = await context.open()
      const large = words(200 * kibibyte, "large")
      await apply(provider, "s", [create(), message("m"), text("m", "p", large), file("f", large), message("n")])
      const { changes, since } = await provider.changes({ scope, sessionId: "s", since: 2, limit: 9, bytes: kibibyte })
      expect(since).toBe(3)
      expect(changes.map(contentOfChange)).toEqual([jsonBytes({ text: large })])
      const next = await provider.changes({ scope, sessionId: "s", since, limit: 9, bytes: kibibyte })
      expect(next.changes.map(contentOfChange)).toEqual([Buffer.byteLength(large)])
    })

    it("versions of files come in pages of at most so many bytes", async () => {
      const { provider } = await context.open()
      const sizes = [30, 50, 1, 200, 30, 30, 2]
      await apply(provider, "s", [
        create(),
        ...sizes.map((size, index) => file(`f${index % 2}`, words(size * kibibyte, index))),
      ])
      const bytes = 100 * kibibyte
      for (const path of [undefined, "f0"]) {
        const asked = path === undefined ? {} : { path }
        const pages = await readPages(async (cursor) => {
          const page = await provider.listFiles({ scope, sessionId: "s", limit: 100, bytes, ...asked, ...cursor })
          return { items: [page.files], nextCursor: page.nextCursor }
        })
        expectPages(
          pages.map((page) => page.map(({ content }) => Buffer.byteLength(content))),
          bytes,
          201 * kibibyte,
        )
        expect(digests(pages.flat())).toEqual(digests(await allFiles(provider, "s", asked)))
      }
    })

    it("sessions with much metadata come in pages of at most so many bytes, from lists and from the feed", async () => {
      const { provider } = await context.open()
      const sizes = [30, 50, 1, 200, 30, 30, 2]
      for (const [index, size] of sizes.entries()) {
        await apply(provider, `s${index}`, [create({ metadata: { words: words(size * kibibyte, index) } })])
      }
      const bytes = 100 * kibibyte
      const pages = await readPages(async (cursor) => {
        const page = await provider.listSessions({ scope, state: "active", limit: 100, bytes, ...cursor })
        return { items: [page.sessions], nextCursor: page.nextCursor }
      })
      expectPages(
        pages.map((page) => page.map(({ metadata }) => jsonBytes(metadata))),
        bytes,
        201 * kibibyte,
      )
      expect(digests(pages.flat())).toEqual(digests(await allSessions(provider)))
      const feed = []
      for (let since: string | undefined, complete = false; !complete; ) {
        const asked = since === undefined ? {} : { since }
        const page = await provider.sessionChanges({ scope: everything, limit: 100, bytes, ...asked })
        if (page.changes.length > 1) {
          expect(sum(page.changes.map(({ session }) => jsonBytes(session?.metadata)))).toBeLessThanOrEqual(bytes)
        }
        feed.push(...page.changes)
        since = page.cursor
        complete = page.complete
      }
      const byId = (left: { sessionId: string }, right: { sessionId: string }) =>
        left.sessionId < right.sessionId ? -1 : 1
      expect(digests(feed.sort(byId))).toEqual(digests((await allSessionChanges(provider)).sort(byId)))
    })

    it("a fork has all of a message that is larger than a page", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const texts = range(3).map((index) => words(4096 * kibibyte, index))
      const parts = texts.map((each) => ({ type: "text" as const, text: each }))
      await store.messages.append("s", { role: "user", parts })
      const { id } = await store.sessions.fork("s")
      const [copy] = (await store.messages.list(id)).messages
      expect(digests(dataOf(copy))).toEqual(digests(texts.map((each) => ({ text: each }))))
    })
  })
}
