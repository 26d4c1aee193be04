import { type Batch, SessionStorageError } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { hook, type KitContext, storeOf } from "../support/kit-context.ts"
import { outlast } from "../support/outlast.ts"
import { allChanges } from "../support/read-everything.ts"
import { create, everything, message, someTime, text, usage } from "../support/samples.ts"
import { soon } from "../support/soon.ts"

/** How often connections are broken while writers are at work. */
const breaks = 5
const writers = 4
const writesOfEach = 10

/**
 * What a user loses: a server that restarts, a proxy that ends idle connections, or a network that changes makes an agent fail
 * until it is started again, or stores a reply twice.
 */
export function describeBrokenConnections(context: KitContext): void {
  const batchOf = (id: string, changes: Batch["changes"]): Batch => ({
    ...{ id, scope: everything, sessionId: "s", at: someTime },
    changes,
  })

  describe("invariant 1: connections that break in use", () => {
    it("a store whose connections broke while nobody used them is used as before", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const breakConnections = hook(test, opened, "breakConnections")
      await provider.apply(batchOf("creation", [create()]))
      for (let round = 0; round < 3; round += 1) {
        await breakConnections()
        expect(await outlast(() => provider.getSession({ scope: everything, sessionId: "s" }))).toMatchObject({
          messageCount: round,
        })
        await breakConnections()
        const batch = batchOf(`write-${round}`, [message(`m${round}`)])
        expect(await outlast(() => provider.apply(batch))).toMatchObject({ revision: 2 + round })
      }
    })

    it("writes whose connections break under them are stored once each when they are sent until they are answered", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const breakConnections = hook(test, opened, "breakConnections")
      await provider.apply(batchOf("creation", [create()]))
      const total = writers * writesOfEach
      let answered = 0
      const writing = Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let index = 0; index < writesOfEach; index += 1) {
            const id = `${writer}-${index}`
            const batch = batchOf(`write-${id}`, [message(id, { usage: usage(1) }), text(id, "p", id)])
            await outlast(() => provider.apply(batch))
            answered += 1
            if (answered % Math.floor(total / breaks) === 0) await breakConnections()
          }
        }),
      )
      await writing
      expect(await provider.getSession({ scope: everything, sessionId: "s" })).toMatchObject({
        ...{ messageCount: total, revision: 1 + 2 * total, usage: usage(total) },
      })
      const revisions = (await allChanges(provider, "s", { limit: 1000 })).map(({ revision }) => revision)
      expect(revisions).toEqual(Array.from({ length: 1 + 2 * total }, (_, index) => index + 1))
    })

    it("a call whose connection breaks fails with an error that says to try again, if it fails at all", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const breakConnections = hook(test, opened, "breakConnections")
      await provider.apply(batchOf("creation", [create()]))
      const calls = Array.from({ length: 10 }, () => [
        provider.getSession({ scope: everything, sessionId: "s" }),
        provider.changes({ scope: everything, sessionId: "s", since: 0, limit: 10 }),
        provider.listProjects(),
      ])
      const outcomes = Promise.allSettled(calls.flat())
      await breakConnections()
      for (const outcome of await soon("every call ends", outcomes)) {
        if (outcome.status === "fulfilled") continue
        expect(SessionStorageError.isInstance(outcome.reason), String(outcome.reason)).toBe(true)
        expect(outcome.reason).toMatchObject({ retryable: true })
      }
    })

    it("a watch goes on, and misses nothing of the time in which its connection was broken", async (test) => {
      const opened = await context.open()
      const breakConnections = hook(test, opened, "breakConnections")
      const store = storeOf(opened.provider)
      const watch = store.watch({ since: (await store.sessionChanges()).cursor })
      for (const id of ["a", "b"]) {
        const coming = watch.next()
        await breakConnections()
        await outlast(() => store.sessions.create({ id }))
        expect(await soon(`the watch shows ${id}`, coming)).toMatchObject({ value: { sessionId: id } })
      }
      await watch.return(undefined)
    })
  })
}
