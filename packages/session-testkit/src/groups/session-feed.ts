import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { forgedCursors } from "../support/forged-cursors.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allSessionChanges } from "../support/read-everything.ts"
import { apply, create, everything, message, move, purge, remove, rename, restore, scope } from "../support/samples.ts"

/**
 * Which sessions of a project changed: a reader that polls misses nothing.
 *
 * What a user loses: a colleague's new session that the list does not show until the page is loaded again.
 */
export function describeSessionFeed(context: KitContext): void {
  describe("invariant 2: the feed of a project", () => {
    it("from the beginning it has every session with its newest revision", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create(), message("m")])
      await apply(provider, "b", [create()])
      await apply(provider, "a", [rename("Newer")])
      const changes = await allSessionChanges(provider, scope, 1)
      expect(changes).toMatchObject([
        { sessionId: "b", revision: 1, session: { id: "b" } },
        { sessionId: "a", revision: 3, session: { title: "Newer", revision: 3 } },
      ])
    })

    it("`now` begins with what comes, so that a watcher is not flooded with the past", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      const start = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      expect(start).toMatchObject({ changes: [], complete: true })
      await apply(provider, "b", [create()])
      const next = await provider.sessionChanges({ scope, since: start.cursor, limit: 10 })
      expect(next.changes.map((change) => change.sessionId)).toEqual(["b"])
    })

    it("on an empty store the beginning is a cursor like any other", async () => {
      const { provider } = await context.open()
      const start = await provider.sessionChanges({ scope, limit: 10 })
      expect(start).toMatchObject({ changes: [], complete: true })
      await apply(provider, "a", [create()])
      const next = await provider.sessionChanges({ scope, since: start.cursor, limit: 10 })
      expect(next.changes).toHaveLength(1)
    })

    it("a reader that polls between the writes of two handles has every session's newest revision", async (test) => {
      const { provider, other } = await context.openTwice(test)
      const newest = new Map<string, number>()
      let since: string | undefined
      const poll = async () => {
        const page = await provider.sessionChanges({ scope, limit: 3, ...(since === undefined ? {} : { since }) })
        for (const { sessionId, revision } of page.changes) newest.set(sessionId, revision)
        since = page.cursor
        return page.complete
      }
      for (let round = 0; round < 30; round += 1) {
        const id = `s${round % 7}`
        const writer = round % 2 === 0 ? provider : other
        // Clocks that go back, and far ahead, must not matter.
        const at = round % 3 === 0 ? 1_000 : 4_000_000_000_000 - round
        await apply(writer, id, [round < 7 ? create() : message(`m${round}`)], { at })
        if (round % 4 === 0) await poll()
      }
      while (!(await poll())) {}
      for (const [id, revision] of newest) {
        expect(await provider.getSession({ scope, sessionId: id })).toMatchObject({ revision })
      }
      expect(newest.size).toBe(7)
    })

    it("a change is told once to a reader that goes on from its cursor", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      const first = await provider.sessionChanges({ scope, limit: 10 })
      const second = await provider.sessionChanges({ scope, since: first.cursor, limit: 10 })
      expect(second).toEqual({ changes: [], cursor: first.cursor, complete: true })
      expect(await provider.sessionChanges({ scope, since: second.cursor, limit: 10 })).toEqual(second)
    })

    it("a reader that asks again from the same feed position, since it was killed before it kept the new one, is told the same again", async () => {
      const { provider } = await context.open()
      const { cursor } = await provider.sessionChanges({ scope, limit: 10 })
      await apply(provider, "a", [create()])
      const first = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(first.changes).toHaveLength(1)
      expect(await provider.sessionChanges({ scope, since: cursor, limit: 10 })).toEqual(first)
    })

    it("a reader that was told `nothing new` is told of the next write of another handle", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "a", [create()])
      const { cursor } = await provider.sessionChanges({ scope, limit: 10 })
      for (let round = 0; round < 3; round += 1) await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      await apply(other, "b", [create()])
      const page = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(page.changes.map((change) => change.sessionId)).toEqual(["b"])
    })

    it("a project with an odd name does not hide the changes of all projects", async () => {
      const { provider } = await context.open()
      for (const projectId of ["null", "undefined", "all", "*"]) {
        const { cursor } = await provider.sessionChanges({ scope: everything, since: "now", limit: 10 })
        await apply(provider, `of ${projectId}`, [create()])
        await provider.sessionChanges({ scope: { projectId }, since: cursor, limit: 10 })
        await provider.sessionChanges({ scope: { projectId }, since: cursor, limit: 10 })
        const { changes } = await provider.sessionChanges({ scope: everything, since: cursor, limit: 10 })
        expect(changes, projectId).toHaveLength(1)
      }
    })

    it("a deleted session comes with its time of deletion, and so do those that it hid", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      await apply(provider, "child", [create({ parentId: "a" })])
      const { cursor } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      await apply(provider, "a", [remove])
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes.map((change) => change.sessionId).sort()).toEqual(["a", "child"])
      for (const change of changes) expect(change.session?.deletedAt).toEqual(expect.any(Number))
    })

    it("a restored session and what came back with it are in the feed", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      await apply(provider, "child", [create({ parentId: "a" })])
      await apply(provider, "a", [remove])
      const { cursor } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      await apply(provider, "a", [restore])
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes.map((change) => change.sessionId).sort()).toEqual(["a", "child"])
    })

    it("a purged session comes as null, and so do its descendants", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      await apply(provider, "child", [create({ parentId: "a" })])
      await apply(provider, "grandchild", [create({ parentId: "child" })])
      const { cursor } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      await apply(provider, "a", [purge])
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes.map(({ sessionId, session }) => [sessionId, session]).sort()).toEqual([
        ["a", null],
        ["child", null],
        ["grandchild", null],
      ])
    })

    it("what happened to other sessions since does not make the feed forget that one was purged", async () => {
      const { provider } = await context.open()
      for (const id of ["a", "b", "c"]) await apply(provider, id, [create()])
      const { cursor } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      await apply(provider, "a", [purge])
      await apply(provider, "new", [create()])
      await apply(provider, "b", [purge])
      await apply(provider, "c", [move("elsewhere")])
      await apply(provider, "new", [remove])
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes.map(({ sessionId, session }) => [sessionId, session?.id ?? null]).sort()).toEqual([
        ["a", null],
        ["b", null],
        ["c", null],
        ["new", "new"],
      ])
    })

    it("a subtree that one batch changed can be read one session at a time, and none is missed", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      for (const id of ["c1", "c2", "c3"]) await apply(provider, id, [create({ parentId: "a" })])
      for (const change of [remove, restore, move("elsewhere"), purge]) {
        let { cursor } = await provider.sessionChanges({ scope: everything, since: "now", limit: 10 })
        await apply(provider, "a", [change])
        const seen: string[] = []
        for (let complete = false; !complete; ) {
          const page = await provider.sessionChanges({ scope: everything, since: cursor, limit: 1 })
          seen.push(...page.changes.map(({ sessionId }) => sessionId))
          ;({ cursor, complete } = page)
        }
        expect(seen.sort(), change.type).toEqual(["a", "c1", "c2", "c3"])
      }
    })

    it("what is written after a subtree was changed is not missed by a reader that has read all of the subtree", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      const children = ["c1", "c2", "c3", "c4"]
      for (const id of children) await apply(provider, id, [create({ parentId: "a" })])
      for (const change of [remove, restore, move("elsewhere"), purge]) {
        await apply(provider, "a", [change])
        let { cursor } = await provider.sessionChanges({ scope: everything, limit: 100 })
        for (const id of ["x", "y", "z"]) {
          const isThere = (await provider.getSession({ scope, sessionId: id })) !== null
          await apply(provider, id, [isThere ? rename(change.type) : create()])
          const page = await provider.sessionChanges({ scope: everything, since: cursor, limit: 100 })
          expect(
            page.changes.map(({ sessionId }) => sessionId),
            change.type,
          ).toEqual([id])
          ;({ cursor } = page)
        }
      }
    })

    it("a session that is created again after its purge is no longer reported as gone", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      await apply(provider, "a", [purge])
      await apply(provider, "a", [create({ title: "Again" })])
      const { changes } = await provider.sessionChanges({ scope, limit: 10 })
      expect(changes).toMatchObject([{ sessionId: "a", revision: 3, session: { title: "Again" } }])
    })

    it("the sessions of another project are not in it", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create()])
      await apply(provider, "b", [create({ projectId: "other" })])
      expect((await allSessionChanges(provider, scope)).map((change) => change.sessionId)).toEqual(["a"])
      const everywhere = (await allSessionChanges(provider, everything)).map((change) => change.sessionId)
      // Sessions have no order among each other: a server may keep several feeds.
      expect(everywhere.sort()).toEqual(["a", "b"])
    })

    it("a cursor with a position that the feed never has is refused, also by a watch that goes on from it", async () => {
      const { provider, store } = await context.open()
      for (const id of ["a", "b"]) await apply(provider, id, [create()])
      for (const { cursor } of [
        await provider.sessionChanges({ scope, limit: 1 }),
        await provider.sessionChanges({ scope, since: "now", limit: 1 }),
      ]) {
        for (const since of forgedCursors(cursor)) {
          await expectError(provider.sessionChanges({ scope, since, limit: 10 }), "invalid_cursor")
        }
        const [since] = forgedCursors(cursor)
        if (since !== undefined) await expectError(store.watch({ since }).next(), "invalid_cursor")
        await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      }
    })

    it("a cursor that is cut or comes from a list is refused, instead of silently starting anew", async () => {
      const { provider } = await context.open()
      for (const id of ["a", "b"]) await apply(provider, id, [create()])
      const { cursor } = await provider.sessionChanges({ scope, limit: 10 })
      const { nextCursor } = await provider.listSessions({ scope, state: "active", limit: 1 })
      for (const since of ["", "garbage", cursor.slice(0, -4), nextCursor ?? "none"]) {
        await expectError(provider.sessionChanges({ scope, since, limit: 10 }), "invalid_cursor")
      }
    })
  })
}
