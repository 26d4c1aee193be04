import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { allMessages } from "../support/read-everything.ts"
import { apply, create, message, remove, rename, restore, scope, text, usage } from "../support/samples.ts"

/**
 * What a user loses: two agents that write at the same moment, one of which is told that its words could not be stored,
 * because the database chose its transaction to end a deadlock.
 */
export function describeDeadlocks(context: KitContext): void {
  describe("invariant 1: deadlocks", () => {
    it("a write that loses a deadlock is tried again as a whole: its caller gets its answer, and it is stored once", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const deadlock = hook(test, opened, "deadlock")
      await apply(provider, "s", [create(), message("m")])
      const changes = [message("n", { usage: usage(3) }), text("n", "p", "x"), rename("Named")]
      expect(await deadlock("s", () => apply(provider, "s", changes))).toBe(5)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({
        ...{ messageCount: 2, revision: 5, title: "Named", usage: usage(3) },
      })
      expect(await allMessages(provider, "s")).toMatchObject([{ id: "m" }, { id: "n", position: 3, parts: [{}] }])
    })

    it("a deletion that loses a deadlock hides the whole subtree, and its restoration brings all of it back", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const deadlock = hook(test, opened, "deadlock")
      await apply(provider, "root", [create()])
      for (const id of ["a", "b"]) await apply(provider, id, [create({ parentId: "root" })])
      expect(await deadlock("root", () => apply(provider, "root", [remove]))).toBe(2)
      const page = { scope, limit: 10 } as const
      expect((await provider.listSessions({ ...page, state: "active" })).sessions).toEqual([])
      expect(await deadlock("root", () => apply(provider, "root", [restore]))).toBe(3)
      const { sessions } = await provider.listSessions({ ...page, state: "active" })
      expect(sessions.map(({ id, revision }) => [id, revision]).sort()).toEqual([
        ["a", 3],
        ["b", 3],
        ["root", 3],
      ])
    })
  })
}
