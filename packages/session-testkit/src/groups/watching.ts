import { setTimeout as delay } from "node:timers/promises"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { startProcess } from "../processes/provider-process.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext, storeOf } from "../support/kit-context.ts"
import { apply, create, message, move, purge, remove, rename, text } from "../support/samples.ts"

/** The next item, and how long it took; fails when none comes. */
async function next<Item>(items: AsyncIterator<Item>, milliseconds = 2_000): Promise<Item> {
  const late = delay(milliseconds).then(() => Promise.reject(new Error(`nothing came within ${milliseconds} ms`)))
  const result = await Promise.race([items.next(), late])
  if (result.done === true) throw new Error("the watch has ended")
  return result.value
}

/** Changes are seen: own ones at once, those of others within a second. */
export function describeWatching(context: KitContext): void {
  describe("watch", () => {
    it("a change of this process is seen at once", async () => {
      const { store } = await context.open()
      const watch = store.watch()
      const first = watch.next()
      await delay(20)
      await store.sessions.create({ id: "s" })
      const start = performance.now()
      expect(await first).toMatchObject({ value: { sessionId: "s", revision: 1 } })
      expect(performance.now() - start).toBeLessThan(150)
      await watch.return(undefined)
    })

    it("a change that is made while the watcher is busy with the last one is seen at once, too", async () => {
      const { store } = await context.open()
      const watch = store.watch({ since: (await store.sessionChanges()).cursor })
      await store.sessions.create({ id: "s" })
      let slowest = 0
      for (let round = 0; round < 5; round += 1) {
        const start = performance.now()
        await next(watch)
        slowest = Math.max(slowest, performance.now() - start)
        // The watcher has its change, and has not asked for the next.
        await store.sessions.rename("s", `title ${round}`)
      }
      expect(slowest).toBeLessThan(150)
      await watch.return(undefined)
    })

    it("a change of another handle is seen within a second", async (test) => {
      const { store, other } = await context.openTwice(test)
      const watch = store.watch({ since: (await store.sessionChanges()).cursor })
      const start = performance.now()
      const first = next(watch)
      await storeOf(other).sessions.create({ id: "s" })
      expect(await first).toMatchObject({ sessionId: "s" })
      expect(performance.now() - start).toBeLessThan(1_000)
      await watch.return(undefined)
    })

    it("a change of another process is seen within a second", async (test) => {
      const opened = await context.open()
      const entry = hook(test, opened, "openInProcess")
      await using process = await startProcess(entry)
      await process.open()
      const watch = opened.store.watch({ since: (await opened.store.sessionChanges()).cursor })
      const first = next(watch)
      const written = performance.now()
      await process.apply("s", [create()])
      expect(await first).toMatchObject({ sessionId: "s" })
      expect(performance.now() - written).toBeLessThan(1_000)
      await watch.return(undefined)
    })

    it("a watch that goes on from a cursor sees what happened while nobody watched", async () => {
      const { store } = await context.open()
      const first = store.watch({ since: (await store.sessionChanges()).cursor })
      await store.sessions.create({ id: "a" })
      const { cursor } = await next(first)
      await first.return(undefined)
      await store.sessions.create({ id: "b" })
      const second = store.watch({ since: cursor })
      expect(await next(second)).toMatchObject({ sessionId: "b" })
      await second.return(undefined)
    })

    it("deletions, purges and moves are seen by the watchers of the project", async () => {
      const { provider, store } = await context.open()
      for (const id of ["a", "b", "c"]) await apply(provider, id, [create()])
      const watch = store.watch({ since: (await store.sessionChanges({ limit: 100 })).cursor })
      await store.apply("a", [remove])
      expect(await next(watch)).toMatchObject({ sessionId: "a", session: { deletedAt: expect.any(Number) } })
      await store.apply("b", [purge])
      expect(await next(watch)).toMatchObject({ sessionId: "b", session: null })
      await store.apply("c", [move("elsewhere")])
      expect(await next(watch)).toMatchObject({ sessionId: "c", session: null })
      await watch.return(undefined)
    })

    it("what changes in a session is seen in the order of its revisions", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const watch = store.sessions.watch("s", { since: 1 })
      await store.apply("s", [message("m"), text("m", "p", "x"), rename("Named")])
      expect([await next(watch), await next(watch), await next(watch)]).toMatchObject([
        { type: "message", revision: 2 },
        { type: "part", revision: 3 },
        { type: "session", revision: 4 },
      ])
      await watch.return(undefined)
    })

    it("a watch of a session ends when it is purged", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const watch = store.sessions.watch("s", { since: 1 })
      const end = watch.next()
      await delay(20)
      await store.sessions.purge("s")
      expect(await end).toEqual({ done: true, value: undefined })
    })

    it("a watch of a session that is not there says so", async () => {
      const { store } = await context.open()
      await expectError(store.sessions.watch("nobody").next(), "not_found")
    })

    it("an abort ends a watch at once, so that the program can end", async () => {
      const { store } = await context.open()
      const controller = new AbortController()
      const end = store.watch({ signal: controller.signal }).next()
      await delay(20)
      const start = performance.now()
      controller.abort()
      expect(await end).toMatchObject({ done: true })
      expect(performance.now() - start).toBeLessThan(150)
    })

    it("closing the store ends its watches", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const ends = [store.watch().next(), store.sessions.watch("s").next()]
      await delay(20)
      await store.close()
      expect(await Promise.all(ends)).toMatchObject([{ done: true }, { done: true }])
    })
  })
}
