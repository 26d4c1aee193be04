import type { Scope, SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allFiles, allMessages, readPages } from "../support/read-everything.ts"
import { replacing } from "../support/replacing.ts"
import { apply, create, everything, file, message, project, rename, scope, someTime, text } from "../support/samples.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** The ids of all active sessions, page by page; `between` is called after each page. */
async function idsByPage(
  provider: SessionProvider,
  limit: number,
  {
    in: where = scope,
    between = async () => {},
    parentId,
  }: { in?: Scope; between?: () => Promise<void>; parentId?: string | null } = {},
): Promise<string[]> {
  return readPages(async (cursor) => {
    const asked = parentId === undefined ? {} : { parentId }
    const page = await provider.listSessions({ scope: where, state: "active", limit, ...asked, ...cursor })
    expect(page.sessions.length).toBeLessThanOrEqual(limit)
    await between()
    return { items: page.sessions.map(({ id }) => id), nextCursor: page.nextCursor }
  })
}

/**
 * Pages are keyset pages.
 *
 * What a user loses: sessions that are on no page, or on two, because others were written meanwhile.
 */
export function describePaging(context: KitContext): void {
  describe("invariant 10: pages", () => {
    it("sessions come last changed first, and every one of them once, whatever the size of the page", async () => {
      const { provider } = await context.open()
      for (const index of range(12))
        await apply(provider, `s${index}`, [create()], { at: someTime + ((index * 5) % 12) })
      const whole = await idsByPage(provider, 100)
      expect(whole).toHaveLength(12)
      expect(whole[0]).toBe("s7")
      for (const limit of [1, 2, 5, 11, 12, 13]) expect(await idsByPage(provider, limit)).toEqual(whole)
      expect(await idsByPage(provider, 5, { in: everything })).toEqual(whole)
    })

    it("sessions of the same moment are not lost between two pages", async () => {
      const { provider } = await context.open()
      for (const index of range(15)) await apply(provider, `s${index}`, [create()])
      for (const limit of [1, 4, 14]) expect(new Set(await idsByPage(provider, limit))).toHaveLength(15)
    })

    it("ids that tie are told apart by their bytes, as the pages of every provider", async () => {
      const { provider } = await context.open()
      const ids = ["a", "B", "á", "a ", "Z", "é", "\u{10000}", "\uffee"]
      for (const id of ids) await apply(provider, id, [create()])
      const byBytes = [...ids].sort((left, right) => Buffer.compare(Buffer.from(right), Buffer.from(left)))
      for (const limit of [1, 3, 100]) expect(await idsByPage(provider, limit)).toEqual(byBytes)
    })

    it("sessions that are created while somebody pages are neither repeated nor push others out", async () => {
      const { provider } = await context.open()
      for (const index of range(20)) await apply(provider, `s${index}`, [create()], { at: someTime + index })
      let created = 0
      const between = async () => {
        created += 1
        await apply(provider, `new${created}`, [create()], { at: someTime + 1_000 + created })
      }
      const ids = await idsByPage(provider, 3, { between })
      expect(ids).toEqual(range(20).map((index) => `s${19 - index}`))
    })

    it("a session that goes away while somebody pages takes no other with it", async () => {
      const { provider } = await context.open()
      for (const index of range(9)) await apply(provider, `s${index}`, [create()], { at: someTime + index })
      const first = await provider.listSessions({ scope, state: "active", limit: 3 })
      // The last of the page is what the cursor stands at.
      await apply(provider, "s6", [{ type: "session.purge" }])
      const cursor = first.nextCursor ?? ""
      const second = await provider.listSessions({ scope, state: "active", limit: 3, cursor })
      expect(second.sessions.map(({ id }) => id)).toEqual(["s5", "s4", "s3"])
    })

    it("a message that is removed while somebody pages takes no other with it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...range(6).map((index) => message(`m${index}`))])
      for (const [order, last, left] of [
        ["oldest-first", "m1", ["m2", "m3", "m4", "m5"]],
        ["newest-first", "m4", ["m3", "m2", "m0"]],
      ] as const) {
        const page = { scope, sessionId: "s", order, limit: 2 }
        const { nextCursor } = await provider.listMessages(page)
        // What the cursor stands at.
        await apply(provider, "s", [{ type: "message.remove", messageId: last }])
        const rest = await provider.listMessages({ ...page, limit: 10, cursor: nextCursor ?? "" })
        expect(rest.messages.map(({ id }) => id)).toEqual(left)
      }
    })

    it("a version of a file that is removed while somebody pages takes no other with it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("a", "1"), file("a", "2"), file("a", "3"), file("b", "1")])
      const { nextCursor } = await provider.listFiles({ scope, sessionId: "s", limit: 2 })
      await apply(provider, "s", [{ type: "file.remove", path: "a", version: 2 }])
      const rest = await provider.listFiles({ scope, sessionId: "s", limit: 10, cursor: nextCursor ?? "" })
      expect(rest.files.map(({ path, version }) => [path, version])).toEqual([
        ["a", 3],
        ["b", 1],
      ])
    })

    it("messages that are appended while somebody reads from the start come at the end", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...range(10).map((index) => message(`m${index}`))])
      const first = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 6 })
      await apply(provider, "s", [message("late"), message("m2", { agent: "again" })])
      const cursor = first.nextCursor ?? ""
      const second = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 6, cursor })
      expect(second.messages.map(({ id }) => id)).toEqual(["m6", "m7", "m8", "m9", "late"])
      expect(second.nextCursor).toBeNull()
    })

    it("messages read from the newest back are not repeated while new ones come", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...range(6).map((index) => message(`m${index}`))])
      const first = await provider.listMessages({ scope, sessionId: "s", order: "newest-first", limit: 2 })
      await apply(provider, "s", [message("late")])
      const cursor = first.nextCursor ?? ""
      const second = await provider.listMessages({ scope, sessionId: "s", order: "newest-first", limit: 10, cursor })
      expect(second.messages.map(({ id }) => id)).toEqual(["m3", "m2", "m1", "m0"])
    })

    it("a page begins with the message that it is asked to begin with, and goes on in both directions", async () => {
      const { provider } = await context.open()
      const messages = range(9).flatMap((index) => [message(`m${index}`), text(`m${index}`, "p", `text ${index}`)])
      await apply(provider, "s", [create(), ...messages])
      await apply(provider, "other", [create(), message("elsewhere")])
      // Put again, it stays where it was.
      await apply(provider, "s", [message("m4", { agent: "again" })])
      const query = { scope, sessionId: "s", limit: 3 }
      for (const [order, first, second] of [
        ["oldest-first", ["m4", "m5", "m6"], ["m7", "m8"]],
        ["newest-first", ["m4", "m3", "m2"], ["m1", "m0"]],
      ] as const) {
        const page = await provider.listMessages({ ...query, order, from: "m4" })
        expect(page.messages.map(({ id }) => id)).toEqual(first)
        expect(page.messages.map(({ parts }) => parts.length)).toEqual([1, 1, 1])
        const next = await provider.listMessages({ ...query, order, cursor: page.nextCursor ?? "" })
        expect(next.messages.map(({ id }) => id)).toEqual(second)
        expect(next.nextCursor).toBeNull()
      }
      const last = await provider.listMessages({ ...query, order: "oldest-first", from: "m8" })
      expect(last.messages.map(({ id }) => id)).toEqual(["m8"])
      expect(last.nextCursor).toBeNull()
      for (const from of ["elsewhere", "m", "M4", "m4 "]) {
        await expectError(provider.listMessages({ ...query, order: "newest-first", from }), "not_found")
      }
    })

    it("every message comes once with all its parts, whatever the size of the page", async () => {
      const { provider } = await context.open()
      const changes = range(7).flatMap((index) => [
        message(`m${index}`),
        ...range(index % 4).map((each) => text(`m${index}`, `p${each}`, "x")),
      ])
      await apply(provider, "s", [create(), ...changes])
      const whole = await allMessages(provider, "s")
      expect(whole.map(({ parts }) => parts.length)).toEqual([0, 1, 2, 3, 0, 1, 2])
      for (const limit of [1, 2, 3, 7]) expect(await allMessages(provider, "s", { limit })).toEqual(whole)
      const backwards = await allMessages(provider, "s", { limit: 2, order: "newest-first" })
      expect(backwards).toEqual([...whole].reverse())
    })

    it("files come by path and version, and page through both", async () => {
      const { provider } = await context.open()
      const paths = ["b.ts", "a.ts", "a/b.ts", "B.ts", "ä.ts"]
      await apply(provider, "s", [
        create(),
        ...range(3).flatMap((version) => paths.map((path) => file(path, `${version}`))),
      ])
      const whole = await allFiles(provider, "s")
      const sorted = [...paths].sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)))
      expect(whole.map(({ path, version }) => `${path} ${version}`)).toEqual(
        sorted.flatMap((path) => range(3).map((version) => `${path} ${version + 1}`)),
      )
      for (const limit of [1, 2, 4]) expect(await allFiles(provider, "s", { limit })).toEqual(whole)
      expect(await allFiles(provider, "s", { limit: 1, path: "a.ts" })).toHaveLength(3)
    })

    it("a page that is exactly full says that it is the last", async () => {
      const { provider } = await context.open()
      for (const index of range(3)) await apply(provider, `s${index}`, [create()])
      await apply(provider, "s0", [message("a"), message("b"), file("a", "1"), file("b", "1")])
      expect(await provider.listSessions({ scope, state: "active", limit: 3 })).toMatchObject({ nextCursor: null })
      const page = { scope, sessionId: "s0", limit: 2 }
      expect(await provider.listMessages({ ...page, order: "oldest-first" })).toMatchObject({ nextCursor: null })
      expect(await provider.listFiles(page)).toMatchObject({ nextCursor: null })
    })

    it("sub-agents' sessions are listed by their parent, and apart from those that no other started", async () => {
      const { provider } = await context.open()
      for (const id of ["a", "b"]) await apply(provider, id, [create()])
      for (const index of range(5))
        await apply(provider, `child${index}`, [create({ parentId: index < 3 ? "a" : "b" })])
      expect((await idsByPage(provider, 1, { parentId: null })).sort()).toEqual(["a", "b"])
      expect((await idsByPage(provider, 2, { parentId: "a" })).sort()).toEqual(["child0", "child1", "child2"])
      expect((await idsByPage(provider, 2, { parentId: "b", in: everything })).sort()).toEqual(["child3", "child4"])
      expect(await idsByPage(provider, 2, { parentId: "nobody" })).toEqual([])
      expect(await idsByPage(provider, 3)).toHaveLength(7)
    })

    it("an application that asks for 0 messages, or for 1001, is told what would be right", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      for (const limit of [0, -1, 1.5, 1001, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect((await expectError(store.sessions.list({ limit }), "invalid_input")).message).toMatch(/1 to 1000/)
        await expectError(store.messages.list("s", { limit }), "invalid_input")
        await expectError(store.files.list("s", { limit }), "invalid_input")
        await expectError(store.changes("s", { limit }), "invalid_input")
        await expectError(store.sessionChanges({ limit }), "invalid_input")
      }
    })

    it("an application passes a page's nextCursor as it is, null for the first page", async () => {
      const { store } = await context.open()
      for (const id of ["a", "b", "c"]) await store.sessions.create({ id })
      for (const index of range(3)) await store.messages.append("a", { id: `m${index}`, role: "user" })
      for (const index of range(3)) await store.files.write("a", `${index}.ts`, "x")
      const lists = [
        (cursor: string | null) => store.sessions.list({ limit: 1, cursor }),
        (cursor: string | null) => store.messages.list("a", { limit: 1, cursor }),
        (cursor: string | null) => store.files.list("a", { limit: 1, cursor }),
      ]
      for (const list of lists) {
        let cursor: string | null = null
        let pages = 0
        do {
          cursor = (await list(cursor)).nextCursor
          pages += 1
        } while (cursor !== null && pages < 10)
        expect(pages).toBe(3)
      }
    })

    it("an application reads one message by its id in one call, however many the session has", async () => {
      const opened = await context.open()
      let calls = 0
      const counted = replacing(opened.provider, {
        listMessages(query) {
          calls += 1
          expect(query.limit).toBe(1)
          return opened.provider.listMessages(query)
        },
      })
      const changes = range(9).flatMap((index) => [message(`m${index}`), text(`m${index}`, "p", `text ${index}`)])
      await apply(opened.provider, "s", [create(), ...changes])
      await apply(opened.provider, "other", [create(), message("elsewhere")])
      const store = storeOf(counted)
      const found = await store.messages.get("s", "m4")
      expect(found?.parts.map(({ data }) => data.text)).toEqual(["text 4"])
      expect(calls).toBe(1)
      expect(await store.messages.get("s", "elsewhere")).toBeNull()
      expect(await store.messages.get("nowhere", "m4")).toBeNull()
      await apply(opened.provider, "s", [{ type: "session.delete" }])
      expect(await store.messages.get("s", "m4")).toBeNull()
    })

    it("an application that asks for a page at a message and at a cursor is told: of both, one would be passed over", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      await expectError(store.messages.list("s", { from: "m", cursor: "c" }), "invalid_input")
      await expectError(store.messages.list("s", { from: "" }), "invalid_input")
    })

    it("an application that reads from before the first revision, or the session of no id, is told", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      for (const since of [-1, 0.5, Number.NaN]) await expectError(store.changes("s", { since }), "invalid_input")
      await expectError(store.messages.list(""), "invalid_input")
      await expectError(store.sessions.get(""), "invalid_input")
    })

    it("a renamed session moves to the top of the list, and its cursor does not lose the others", async () => {
      const { provider } = await context.open()
      for (const index of range(6)) await apply(provider, `s${index}`, [create()], { at: someTime + index })
      const first = await provider.listSessions({ scope: { projectId: project }, state: "active", limit: 2 })
      await apply(provider, "s0", [rename("Touched")], { at: someTime + 100 })
      const cursor = first.nextCursor ?? ""
      const rest = await provider.listSessions({ scope: { projectId: project }, state: "active", limit: 10, cursor })
      expect(rest.sessions.map(({ id }) => id)).toEqual(["s3", "s2", "s1"])
    })
  })
}
