import type { SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages, readEverything } from "../support/read-everything.ts"
import { apply, create, message, remove, restore, scope } from "../support/samples.ts"

const bob = { user: "bob", host: "laptop" }

const exists = async (provider: SessionProvider, sessionId: string) =>
  (await provider.getSession({ scope, sessionId, includeDeleted: true })) !== null

/**
 * Clean-up purges old deleted sessions, and never another author's unless asked.
 *
 * What a user loses: a colleague's session, or one's own that could still be restored.
 */
export function describePruning(context: KitContext): void {
  describe("invariant 11: clean-up", () => {
    it("only what was deleted before the given time goes", async () => {
      const { provider } = await context.open()
      for (const id of ["old", "recent", "kept"]) await apply(provider, id, [create(), message("m")])
      await apply(provider, "old", [remove], { at: 100 })
      await apply(provider, "recent", [remove], { at: 200 })
      expect(await provider.prune({ scope, deletedBefore: 200, user: null })).toEqual({ sessions: ["old"] })
      expect(await Promise.all(["old", "recent", "kept"].map((id) => exists(provider, id)))).toEqual([
        false,
        true,
        true,
      ])
      expect(await allMessages(provider, "kept")).toHaveLength(1)
    })

    it("another author's deleted sessions stay", async () => {
      const { provider } = await context.open()
      await apply(provider, "ann's", [create()])
      await apply(provider, "bob's", [create({ author: bob })])
      await apply(provider, "nobody's", [create({ author: null })])
      for (const id of ["ann's", "bob's", "nobody's"]) await apply(provider, id, [remove], { at: 100 })
      expect(await storeOf(provider).prune({ deletedBefore: 200 })).toEqual({ sessions: ["ann's"] })
      expect(await exists(provider, "bob's")).toBe(true)
      const { sessions } = await storeOf(provider).prune({ deletedBefore: 200, everybody: true })
      expect(sessions.sort()).toEqual(["bob's", "nobody's"])
    })

    it("another author's sub-agent session is not purged along with its parent", async () => {
      const { provider } = await context.open()
      await apply(provider, "ann's", [create()])
      await apply(provider, "bob's", [create({ author: bob, parentId: "ann's" })])
      await apply(provider, "ann's", [remove], { at: 100 })
      expect(await storeOf(provider).prune({ deletedBefore: 200 })).toEqual({ sessions: [] })
      expect(await exists(provider, "bob's")).toBe(true)
      const { sessions } = await storeOf(provider).prune({ deletedBefore: 200, everybody: true })
      expect(sessions.sort()).toEqual(["ann's", "bob's"])
    })

    it("a child that was restored on its own is not purged along with its deleted parent", async () => {
      const { provider } = await context.open()
      await apply(provider, "parent", [create()])
      await apply(provider, "child", [create({ parentId: "parent" })])
      await apply(provider, "grandchild", [create({ parentId: "child" })])
      await apply(provider, "parent", [remove], { at: 100 })
      await apply(provider, "grandchild", [restore])
      expect(await provider.prune({ scope, deletedBefore: 200, user: null })).toEqual({ sessions: [] })
      expect(await provider.getSession({ scope, sessionId: "grandchild" })).not.toBeNull()
    })

    it("a child that was deleted only lately keeps its time to be restored", async () => {
      const { provider } = await context.open()
      await apply(provider, "parent", [create()])
      await apply(provider, "parent", [remove], { at: 100 })
      await apply(provider, "child", [create({ parentId: "parent" })])
      await apply(provider, "child", [remove], { at: 500 })
      expect(await provider.prune({ scope, deletedBefore: 200, user: null })).toEqual({ sessions: [] })
      const { sessions } = await provider.prune({ scope, deletedBefore: 600, user: null })
      expect(sessions.sort()).toEqual(["child", "parent"])
    })

    it("a whole subtree that was deleted goes as a whole", async () => {
      const { provider } = await context.open()
      await apply(provider, "parent", [create()])
      for (const id of ["a", "b"]) await apply(provider, id, [create({ parentId: "parent" })])
      await apply(provider, "parent", [remove], { at: 100 })
      const { sessions } = await provider.prune({ scope, deletedBefore: 200, user: null })
      expect(sessions.sort()).toEqual(["a", "b", "parent"])
      expect(await readEverything(provider)).toMatchObject({ sessions: [] })
    })

    it("a dry run says what would go, and nothing goes", async () => {
      const { provider } = await context.open()
      await apply(provider, "old", [create()])
      await apply(provider, "old", [remove], { at: 100 })
      const before = await readEverything(provider)
      expect(await provider.prune({ scope, deletedBefore: 200, user: null, dryRun: true })).toEqual({
        sessions: ["old"],
      })
      expect(await readEverything(provider)).toEqual(before)
    })

    it("a session that was pruned, created again and deleted again can be pruned again", async () => {
      const { provider } = await context.open()
      for (let round = 0; round < 2; round += 1) {
        await apply(provider, "s", [create()])
        await apply(provider, "s", [remove], { at: 100 })
        expect(await provider.prune({ scope, deletedBefore: 200, user: null })).toEqual({ sessions: ["s"] })
        expect(await exists(provider, "s")).toBe(false)
      }
    })

    it("what was pruned is reported to mirrors as gone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [remove], { at: 100 })
      const { cursor } = await provider.sessionChanges({ scope, since: "now", limit: 10 })
      await provider.prune({ scope, deletedBefore: 200, user: null })
      const { changes } = await provider.sessionChanges({ scope, since: cursor, limit: 10 })
      expect(changes).toMatchObject([{ sessionId: "s", session: null }])
    })
  })
}
