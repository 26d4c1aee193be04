import { setImmediate as nextTurn } from "node:timers/promises"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { startProcess } from "../processes/provider-process.ts"
import { CountedLooks } from "../support/counted-looks.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext, storeOf } from "../support/kit-context.ts"
import { apply, create, message, move, purge, remove, rename, text } from "../support/samples.ts"
import { soon } from "../support/soon.ts"

/** The next item; fails when none comes. Not a judgement of how fast it is: looks are counted for that. */
async function next<Item>(items: AsyncIterator<Item>): Promise<Item> {
  const result = await soon("the watch shows a change", items.next())
  if (result.done === true) throw new Error("the watch has ended")
  return result.value
}

/**
 * Changes are seen: this process's immediately, those of others within a second.
 *
 * What a user loses: the reply that a colleague's agent is writing, on a page that stands still.
 */
export function describeWatching(context: KitContext): void {
  /** A store whose watchers' looks are counted. */
  async function openCounted() {
    const opened = await context.open()
    const looks = new CountedLooks(opened.provider)
    return { ...opened, looks, store: storeOf(looks.provider) }
  }

  describe("watch", () => {
    it("a change of this process is seen at once", async () => {
      const { store, looks } = await openCounted()
      const watch = store.watch()
      // Each time, since one of them might come at the end of a watcher's rest.
      for (const id of ["a", "b", "c"]) {
        const coming = next(watch)
        await looks.resting()
        const before = looks.begun
        await store.sessions.create({ id })
        await nextTurn()
        expect(looks.begun).toBeGreaterThan(before)
        expect(await coming).toMatchObject({ sessionId: id, revision: 1 })
      }
      await watch.return(undefined)
    })

    it("a change that is made while the watcher is busy with the last one is seen at once, too", async () => {
      const { store, looks } = await openCounted()
      const watch = store.watch({ since: (await store.sessionChanges()).cursor })
      await store.sessions.create({ id: "s" })
      for (let round = 0; round < 5; round += 1) {
        const before = looks.begun
        const coming = next(watch)
        await nextTurn()
        expect(looks.begun).toBeGreaterThan(before)
        await coming
        // The watcher has its change, and has not asked for the next.
        await store.sessions.rename("s", `title ${round}`)
      }
      await watch.return(undefined)
    })

    it("a change of another handle is seen at the next look, and the looks are less than a second apart", async (test) => {
      const opened = await openCounted()
      const other = storeOf(await hook(test, opened, "reopen")())
      await expectSeen(opened, (id) => other.sessions.create({ id }))
    })

    it("a change of another process is seen at the next look, and the looks are less than a second apart", async (test) => {
      const opened = await openCounted()
      await using process = await startProcess(hook(test, opened, "openInProcess"))
      await process.open()
      await expectSeen(opened, (id) => process.apply(id, [create()]))
    })

    /** What somebody else writes is in the first look that begins after the write; a look before that was under way already. */
    async function expectSeen(
      { store, looks }: Awaited<ReturnType<typeof openCounted>>,
      write: (id: string) => Promise<unknown>,
    ): Promise<void> {
      const watch = store.watch({ since: (await store.sessionChanges()).cursor })
      for (const id of ["a", "b", "c"]) {
        const coming = next(watch)
        await looks.resting()
        await write(id)
        const before = looks.begun
        expect(await coming).toMatchObject({ sessionId: id })
        expect(looks.begun - before).toBeLessThanOrEqual(1)
      }
      expect(looks.late).toBe(0)
      await watch.return(undefined)
    }

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
      const { store, looks } = await openCounted()
      await store.sessions.create({ id: "s" })
      const watch = store.sessions.watch("s", { since: 1 })
      const end = watch.next()
      await looks.resting()
      await store.sessions.purge("s")
      expect(await soon("the purge ends the watch", end)).toEqual({ done: true, value: undefined })
    })

    it("a watch of a session that is not there says so", async () => {
      const { store } = await context.open()
      await expectError(store.sessions.watch("nobody").next(), "not_found")
    })

    it("an abort ends a watch at once, so that the program can end", async () => {
      const { store, looks } = await openCounted()
      const controller = new AbortController()
      let ended = false
      const end = store
        .watch({ signal: controller.signal })
        .next()
        .finally(() => {
          ended = true
        })
      await looks.resting()
      controller.abort()
      await nextTurn()
      expect(ended).toBe(true)
      expect(await end).toMatchObject({ done: true })
    })

    it("closing the store ends its watches", async () => {
      const { store, looks } = await openCounted()
      await store.sessions.create({ id: "s" })
      const ends = [store.watch().next(), store.sessions.watch("s").next()]
      await looks.resting(2)
      await store.close()
      expect(await soon("closing ends both watches", Promise.all(ends))).toMatchObject([{ done: true }, { done: true }])
    })
  })
}
