import type {
  NewSession,
  Scope,
  SearchFilter,
  Session,
  SessionFilter,
  SessionProvider,
  SessionState,
} from "@opencode/session-core/provider"
import { sessionMatches } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allSessions, readPages } from "../support/read-everything.ts"
import { apply, create, everything, message, move, part, remove, restore, scope, someTime } from "../support/samples.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** The ids of the sessions that a filter is about, page by page. */
async function idsOf(
  provider: SessionProvider,
  filter: SessionFilter,
  { in: where = scope, state = "active", limit = 100, parentId }: Asked = {},
): Promise<string[]> {
  return readPages(async (cursor) => {
    const asked = parentId === undefined ? {} : { parentId }
    const page = await provider.listSessions({ scope: where, state, filter, limit, ...asked, ...cursor })
    expect(page.sessions.length).toBeLessThanOrEqual(limit)
    return { items: page.sessions.map(({ id }) => id), nextCursor: page.nextCursor }
  })
}

interface Asked {
  in?: Scope
  state?: SessionState
  limit?: number
  parentId?: string | null
}

/** What sessions differ in, each from the one before it. */
const varied = (index: number): Partial<NewSession> => ({
  projectId: index % 7 === 0 ? "other" : "app",
  title: ["Fix the parser", "Café in Zürich", "PARSER again", "Notes"][index % 4] ?? "",
  author: [null, { user: "ann", host: "desk" }, { user: "bob", host: "box" }][index % 3] ?? null,
  directory: ["", "packages/web", "packages/web/src", "packages/website", "packages"][index % 5] ?? "",
  model:
    [null, { providerId: "acme", modelId: "large" }, { providerId: "router", modelId: "acme/large" }][index % 3] ??
    null,
  metadata: index % 4 === 0 ? { opencode: { version: "1.18.0" } } : index % 4 === 1 ? { goose: {} } : {},
  parentId: index % 6 === 5 ? "s1" : null,
  marks: [
    ...(index % 11 === 0 ? [{ type: "pin" as const, user: "ann" }] : []),
    ...(index % 13 === 0 ? [{ type: "pin" as const, user: null }] : []),
    ...(index % 5 === 0 ? [{ type: "tag" as const, tag: "bug", user: "ann" }] : []),
    ...(index % 8 === 0 ? [{ type: "tag" as const, tag: "bug", user: null }] : []),
    ...(index % 9 === 0 ? [{ type: "tag" as const, tag: "Bug", user: "bob" }] : []),
  ],
})

const filters: SessionFilter[] = [
  { author: "ann" },
  { author: "an" },
  { folder: "packages/web" },
  { folder: "packages" },
  { model: "acme/large" },
  { model: "large" },
  { origin: "OpenCode" },
  { origin: null },
  { title: "parser" },
  { title: "zürich CAFÉ" },
  { title: "pars ix" },
  { pinned: true },
  { pinned: true, user: "ann" },
  { pinned: false, user: "ann" },
  { tag: "bug" },
  { tag: "bug", user: "ann" },
  { tag: "bug", user: "bob" },
  { tag: "Bug", user: "bob" },
  { from: someTime + 20 },
  { to: someTime + 20 },
  { from: someTime + 10, to: someTime + 30 },
  { author: "bob", folder: "packages", title: "parser" },
  { tag: "bug", user: "ann", origin: "Goose", from: someTime + 5 },
  { pinned: true, user: "ann", model: "large", to: someTime + 70 },
]

/**
 * Sessions and hits by who, when, where, with which model, by which program, and how people marked them.
 *
 * What a user loses: the session that they look for, among ten thousand others, or one that somebody else pinned for them.
 */
