import { ConflictError } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { apply, create, message, newSession, purge, rename, scope } from "../support/samples.ts"

/**
 * `expectedRevision` that does not match fails, with both numbers, and writes nothing.
 *
 * What a user loses: a colleague's edit, overwritten by one that was made without having seen it.
 */
export function describeConflicts(context: KitContext): void {
  describe("invariant 4: conflicts", () => {
    it("a write that was based on an old revision is refused with both numbers, and overwrites nothing", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), rename("Theirs")])
      const before = await readEverything(provider)
      const error = await expectError(
        apply(provider, "s", [rename("Mine"), message("n")], { expectedRevision: 2 }),
        "conflict",
      )
      expect(ConflictError.isInstance(error)).toBe(true)
      expect(error).toMatchObject({ sessionId: "s", expectedRevision: 2, actualRevision: 3, retryable: false })
      expect(await readEverything(provider)).toEqual(before)
    })

    it("a write on the expected revision is applied", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      expect(await apply(provider, "s", [rename("Mine")], { expectedRevision: 1 })).toBe(2)
    })

    it("a revision from the future is a conflict too", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const error = await expectError(apply(provider, "s", [rename("Mine")], { expectedRevision: 7 }), "conflict")
      expect(error).toMatchObject({ expectedRevision: 7, actualRevision: 1 })
    })

    it("of two that write on the same revision at once, one wins and the other is told", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      for (let round = 0; round < 10; round += 1) {
        const expectedRevision = round + 1
        const outcomes = await Promise.allSettled([
          apply(provider, "s", [rename("mine")], { expectedRevision }),
          apply(other, "s", [rename("theirs")], { expectedRevision }),
        ])
        const lost = outcomes.filter(({ status }) => status === "rejected")
        const actualRevision = expectedRevision + 1
        expect(lost).toMatchObject([{ reason: { code: "conflict", expectedRevision, actualRevision } }])
      }
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 11 })
    })

    it("a conflict of a session that is not there says revision 0", async () => {
      const { provider } = await context.open()
      const error = await expectError(apply(provider, "s", [rename("x")], { expectedRevision: 3 }), "conflict")
      expect(error).toMatchObject({ expectedRevision: 3, actualRevision: 0 })
    })

    it("expecting 0 creates a session that is not there, and nothing else", async () => {
      const { provider } = await context.open()
      expect(await apply(provider, "s", [create()], { expectedRevision: 0 })).toBe(1)
      const error = await expectError(
        apply(provider, "s", [{ type: "session.put", session: newSession({ title: "Mine" }) }], {
          expectedRevision: 0,
        }),
        "conflict",
      )
      expect(error).toMatchObject({ expectedRevision: 0, actualRevision: 1 })
      await expectError(apply(provider, "none", [rename("x")], { expectedRevision: 0 }), "not_found")
    })

    it("expecting a revision of a session that was purged is a conflict, not its resurrection", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      await apply(provider, "s", [purge])
      for (const type of ["session.create", "session.put"] as const) {
        const error = await expectError(
          apply(provider, "s", [{ type, session: newSession() }], { expectedRevision: 3 }),
          "conflict",
        )
        expect(error).toMatchObject({ expectedRevision: 3, actualRevision: 0 })
      }
      expect(await apply(provider, "s", [create()], { expectedRevision: 0 })).toBe(4)
    })

    it("a creation with an old revision says conflict, with the revision that there is", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const error = await expectError(apply(provider, "s", [create()], { expectedRevision: 1 }), "conflict")
      expect(error).toMatchObject({ expectedRevision: 1, actualRevision: 2 })
    })

    it("what a subtree's deletion left as its mark does not open a door for a batch of the same id", async () => {
      const { provider } = await context.open()
      await apply(provider, "parent", [create()])
      await apply(provider, "child", [create({ parentId: "parent" })])
      const id = "reused"
      await apply(provider, "parent", [{ type: "session.delete" }], { id })
      const before = await readEverything(provider)
      await expectError(apply(provider, "child", [rename("x")], { id, expectedRevision: 1 }), "conflict")
      expect(await readEverything(provider)).toEqual(before)
      expect(await apply(provider, "child", [rename("x")], { id })).toBe(3)
    })
  })
}
