import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { copyStore } from "@opencode/session-core/transfer"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { replayIntoMemory } from "../support/replay-into-memory.ts"
import {
  apply,
  author,
  create,
  everything,
  file,
  message,
  part,
  purge,
  remove,
  rename,
  text,
  usage,
} from "../support/samples.ts"

/**
 * The feeds hold everything: replayed into an empty store they give the same state.
 *
 * What a user loses: a mirror or a copy that lacks something, and does not know it.
 */
export function describeReplay(context: KitContext): void {
  async function openFilled() {
    const opened = await context.open()
    const { provider } = opened
    await provider.putProject({ id: "app", name: "The app", aliases: ["old"], createdAt: 5 })
    const todos = [{ content: "look", status: "pending" }]
    await apply(provider, "s", [
      create({ todos, metadata: { a: [1, "\ud800"], "__proto__ ": null } }),
      message("m", { usage: usage(5, 0.1) }),
    ])
    await apply(provider, "s", [text("m", "p", "one"), part("m", "q", { type: "hologram", data: { x: null } })], {
      at: 1_800_000_000_000,
    })
    await apply(provider, "s", [
      message("n"),
      text("n", "p", "two"),
      message("m", { usage: usage(7, 0.2) }),
      rename("Named"),
    ])
    await apply(provider, "s", [
      file("a.ts", "1"),
      file("a.ts", "2"),
      { type: "file.remove", path: "a.ts", version: 1 },
    ])
    await apply(provider, "s", [
      { type: "part.remove", messageId: "m", partId: "q" },
      { type: "message.remove", messageId: "n" },
    ])
    await apply(provider, "s", [message("n"), text("n", "p", "again")])
    await apply(provider, "child", [create({ parentId: "s" })])
    await apply(provider, "gone", [create()])
    await apply(provider, "gone", [purge])
    await apply(provider, "gone", [create({ title: "Again" }), message("m")])
    await apply(provider, "other", [create({ projectId: "other", archivedAt: 4 })])
    await apply(provider, "child", [remove])
    return opened
  }

  describe("invariant 2: replaying the feeds", () => {
    it.each([1, 3, 1000])(
      "the feeds, read by %i entries, give the same state in an empty store",
      async (_test, limit) => {
        const { provider } = await openFilled()
        const copy = await replayIntoMemory(provider, limit)
        const expected = await readEverything(provider)
        // That a session was purged is no part of what it is.
        const projectFeed = expected.projectFeed.filter(({ session }) => session !== null)
        expect(await readEverything(copy)).toEqual({ ...expected, projectFeed })
      },
    )

    it("a copy from this store to another equals it, and a copy back changes nothing", async () => {
      const { store, provider } = await openFilled()
      const copy = createMemoryProvider()
      const target = createSessionStore({ provider: copy, scope: everything, author })
      const there = await copyStore(store.allProjects(), target)
      expect(there).toMatchObject({ sessions: { created: 4 }, problems: [], unverified: [] })
      const before = await readEverything(provider)
      const back = await copyStore(target, store.allProjects())
      expect(back).toMatchObject({ sessions: { created: 0, updated: 0, unchanged: 4 }, problems: [] })
      expect(await readEverything(provider)).toEqual(before)
    })

    it("a copy into this store equals its source", async () => {
      const { provider } = await openFilled()
      const source = createSessionStore({ provider, scope: everything, author })
      const { provider: empty } = await context.open()
      const target = createSessionStore({ provider: empty, scope: everything, author })
      expect(await copyStore(source, target)).toMatchObject({ sessions: { created: 4 }, problems: [], unverified: [] })
      const [expected, actual] = [await readEverything(provider), await readEverything(empty)]
      const projectFeed = expected.projectFeed.filter(({ session }) => session !== null)
      expect(actual).toEqual({ ...expected, projectFeed })
    })
  })
}
