import { limits, TooLargeError } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allFiles, allMessages, readEverything } from "../support/read-everything.ts"
import { apply, create, everything, file, message, part, scope, text } from "../support/samples.ts"

const mebibyte = 1024 * 1024
/** A text of exactly so many bytes, in characters of several lengths, that ends in something that a cut would miss. */
function textOf(bytes: number): string {
  const pattern = "aé漢𠮷 " // 1 + 2 + 3 + 4 + 1 bytes.
  const end = "END"
  const repeated = pattern.repeat(Math.floor((bytes - end.length) / 11))
  return `${repeated}${"x".repeat(bytes - end.length - Buffer.byteLength(repeated))}${end}`
}

/**
 * Nothing is ever cut: what fits comes back, what does not is refused.
 *
 * What a user loses: the end of a long reply, without a word about it.
 */
export function describeLimits(context: KitContext): void {
  describe("invariant 8: sizes", () => {
    it.each([255, 256, 65_535, 65_536, mebibyte, 15 * mebibyte])(
      "a text of %i bytes comes back to its last character",
      async (_test, bytes) => {
        const { provider } = await context.open()
        const words = textOf(bytes)
        await apply(provider, "s", [create(), message("m"), text("m", "p", words)])
        const [only] = await allMessages(provider, "s")
        // Compared first, since a difference of 15 MB cannot be shown.
        expect(only?.parts[0]?.data.text === words).toBe(true)
      },
    )

    it("metadata, to-dos, models and errors of a megabyte come back to their last character, too", async () => {
      const { provider } = await context.open()
      const words = textOf(mebibyte)
      const model = { providerId: "p", modelId: "m", words }
      const session = { metadata: { words }, model, todos: [{ content: words, status: "" }] }
      const fields = { metadata: { words }, model, error: words }
      await apply(provider, "s", [create(session), message("m", fields)])
      await apply(provider, "t", [create()])
      await apply(provider, "t", [{ type: "session.update", fields: session }])
      const lastOf = (value: unknown) => JSON.stringify(value).slice(-20)
      for (const sessionId of ["s", "t"]) {
        const found = await provider.getSession({ scope, sessionId })
        for (const name of ["metadata", "model", "todos"] as const) {
          // Compared first, since a difference of a megabyte cannot be shown.
          expect(lastOf(found?.[name]), name).toBe(lastOf(session[name]))
          expect(JSON.stringify(found?.[name]) === JSON.stringify(session[name]), name).toBe(true)
        }
      }
      const [only] = await allMessages(provider, "s")
      for (const name of ["metadata", "model", "error"] as const) {
        expect(JSON.stringify(only?.[name]) === JSON.stringify(fields[name]), name).toBe(true)
      }
    })

    it("a file of 16 MiB, the largest that is allowed, comes back", async () => {
      const { provider } = await context.open()
      const content = textOf(limits.valueBytes)
      await storeOf(provider).sessions.create({ id: "s" })
      await storeOf(provider).files.write("s", "large.txt", content)
      const [only] = await allFiles(provider, "s")
      expect(only?.content === content).toBe(true)
    })

    it("a part just over 16 MiB is refused with its size and the limit, and nothing of its batch is written", async () => {
      const { provider, store } = await context.open()
      await store.sessions.create({ id: "s" })
      const before = await readEverything(provider)
      const data = { text: "x".repeat(limits.valueBytes) }
      const error = await expectError(store.apply("s", [message("m"), part("m", "p", { data })]), "too_large")
      expect(TooLargeError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ limit: limits.valueBytes, size: limits.valueBytes + '{"text":""}'.length })
      expect(await readEverything(provider)).toEqual(before)
    })

    it("a part whose JSON is exactly 16 MiB is stored", async () => {
      const { provider, store } = await context.open()
      await store.sessions.create({ id: "s" })
      const data = { text: "x".repeat(limits.valueBytes - '{"text":""}'.length) }
      await store.apply("s", [message("m"), part("m", "p", { data })])
      const [only] = await allMessages(provider, "s")
      expect(only?.parts[0]?.data.text).toHaveLength(data.text.length)
    })

    it("a file, metadata, a title and an id that are too large are refused as such", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      await expectError(store.files.write("s", "a.ts", "x".repeat(limits.valueBytes + 1)), "too_large")
      await expectError(store.sessions.update("s", { metadata: { a: "x".repeat(limits.valueBytes) } }), "too_large")
      await expectError(store.sessions.rename("s", "é".repeat(limits.titleBytes / 2 + 1)), "too_large")
      await expectError(store.sessions.create({ id: "é".repeat(96) }), "too_large")
      await expectError(store.files.write("s", "p".repeat(limits.pathBytes + 1), ""), "too_large")
    })

    it("ids, roles and types of 191 bytes, titles of 64 KiB and paths of 1024 bytes work, as limits promise", async () => {
      const { provider, store } = await context.open()
      const id = (end: string) => `${"漢".repeat(63)}${end}y`
      const title = textOf(limits.titleBytes)
      await store.forProject(id("p")).sessions.create({ id: id("s"), title, parentId: id("x"), agent: id("a") })
      const role = id("r")
      await store
        .forProject(id("p"))
        .apply(id("s"), [message(id("m"), { role }), part(id("m"), id("q"), { type: id("t") })])
      const path = `${"ü".repeat(511)}.c`
      await store.forProject(id("p")).files.write(id("s"), path, "x")
      // One character less is another file, however long the common beginning.
      await store.forProject(id("p")).files.write(id("s"), `${"ü".repeat(511)}.h`, "y")
      expect(await provider.getSession({ scope: everything, sessionId: id("s") })).toMatchObject({
        title,
        agent: id("a"),
      })
      expect(await allMessages(provider, id("s"))).toMatchObject([
        { id: id("m"), role, parts: [{ id: id("q"), type: id("t") }] },
      ])
      expect(await allFiles(provider, id("s"))).toMatchObject([{ path, content: "x" }, { content: "y" }])
    })

    it("ids that differ only in their last byte of 191 are different", async () => {
      const { provider } = await context.open()
      const long = "a".repeat(190)
      for (const end of ["1", "2"]) await apply(provider, long + end, [create({ title: end })])
      for (const end of ["1", "2"]) {
        expect(await provider.getSession({ scope, sessionId: long + end })).toMatchObject({ title: end })
      }
    })

    it("a batch of thousands of changes is one batch", async () => {
      const { provider } = await context.open()
      const changes = Array.from({ length: 2_500 }, (_, index) => [
        message(`m${index}`),
        text(`m${index}`, "p", `${index}`),
      ]).flat()
      expect(await apply(provider, "s", [create(), ...changes])).toBe(5_001)
      expect(await allMessages(provider, "s", { limit: 1000 })).toHaveLength(2_500)
    })

    it("a thousand messages are one page, the largest that may be asked for", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...Array.from({ length: 1_000 }, (_, index) => message(`m${index}`))])
      const page = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1000 })
      expect(page.messages).toHaveLength(1_000)
      expect(page.nextCursor).toBeNull()
    })

    it("values that no database holds as they are, such as NaN or a Map, are refused before anything is written", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1n, new Map(), new Date(0), () => 0, Symbol("x")]) {
        // Callers in JavaScript give what the types forbid.
        const data = { value } as never
        await expectError(store.apply("s", [message("m"), part("m", "p", { data })]), "invalid_input")
      }
      await expectError(store.files.write("s", "a.ts", "\ud800"), "invalid_input")
      expect(await store.sessions.require("s")).toMatchObject({ revision: 1 })
    })

    it("costs that no sum can hold exactly are refused, instead of spoiling the totals for ever", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      for (const cost of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e300]) {
        await expectError(store.messages.append("s", { role: "user", usage: { cost } }), "invalid_input")
      }
      expect(await store.sessions.require("s")).toMatchObject({ messageCount: 0, usage: { cost: 0 } })
    })

    it("a file's content is read back whole from the feed too", async () => {
      const { provider } = await context.open()
      const content = textOf(mebibyte)
      await apply(provider, "s", [create(), file("a.txt", content)])
      const { changes } = await provider.changes({ scope, sessionId: "s", since: 1, limit: 1 })
      expect(changes[0]?.type === "file" && changes[0].file.content === content).toBe(true)
    })
  })
}
