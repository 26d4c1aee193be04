import type { Usage } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allChanges } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  message,
  newSession,
  purge,
  remove,
  rename,
  scope,
  text,
  usage,
} from "../support/samples.ts"

const full: Usage = { input: 1, output: 20, reasoning: 300, cacheRead: 4_000, cacheWrite: 50_000, cost: 0.000123456 }
const none = usage(0)

/**
 * Totals and counts follow from the messages.
 *
 * What a user loses: trust in the costs that are shown: what was corrected counts twice.
 */
export function describeTotals(context: KitContext): void {
  describe("invariant 6: totals and counts", () => {
    const sessionOf = async (provider: Awaited<ReturnType<KitContext["open"]>>["provider"]) =>
      provider.getSession({ scope, sessionId: "s" })

    it("a session's usage and message count are the sums of its messages", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full }), message("b", { usage: full }), message("c")])
      expect(await sessionOf(provider)).toMatchObject({
        messageCount: 3,
        usage: { input: 2, output: 40, reasoning: 600, cacheRead: 8_000, cacheWrite: 100_000, cost: 0.000246912 },
      })
    })

    it("putting a message again counts nothing twice: a user is not billed for a retry", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full })])
      for (let round = 0; round < 3; round += 1) await apply(provider, "s", [message("a", { usage: full })])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 1, usage: full })
    })

    it("usage that is corrected replaces what the message counted for", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full }), message("b", { usage: usage(5, 1) })])
      await apply(provider, "s", [message("a", { usage: usage(7, 0.25) })])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 2, usage: usage(12, 1.25) })
      await apply(provider, "s", [message("a", { usage: null })])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 2, usage: usage(5, 1) })
    })

    it("a removed message counts no more, and its second removal takes nothing away", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full }), message("b", { usage: usage(5, 1) })])
      await apply(provider, "s", [{ type: "message.remove", messageId: "a" }])
      await apply(provider, "s", [{ type: "message.remove", messageId: "a" }])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 1, usage: usage(5, 1) })
    })

    it("one batch that puts, replaces and removes counts as if each were its own", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [
        create(),
        message("a", { usage: usage(1) }),
        message("a", { usage: usage(10) }),
        message("b", { usage: usage(100) }),
        { type: "message.remove", messageId: "a" },
        message("a", { usage: usage(1_000) }),
      ])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 2, usage: usage(1_100) })
    })

    it("a message that the batch which creates the session puts twice counts once", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [
        create(),
        message("a", { usage: usage(1) }),
        message("b", { usage: usage(100) }),
        message("a", { usage: usage(10) }),
      ])
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 2, usage: usage(110) })
    })

    it("costs add up exactly, in whatever order they come", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const costs = [0.1, 0.2, 0.3, 0.000000001, 12.345678901, 0.7]
      for (const [index, cost] of costs.entries())
        await apply(provider, "s", [message(`m${index}`, { usage: usage(0, cost) })])
      expect((await sessionOf(provider))?.usage.cost).toBe(13.645678902)
      for (const index of costs.keys()) await apply(provider, "s", [{ type: "message.remove", messageId: `m${index}` }])
      expect(await sessionOf(provider)).toMatchObject({ usage: none, messageCount: 0 })
    })

    it("a message gives back its own cost to the last digit", async () => {
      const { provider } = await context.open()
      const cost = 0.1 + 0.2
      await apply(provider, "s", [create(), message("a", { usage: usage(0, cost) })])
      const { messages } = await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1 })
      expect(messages[0]?.usage?.cost).toBe(cost)
    })

    it("billions of cached tokens are counted to the last one", async () => {
      const { provider } = await context.open()
      const large = { ...none, cacheRead: 4_503_599_627_370_495 }
      await apply(provider, "s", [
        create(),
        message("a", { usage: large }),
        message("b", { usage: { ...none, cacheRead: 1 } }),
      ])
      expect((await sessionOf(provider))?.usage.cacheRead).toBe(4_503_599_627_370_496)
    })

    it("8 writers × 20 messages give exactly 160", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      const writer = async (number: number) => {
        for (let index = 0; index < 20; index += 1) {
          const target = number % 2 === 0 ? provider : other
          await apply(target, "s", [
            message(`${number}-${index}`, { usage: usage(1, 0.01) }),
            text(`${number}-${index}`, "p", "x"),
          ])
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, number) => writer(number)))
      expect(await sessionOf(provider)).toMatchObject({ messageCount: 160, revision: 321, usage: usage(160, 1.6) })
    })

    it("replacing the session's own fields leaves its totals alone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full })])
      await apply(provider, "s", [{ type: "session.put", session: newSession({ title: "Again" }) }])
      expect(await sessionOf(provider)).toMatchObject({ title: "Again", messageCount: 1, usage: full })
    })

    it("totals are the same wherever the session is read: alone, in lists and in both feeds", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a", { usage: full })])
      await apply(provider, "s", [message("b", { usage: usage(5, 1) }), rename("Later")])
      const session = await sessionOf(provider)
      expect(session).toMatchObject({ messageCount: 2 })
      expect((await provider.listSessions({ scope, state: "active", limit: 10 })).sessions).toEqual([session])
      expect((await provider.sessionChanges({ scope, limit: 10 })).changes).toMatchObject([{ session }])
      const changes = await allChanges(provider, "s")
      expect(changes.filter(({ type }) => type === "session").at(-1)).toMatchObject({ session })
    })

    it("statistics count what there is: sessions by state, messages, usage, projects", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create(), message("m", { usage: full })])
      await apply(provider, "b", [create({ archivedAt: 5 }), message("m"), message("n", { usage: full })])
      await apply(provider, "c", [create(), message("m", { usage: full })])
      await apply(provider, "c", [remove])
      await apply(provider, "d", [create({ projectId: "other" }), message("m")])
      expect(await provider.statistics(scope)).toEqual({
        ...{ projects: 1, sessions: 2, archivedSessions: 1, deletedSessions: 1, messages: 3 },
        usage: { input: 2, output: 40, reasoning: 600, cacheRead: 8_000, cacheWrite: 100_000, cost: 0.000246912 },
      })
      expect(await provider.statistics(everything)).toMatchObject({ projects: 2, sessions: 3, messages: 4 })
    })

    it("statistics of nothing are zeros", async () => {
      const { provider } = await context.open()
      const counts = { projects: 0, sessions: 0, archivedSessions: 0, deletedSessions: 0, messages: 0 }
      expect(await provider.statistics(everything)).toEqual({ ...counts, usage: none })
      await apply(provider, "a", [create(), message("m", { usage: full })])
      await apply(provider, "a", [purge])
      expect(await provider.statistics(everything)).toEqual({ ...counts, usage: none })
    })
  })
}
