import type { SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allChanges, allMessages, readEverything } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  file,
  message,
  newSession,
  purge,
  remove,
  rename,
  restore,
  scope,
  text,
} from "../support/samples.ts"

/** root ─ child ─ grandchild, and another child. */
async function createSubtree(provider: SessionProvider): Promise<void> {
  await apply(provider, "root", [create(), message("m"), text("m", "p", "words")])
  await apply(provider, "child", [create({ parentId: "root" }), message("m")])
  await apply(provider, "other", [create({ parentId: "root" })])
  await apply(provider, "grandchild", [create({ parentId: "child" })])
}

async function visible(provider: SessionProvider): Promise<string[]> {
  const { sessions } = await provider.listSessions({ scope, state: "active", limit: 100 })
  return sessions.map(({ id }) => id).sort()
}

/**
 * Deleting hides, restoring brings back exactly that, purging removes.
 *
 * What a user loses: a sub-agent's session that stays hidden, one that comes back against the user's will, or text that was
 * purged and is still there.
 */
export function describeDeletion(context: KitContext): void {
  describe("invariant 11: deletion, restoration, purge", () => {
    it("deleting a session hides it and all its descendants", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove])
      expect(await visible(provider)).toEqual([])
      expect(await provider.getSession({ scope, sessionId: "grandchild" })).toBeNull()
      const { sessions } = await provider.listSessions({ scope, state: "deleted", limit: 10 })
      expect(sessions).toHaveLength(4)
    })

    it("what a deleted session holds cannot be listed, and is not lost", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove])
      await expectError(
        provider.listMessages({ scope, sessionId: "root", order: "oldest-first", limit: 1 }),
        "not_found",
      )
      await expectError(provider.listFiles({ scope, sessionId: "root", limit: 1 }), "not_found")
      await apply(provider, "root", [restore])
      expect(await allMessages(provider, "root")).toMatchObject([{ id: "m", parts: [{ data: { text: "words" } }] }])
    })

    it("a deleted session is seen by a caller that asks for deleted ones, with the time of its deletion", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove], { at: 1_800_000_000_000 })
      const session = await provider.getSession({ scope, sessionId: "child", includeDeleted: true })
      expect(session).toMatchObject({ deletedAt: 1_800_000_000_000, deletionId: expect.any(String) })
    })

    it("restoring brings back the session with all that its deletion hid", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove])
      await apply(provider, "root", [restore])
      expect(await visible(provider)).toEqual(["child", "grandchild", "other", "root"])
      const session = await provider.getSession({ scope, sessionId: "child" })
      expect(session).toMatchObject({ deletedAt: null, deletionId: null, messageCount: 1 })
    })

    it("a child that its user had deleted before stays deleted when its parent comes back", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "child", [remove], { at: 5 })
      await apply(provider, "root", [remove], { at: 9 })
      await apply(provider, "root", [restore])
      expect(await visible(provider)).toEqual(["other", "root"])
      expect(await provider.getSession({ scope, sessionId: "child", includeDeleted: true })).toMatchObject({
        deletedAt: 5,
      })
      await apply(provider, "child", [restore])
      expect(await visible(provider)).toEqual(["child", "grandchild", "other", "root"])
    })

    it("restoring a child alone brings back the child and its own descendants, not its parent", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove])
      await apply(provider, "child", [restore])
      expect(await visible(provider)).toEqual(["child", "grandchild"])
    })

    it("restoring a session that is not deleted brings nothing back that was deleted on its own", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "child", [remove])
      await apply(provider, "root", [restore])
      expect(await visible(provider)).toEqual(["other", "root"])
    })

    it("deleting a deleted session again does not make its restoration bring back more or less", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove], { at: 5 })
      await apply(provider, "root", [remove], { at: 9 })
      expect(await provider.getSession({ scope, sessionId: "root", includeDeleted: true })).toMatchObject({
        deletedAt: 5,
      })
      await apply(provider, "root", [restore])
      expect(await visible(provider)).toEqual(["child", "grandchild", "other", "root"])
    })

    it("a session that a sub-agent starts under a deleted parent is hidden by the parent's next deletion only", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [remove])
      await apply(provider, "late", [create({ parentId: "root" })])
      expect(await visible(provider)).toEqual(["late"])
      await apply(provider, "root", [restore])
      await apply(provider, "root", [remove])
      expect(await visible(provider)).toEqual([])
      await apply(provider, "root", [restore])
      expect(await visible(provider)).toEqual(["child", "grandchild", "late", "other", "root"])
    })

    it("each descendant's own feed tells of the deletion and of the restoration", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      const before = await provider.getSession({ scope, sessionId: "grandchild" })
      await apply(provider, "root", [remove])
      await apply(provider, "root", [restore])
      const after = await provider.getSession({ scope, sessionId: "grandchild" })
      expect(after?.revision).toBe((before?.revision ?? 0) + 2)
      const since = before?.revision ?? 0
      expect(await allChanges(provider, "grandchild", { since })).toMatchObject([
        { type: "session", revision: since + 2 },
      ])
    })

    it("an archived session comes back as archived", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ archivedAt: 7 })])
      await apply(provider, "s", [remove])
      await apply(provider, "s", [restore])
      const { sessions } = await provider.listSessions({ scope, state: "archived", limit: 10 })
      expect(sessions).toMatchObject([{ id: "s", archivedAt: 7 }])
    })

    it("archiving a deleted session does not bring it into a list", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [remove])
      await apply(provider, "s", [{ type: "session.update", fields: { archivedAt: 7 } }])
      for (const state of ["active", "archived"] as const) {
        expect((await provider.listSessions({ scope, state, limit: 10 })).sessions).toEqual([])
      }
      await apply(provider, "s", [restore])
      expect((await provider.listSessions({ scope, state: "archived", limit: 10 })).sessions).toHaveLength(1)
    })

    it("a session whose parents form a circle can be deleted, restored and purged", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create({ parentId: "b" })])
      await apply(provider, "b", [create({ parentId: "a" })])
      await apply(provider, "self", [create({ parentId: "self" })])
      for (const change of [remove, restore]) await apply(provider, "a", [change])
      expect(await visible(provider)).toEqual(["a", "b", "self"])
      await apply(provider, "a", [purge])
      await apply(provider, "self", [purge])
      expect(await readEverything(provider)).toMatchObject({ sessions: [] })
    })

    it("a purge removes the session, its descendants and all that they hold", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [file("a.ts", "1"), { type: "message.remove", messageId: "none" }])
      await apply(provider, "root", [purge])
      expect(await readEverything(provider)).toMatchObject({
        sessions: [],
        statistics: { sessions: 0, deletedSessions: 0 },
      })
      for (const sessionId of ["root", "child", "other", "grandchild"]) {
        expect(await provider.getSession({ scope, sessionId, includeDeleted: true })).toBeNull()
      }
      // Nothing of what it held comes back with a new session of its id.
      await apply(provider, "root", [create()])
      expect(await allMessages(provider, "root")).toEqual([])
      expect(await allChanges(provider, "root")).toHaveLength(1)
      expect(await provider.listFiles({ scope, sessionId: "root", limit: 1 })).toMatchObject({ files: [] })
    })

    it("a purge of a child leaves its parent and its sisters alone", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "child", [purge])
      expect(await visible(provider)).toEqual(["other", "root"])
      expect(await allMessages(provider, "root")).toHaveLength(1)
    })

    it("a purged session cannot be restored, renamed or written to", async () => {
      const { provider } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [purge])
      for (const change of [restore, rename("x"), message("n"), remove, purge]) {
        await expectError(apply(provider, "root", [change]), "not_found")
      }
    })

    it("a deleted session takes writes, so that an agent that still runs loses nothing when it is restored", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [remove])
      await apply(provider, "s", [message("m"), text("m", "p", "late words")])
      expect(await visible(provider)).toEqual([])
      await apply(provider, "s", [restore])
      expect(await allMessages(provider, "s")).toMatchObject([{ parts: [{ data: { text: "late words" } }] }])
    })

    it("a session that is written hidden comes into sight whole, with its restoration", async () => {
      const { provider } = await context.open()
      const session = newSession({ deletedAt: 5, deletionId: "not-ready" })
      await apply(provider, "s", [{ type: "session.create", session }, message("m")])
      expect(await visible(provider)).toEqual([])
      await apply(provider, "s", [restore])
      expect(await visible(provider)).toEqual(["s"])
    })

    it("a fork that is interrupted is nowhere to be seen, and one that ends is whole", async () => {
      const { provider, store } = await context.open()
      await createSubtree(provider)
      await apply(provider, "root", [message("n"), text("n", "q", "more")])
      await expectError(store.sessions.fork("root", { upTo: "nobody" }), "not_found")
      expect(await visible(provider)).toEqual(["child", "grandchild", "other", "root"])
      const fork = await store.sessions.fork("root", { upTo: "m" })
      expect(fork).toMatchObject({ messageCount: 1, title: "A session (fork)", deletedAt: null })
      expect(await allMessages(provider, fork.id)).toMatchObject([
        { role: "user", parts: [{ data: { text: "words" } }] },
      ])
      const { changes } = await provider.sessionChanges({ scope: everything, limit: 100 })
      expect(changes.filter(({ session }) => session?.id === fork.id)).toHaveLength(1)
    })
  })
}
