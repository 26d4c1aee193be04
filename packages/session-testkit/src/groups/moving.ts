import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages, allSessionChanges } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  message,
  move,
  purge,
  remove,
  rename,
  restore,
  scope,
  text,
} from "../support/samples.ts"

const there = { projectId: "there" }

/**
 * A session moves to another project with its descendants.
 *
 * What a user loses: a session that is in neither project, or a mirror that keeps it in the old one.
 */
export function describeMoving(context: KitContext): void {
  describe("invariant 9: moving between projects", () => {
    it("a moved session is in its new project with all that it holds, and not in the old one", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "words")])
      await apply(provider, "s", [move("there")], { scope })
      expect(await provider.getSession({ scope, sessionId: "s" })).toBeNull()
      expect(await provider.getSession({ scope: there, sessionId: "s" })).toMatchObject({
        projectId: "there",
        revision: 4,
      })
      expect(await allMessages(provider, "s", { scope: there })).toHaveLength(1)
      expect((await provider.getProject("there"))?.name).toBe("there")
    })

    it("its descendants move along, deleted ones too", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "child", [create({ parentId: "s" })])
      await apply(provider, "grandchild", [create({ parentId: "child" })])
      await apply(provider, "grandchild", [remove])
      await apply(provider, "s", [move("there")])
      const sessionOf = (sessionId: string) => provider.getSession({ scope: there, sessionId, includeDeleted: true })
      expect(await sessionOf("child")).toMatchObject({ revision: 2 })
      expect(await sessionOf("grandchild")).toMatchObject({ deletedAt: expect.any(Number), revision: 3 })
    })

    it("the old project's feed says that it has gone, the new one's that it has come", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const old = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      const all = await provider.sessionChanges({ scope: everything, since: "now", limit: 10 })
      await apply(provider, "s", [move("there")])
      const { changes: gone } = await provider.sessionChanges({ scope, since: old.cursor, limit: 10 })
      expect(gone).toMatchObject([{ sessionId: "s", revision: 2, session: null }])
      expect(await allSessionChanges(provider, there)).toMatchObject([
        { sessionId: "s", session: { projectId: "there" } },
      ])
      const { changes } = await provider.sessionChanges({ scope: everything, since: all.cursor, limit: 10 })
      expect(changes).toMatchObject([{ sessionId: "s", session: { projectId: "there" } }])
    })

    it("a session that comes back is no longer reported as gone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [move("there")])
      await apply(provider, "s", [move("app")])
      const { changes } = await provider.sessionChanges({ scope, limit: 10 })
      expect(changes).toMatchObject([{ sessionId: "s", session: { revision: 3 } }])
      expect(await allSessionChanges(provider, there)).toMatchObject([{ sessionId: "s", session: null }])
    })

    it("a session that moves on, and is purged in the end, is reported as gone by each project that it was in", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      for (const projectId of ["there", "further"]) await apply(provider, "s", [move(projectId)])
      const gone = [{ sessionId: "s", session: null }]
      expect((await provider.sessionChanges({ scope, limit: 10 })).changes).toMatchObject(gone)
      expect((await provider.sessionChanges({ scope: there, limit: 10 })).changes).toMatchObject(gone)
      await apply(provider, "s", [purge])
      for (const projectId of ["app", "there", "further"]) {
        const { changes } = await provider.sessionChanges({ scope: { projectId }, limit: 10 })
        expect(changes, projectId).toMatchObject(gone)
      }
    })

    it("a move to where it is already changes nothing but the revision", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [move("app")])
      expect(await allSessionChanges(provider, scope)).toMatchObject([
        { sessionId: "s", revision: 2, session: { revision: 2 } },
      ])
    })

    it("a session that moves to where it has children already is not missed by readers of the feed", async () => {
      const { provider } = await context.open()
      await apply(provider, "c", [create({ parentId: "m" })])
      await apply(provider, "a", [create({ parentId: "m" })])
      await apply(provider, "m", [create({ projectId: "there" })])
      await apply(provider, "a", [rename("Newer")])
      const { cursor } = await provider.sessionChanges({ scope, limit: 10 })
      await apply(provider, "m", [move("app")])
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes.map(({ sessionId }) => sessionId)).toEqual(["m"])
    })

    it("the old project can no longer write to it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [move("there")], { scope })
      await expectError(apply(provider, "s", [rename("x")], { scope }), "not_found")
      expect(await apply(provider, "s", [rename("x")], { scope: there })).toBe(3)
    })

    it("a deletion that hid it before the move can be undone after it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "child", [create({ parentId: "s" })])
      await apply(provider, "s", [remove])
      await apply(provider, "s", [move("there")])
      await apply(provider, "s", [restore])
      expect((await provider.listSessions({ scope: there, state: "active", limit: 10 })).sessions).toHaveLength(2)
    })

    it("merging projects moves active, archived and deleted sessions, and the old id leads to the new project", async () => {
      const { provider } = await context.open()
      await apply(provider, "active", [create()])
      await apply(provider, "child", [create({ parentId: "active" })])
      await apply(provider, "archived", [create({ archivedAt: 5 })])
      await apply(provider, "deleted", [create()])
      await apply(provider, "deleted", [remove])
      const { projects } = storeOf(provider)
      expect(await projects.merge("app", "there")).toEqual({ into: "there", moved: 4 })
      expect(await provider.statistics(there)).toMatchObject({ sessions: 3, archivedSessions: 1, deletedSessions: 1 })
      expect(await provider.statistics(scope)).toMatchObject({ sessions: 0, deletedSessions: 0 })
      expect((await provider.getProject("there"))?.aliases).toEqual(["app"])
    })

    it("merging a project into its own alias gives it that name", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const { projects } = storeOf(provider)
      await projects.merge("app", "there")
      expect(await projects.merge("there", "app")).toEqual({ into: "app", moved: 1 })
      expect(await provider.getProject("there")).toMatchObject({ id: "app", aliases: ["there"] })
      expect(await provider.statistics(scope)).toMatchObject({ sessions: 1 })
    })

    it("merging into an alias merges into the project that has it, where the sessions are seen", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await provider.putProject({ id: "there", name: "There", aliases: ["old"], createdAt: 1 })
      expect(await storeOf(provider).projects.merge("app", "old")).toEqual({ into: "there", moved: 1 })
      expect(await provider.statistics(there)).toMatchObject({ sessions: 1 })
      expect(await provider.getProject("app")).toMatchObject({ id: "there", aliases: ["app", "old"] })
    })
  })
}
