import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext, storeOf } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { apply, create, everything, file, message, remove, scope, text } from "../support/samples.ts"
import { soon } from "../support/soon.ts"

/**
 * A store is closed and opened again.
 *
 * What a user loses: the last words before the program ended, or the place in a list or a feed at which it was.
 */
export function describeClosing(context: KitContext): void {
  describe("invariant 1: close and open again", () => {
    it("everything is as it was, down to the numbers", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "p", "words"), file("a.ts", "1")])
      await apply(provider, "t", [create({ parentId: "s" })])
      await apply(provider, "t", [remove])
      await provider.putProject({ id: "app", name: "App", aliases: ["old"], createdAt: 1 })
      const before = await readEverything(provider)
      await provider.close()
      const again = await hook(test, opened, "reopen")()
      await again.migrate()
      expect(await readEverything(again)).toEqual(before)
    })

    it("a cursor and a feed position that were kept are good after opening again", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      for (const id of ["a", "b", "c"]) await apply(provider, id, [create()])
      const { nextCursor } = await provider.listSessions({ scope, state: "active", limit: 1 })
      const { changes: seen, cursor: since } = await provider.sessionChanges({ scope, limit: 2 })
      await provider.close()
      const again = await hook(test, opened, "reopen")()
      const page = await again.listSessions({ scope, state: "active", limit: 10, cursor: nextCursor ?? "" })
      expect(page.sessions.map(({ id }) => id)).toEqual(["b", "a"])
      const { changes } = await again.sessionChanges({ scope, since, limit: 10 })
      expect(changes).toHaveLength(1)
      expect([...seen, ...changes].map(({ sessionId }) => sessionId).sort()).toEqual(["a", "b", "c"])
    })

    it("a second close does nothing, also at the same moment and where the store was never used", async () => {
      const { provider: used } = await context.open()
      await apply(used, "s", [create()])
      const { provider: unused } = await context.create()
      for (const provider of [used, unused]) {
        await soon("both closings end", Promise.all([provider.close(), provider.close()]))
        await soon("a later closing ends", provider.close())
      }
    })

    it("every call after close fails with the error that says why", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await provider.close()
      const page = { scope, limit: 1 }
      const calls: Record<string, () => Promise<unknown>> = {
        apply: () => apply(provider, "s", [message("m")]),
        getSession: () => provider.getSession({ scope, sessionId: "s" }),
        listSessions: () => provider.listSessions({ ...page, state: "active" }),
        listMessages: () => provider.listMessages({ ...page, sessionId: "s", order: "oldest-first" }),
        listParts: () => provider.listParts({ scope, sessionId: "s", messageId: "m" }),
        getPart: () => provider.getPart({ scope, sessionId: "s", messageId: "m", partId: "p" }),
        listFiles: () => provider.listFiles({ ...page, sessionId: "s" }),
        changes: () => provider.changes({ ...page, sessionId: "s", since: 0 }),
        sessionChanges: () => provider.sessionChanges(page),
        getProject: () => provider.getProject("app"),
        listProjects: () => provider.listProjects(),
        putProject: () => provider.putProject({ id: "app", name: "App", aliases: [], createdAt: 1 }),
        statistics: () => provider.statistics(everything),
        prune: () => provider.prune({ scope, deletedBefore: 1, user: null }),
        migrate: () => provider.migrate(),
        check: () => provider.check(),
        ...(provider.capabilities.search && { search: () => provider.search({ ...page, text: "x" }) }),
      }
      for (const [name, call] of Object.entries(calls)) {
        const outcome = await call().then(
          () => "an answer",
          (error: { code?: string; message?: string }) => error.code ?? error.message,
        )
        expect(outcome, name).toBe("closed")
      }
    })

    it("a write that was asked for before close is stored, not lost", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create()])
      const writes = Array.from({ length: 10 }, (_, index) => apply(provider, "s", [message(`m${index}`)]))
      await soon("the store is closed and the writes are answered", Promise.all([provider.close(), ...writes]))
      const again = await hook(test, opened, "reopen")()
      expect(await again.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 10 })
    })

    it("an application's store closes twice without harm, and says that it is closed", async () => {
      const { provider } = await context.open()
      const store = storeOf(provider)
      await store.close()
      await store.close()
      await expectError(store.sessions.list(), "closed")
      await expectError(store.sessions.create(), "closed")
    })

    it("one handle's close leaves the other's work alone", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      await provider.close()
      expect(await apply(other, "s", [message("m")])).toBe(2)
    })
  })
}