export function describeFilters(context: KitContext): void {
  /** So many that some of them were not written lately. */
  async function openWithMany(count = 80) {
    const opened = await context.open()
    const { provider } = opened
    for (const index of range(count))
      await apply(provider, `s${index}`, [create(varied(index))], { at: someTime + ((index * 37) % count) })
    return opened
  }

  const expected = (sessions: Session[], filter: SessionFilter, state: SessionState = "active") =>
    sessions
      .filter((each) => sessionMatches(filter, each) && stateOf(each) === state)
      .sort((left, right) => right.updatedAt - left.updatedAt)
      .map(({ id }) => id)

  describe("sessions by what people look for", () => {
    it("each filter finds its sessions and no others, last changed first, whatever the page's size", async () => {
      const { provider } = await openWithMany()
      for (const where of [scope, everything]) {
        const all = await allSessions(provider, where)
        const found: [SessionFilter, string[]][] = []
        for (const filter of filters) found.push([filter, await idsOf(provider, filter, { in: where })])
        expect(found).toEqual(filters.map((filter) => [filter, expected(all, filter)]))
        for (const filter of filters.filter((_, index) => index % 4 === 2)) {
          for (const limit of [1, 7]) {
            expect([filter, await idsOf(provider, filter, { in: where, limit })]).toEqual([
              filter,
              expected(all, filter),
            ])
          }
        }
      }
    })

    it("sub-agents' sessions and those that no other started are told apart within a filter", async () => {
      const { provider } = await openWithMany()
      const all = await allSessions(provider, scope)
      for (const parentId of [null, "s1"]) {
        const ofParent = all.filter((each) => each.parentId === parentId)
        for (const filter of [{ author: "bob" }, { title: "parser" }, { origin: null }]) {
          expect(await idsOf(provider, filter, { parentId, limit: 3 })).toEqual(expected(ofParent, filter))
        }
      }
    })

    it("a session that changes is found by what it is now, and not by what it was", async () => {
      const { provider } = await openWithMany()
      const fields = {
        ...{ author: { user: "carol", host: "desk" }, directory: "docs/guide", metadata: { codex: {} } },
        ...{ model: { providerId: "acme", modelId: "tiny" }, title: "Changed" },
        marks: [{ type: "tag" as const, tag: "done", user: null }],
      }
      for (const index of [1, 2, 76]) await apply(provider, `s${index}`, [{ type: "session.update", fields }])
      await apply(provider, "s3", [
        { type: "session.put", session: { ...(create(varied(3)) as { session: NewSession }).session, ...fields } },
      ])
      // What was written is no longer what was written lately.
      for (const index of range(80))
        await apply(provider, `later${index}`, [create({ author: null })], { at: someTime + 200 + index })
      const all = await allSessions(provider, scope)
      const changed = ["s1", "s2", "s3", "s76"]
      for (const filter of [
        ...[
          { author: "carol" },
          { folder: "docs" },
          { model: "tiny" },
          { model: "acme/tiny" },
          { origin: "Codex CLI" },
        ],
        ...[{ tag: "done" }, { title: "changed" }],
      ]) {
        expect([filter, (await idsOf(provider, filter)).sort()]).toEqual([filter, changed])
      }
      for (const filter of filters)
        expect([filter, await idsOf(provider, filter)]).toEqual([filter, expected(all, filter)])
    })

    it("a session is found in the state that it is in, and in the project that it was moved to", async () => {
      const { provider } = await openWithMany()
      await apply(provider, "s1", [remove])
      for (const index of [2, 8])
        await apply(provider, `s${index}`, [{ type: "session.update", fields: { archivedAt: someTime } }])
      await apply(provider, "s4", [remove])
      await apply(provider, "s4", [restore])
      await apply(provider, "s16", [move("other")])
      await apply(provider, "s20", [{ type: "session.purge" }])
      for (const where of [scope, { projectId: "other" }, everything]) {
        const all = await allSessions(provider, where)
        for (const state of ["active", "archived", "deleted"] as const) {
          for (const filter of [
            { author: "ann" },
            { author: "bob" },
            { tag: "bug", user: "ann" },
            { folder: "packages" },
          ]) {
            const found = await idsOf(provider, filter, { in: where, state })
            expect([where, state, filter, found]).toEqual([where, state, filter, expected(all, filter, state)])
          }
        }
      }
    })

    it("a page that looks at many sessions in vain goes on where it ended, and finds the few", async () => {
      const { provider } = await openWithMany(60)
      const found = await idsOf(provider, { title: "zürich", author: "bob", pinned: false }, { limit: 1 })
      expect(found).toEqual(
        expected(await allSessions(provider, scope), { title: "zürich", author: "bob", pinned: false }),
      )
      expect(found.length).toBeGreaterThan(1)
    })

    it("sessions that are written while somebody pages through a filter hide no other", async () => {
      const { provider } = await openWithMany()
      const before = await idsOf(provider, { author: "ann" })
      const seen: string[] = []
      let writes = 0
      await readPages(async (cursor) => {
        const page = await provider.listSessions({
          scope,
          state: "active",
          filter: { author: "ann" },
          limit: 4,
          ...cursor,
        })
        seen.push(...page.sessions.map(({ id }) => id))
        for (const index of range(8)) {
          await apply(provider, `new${writes}-${index}`, [create({ author: { user: "ann", host: "desk" } })], {
            at: someTime + 1_000 + writes,
          })
        }
        writes += 1
        return { items: [], nextCursor: page.nextCursor }
      })
      expect(seen).toEqual(before)
    })

    it("a cursor of one filter is refused for another", async () => {
      const { provider } = await openWithMany(12)
      const page = { scope, state: "active", limit: 1 } as const
      const { nextCursor } = await provider.listSessions({ ...page, filter: { author: "ann" } })
      expect(nextCursor).not.toBeNull()
      for (const filter of [{}, { author: "bob" }, { author: "ann", title: "parser" }]) {
        await expectError(provider.listSessions({ ...page, filter, cursor: nextCursor ?? "" }), "invalid_cursor")
      }
    })
  })

  describe("pins and tags", () => {
    it("a pin is the user's own or the team's, and pinning again changes nothing", async () => {
      const { provider, store } = await context.open()
      const bob = storeOf(provider, "app", { user: "bob", host: "box" })
      for (const id of ["a", "b", "c"]) await store.sessions.create({ id })
      const before = await store.sessions.require("a")
      await store.sessions.pin("a")
      await store.sessions.pin("b", { team: true })
      const { revision, updatedAt, marks } = await store.sessions.pin("a")
      expect({ revision, updatedAt, marks }).toEqual({
        revision: before.revision + 1,
        updatedAt: before.updatedAt,
        marks: [{ type: "pin", user: "ann" }],
      })
      const pinned = async (of: typeof store) =>
        (await of.sessions.list({ pinned: true })).sessions.map(({ id }) => id).sort()
      expect(await pinned(store)).toEqual(["a", "b"])
      expect(await pinned(bob)).toEqual(["b"])
      await bob.sessions.unpin("a")
      expect(await pinned(store)).toEqual(["a", "b"])
      await store.sessions.unpin("a")
      await bob.sessions.unpin("b", { team: true })
      expect(await pinned(store)).toEqual([])
      expect((await store.sessions.list({ pinned: false })).sessions).toHaveLength(3)
    })

    it("a tag is found by who gave it, letter case and all, and goes where the session goes", async () => {
      const { provider, store } = await context.open()
      const bob = storeOf(provider, "app", { user: "bob", host: "box" })
      for (const id of ["a", "b"]) await store.sessions.create({ id })
      await store.sessions.tag("a", "release 2")
      await store.sessions.tag("b", "Bug", { team: true })
      const tagged = async (of: typeof store, tag: string) =>
        (await of.sessions.list({ tag })).sessions.map(({ id }) => id)
      expect(await tagged(store, "release 2")).toEqual(["a"])
      expect(await tagged(bob, "release 2")).toEqual([])
      expect(await tagged(bob, "Bug")).toEqual(["b"])
      expect(await tagged(bob, "bug")).toEqual([])
      await store.sessions.move("b", "elsewhere")
      expect(await tagged(store.forProject("elsewhere"), "Bug")).toEqual(["b"])
      await store.sessions.untag("a", "release 2")
      expect(await tagged(store, "release 2")).toEqual([])
    })

    it("two people who tag one session at once, while an agent writes to it, both have their tags", async (test) => {
      const { provider, other } = await context.openTwice(test)
      const [ann, bob] = [storeOf(provider), storeOf(other, "app", { user: "bob", host: "box" })]
      await ann.sessions.create({ id: "s" })
      await Promise.all([
        ...range(6).map((index) => ann.sessions.tag("s", `a${index}`)),
        ...range(6).map((index) => bob.sessions.tag("s", `b${index}`, { team: true })),
        ...range(6).map((index) => ann.messages.append("s", { id: `m${index}`, role: "user" })),
      ])
      const { marks, messageCount } = await ann.sessions.require("s")
      expect(marks.map((mark) => (mark.type === "tag" ? mark.tag : "")).sort()).toEqual([
        ...range(6).map((index) => `a${index}`),
        ...range(6).map((index) => `b${index}`),
      ])
      expect(messageCount).toBe(6)
    })

    it("what is no mark or no filter is refused by its name, and a session keeps what it had", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      await store.sessions.tag("s", "kept")
      await expectError(store.sessions.tag("s", ""), "invalid_input")
      await expectError(store.sessions.tag("s", "a\u0000b"), "invalid_input")
      await expectError(store.sessions.tag("s", "x".repeat(192)), "too_large")
      await expectError(store.sessions.list({ author: "" }), "invalid_input")
      await expectError(store.sessions.list({ title: " " }), "invalid_input")
      await expectError(store.sessions.list({ from: 2, to: 1 }), "invalid_input")
      await expectError(store.sessions.list({ from: -1 }), "invalid_input")
      for (const index of range(89)) await store.sessions.tag("s", `t${index}`)
      await expectError(store.sessions.tag("s", "one too many"), "invalid_input")
      expect((await store.sessions.require("s")).marks).toHaveLength(90)
      expect((await store.sessions.list({ folder: "" })).sessions).toHaveLength(1)
    })
  })

  if (!context.suite.capabilities.search) return

  describe("hits by what people look for", () => {
    async function openWithHits() {
      const opened = await context.open()
      const { provider } = opened
      for (const [index, id] of ["a", "b", "c", "d"].entries()) {
        const said = { data: { text: `a needle of ${id}` } }
        const ran = { type: "tool", data: { tool: "bash", state: { status: "completed", output: "a needle ran" } } }
        await apply(
          provider,
          id,
          [
            create({ ...varied(index), projectId: "app", title: `Needle ${id}` }),
            message("m", { role: "user" }),
            part("m", "said", { ...said, createdAt: someTime + index }),
            message("n", { role: "assistant" }),
            part("n", "ran", { ...ran, createdAt: someTime + 10 + index }),
          ],
          { at: someTime + 100 + index },
        )
      }
      return opened
    }

    const found = async (provider: SessionProvider, filter: SearchFilter, limit = 100) =>
      readPages(async (cursor) => {
        const page = await provider.search({ scope, text: "needle", filter, limit, ...cursor })
        const items = page.hits.map(({ session, partId }) => `${session.id} ${partId ?? "title"}`)
        return { items, nextCursor: page.nextCursor }
      })

    it("a search finds the titles and parts of the sessions that a filter is about", async () => {
      const { provider } = await openWithHits()
      const ofSession = (id: string) => [`${id} title`, `${id} ran`, `${id} said`]
      for (const [filter, id] of [
        [{ author: "ann" }, "b"],
        [{ folder: "packages/web/src" }, "c"],
        [{ model: "acme/large", author: "bob" }, "c"],
        [{ origin: "OpenCode" }, "a"],
        [{ title: "d", author: undefined }, "d"],
        [{ pinned: true }, "a"],
        [{ tag: "bug", user: "ann" }, "a"],
      ] as [SearchFilter, string][]) {
        const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
        const hits =
          filter.title === undefined ? await found(provider, given) : await found(provider, { title: '"needle d"' })
        expect([filter, hits]).toEqual([filter, ofSession(id)])
      }
      expect(await found(provider, { author: "nobody" })).toEqual([])
    })

    it("a search is narrowed to a kind of part, to a role, to titles and to a time", async () => {
      const { provider } = await openWithHits()
      const of = (what: string, ...ids: string[]) => ids.map((id) => `${id} ${what}`)
      expect(await found(provider, { partType: "tool" })).toEqual(of("ran", "d", "c", "b", "a"))
      expect(await found(provider, { partType: "tool" }, 1)).toEqual(of("ran", "d", "c", "b", "a"))
      expect(await found(provider, { role: "user" })).toEqual(of("said", "d", "c", "b", "a"))
      expect(await found(provider, { titlesOnly: true })).toEqual(of("title", "d", "c", "b", "a"))
      expect(await found(provider, { partType: "tool", role: "user" })).toEqual([])
      expect(await found(provider, { from: someTime + 12, to: someTime + 103 })).toEqual([
        ...of("title", "c", "b", "a"),
        ...of("ran", "d", "c"),
      ])
      expect(await found(provider, { role: "user", to: someTime + 2, author: "ann" })).toEqual(["b said"])
    })

    it("an application is told that a title has no role, and a cursor of one filter is refused for another", async () => {
      const { provider, store } = await openWithHits()
      await expectError(store.search("needle", { titlesOnly: true, role: "user" }), "invalid_input")
      expect((await store.search("needle", { partType: "tool", author: "ann" })).hits).toHaveLength(1)
      const { nextCursor } = await provider.search({ scope, text: "needle", filter: { role: "user" }, limit: 1 })
      await expectError(
        provider.search({ scope, text: "needle", filter: { role: "assistant" }, limit: 1, cursor: nextCursor ?? "" }),
        "invalid_cursor",
      )
    })
  })
}

const stateOf = ({ deletedAt, archivedAt }: Session): SessionState =>
  deletedAt !== null ? "deleted" : archivedAt === null ? "active" : "archived"
