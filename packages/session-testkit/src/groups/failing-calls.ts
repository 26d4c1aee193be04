import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, message, part, scope } from "../support/samples.ts"
import { soon } from "../support/soon.ts"

/** More than the connections that a pool has by default. */
const calls = 120

/**
 * A call that fails gives back what it took: its connection, its transaction, its locks.
 *
 * What a user loses: an agent that stops for ever after its tenth conflict, because each one kept a connection of the pool; or
 * a write that disappears, because it was made in a transaction that somebody's refused batch had left open.
 */
export function describeFailingCalls(context: KitContext): void {
  describe("invariant 1: calls that fail", () => {
    it("hundreds of refused batches, one after the other and at once, leave nothing open behind them", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const refusals = [
        () => expectError(apply(provider, "s", [message("m")], { expectedRevision: 7 }), "conflict"),
        () => expectError(apply(provider, "s", [message("m"), part("missing", "p")]), "not_found"),
        () => expectError(apply(provider, "s", [create()]), "already_exists"),
        () => expectError(apply(provider, "nobody", [message("m")]), "not_found"),
      ]
      const refuse = (index: number) => refusals[index % refusals.length]?.()
      for (let index = 0; index < calls; index += 1) await refuse(index)
      await Promise.all(Array.from({ length: calls }, (_, index) => refuse(index)))
      const written = soon("a batch is written after those that were refused", apply(provider, "s", [message("m")]))
      expect(await written).toBe(2)
    })

    it("hundreds of refused reads leave nothing open behind them, either", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const page = { scope, limit: 1 }
      const refusals = [
        () => expectError(provider.listSessions({ ...page, state: "active", cursor: "none" }), "invalid_cursor"),
        () => expectError(provider.listMessages({ ...page, sessionId: "none", order: "oldest-first" }), "not_found"),
        () => expectError(provider.changes({ ...page, sessionId: "none", since: 0 }), "not_found"),
      ]
      await Promise.all(Array.from({ length: calls }, (_, index) => refusals[index % refusals.length]?.()))
      const read = soon(
        "a session is read after the reads that were refused",
        provider.getSession({ scope, sessionId: "s" }),
      )
      expect(await read).toMatchObject({ messageCount: 1 })
    })

    it("what is written after a refused batch is stored, and other handles see it", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      for (let round = 0; round < 12; round += 1) {
        await expectError(apply(provider, "s", [message(`m${round}`), part("missing", "p")]), "not_found")
        await apply(provider, "s", [message(`m${round}`)])
        expect(await other.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: round + 1 })
      }
    })
  })
}
