import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { forgedCursors } from "../support/forged-cursors.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, everything, file, message, scope } from "../support/samples.ts"

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/**
 * A cursor is good for its own query, and for nothing else.
 *
 * What a user loses: time with pages of something else, or an error that only the database understands.
 */
export function describeCursors(context: KitContext): void {
  describe("invariant 10: cursors", () => {
    it("a cursor of another query is refused, instead of a page of something else", async () => {
      const { provider } = await context.open()
      for (const id of ["s", "t"])
        await apply(provider, id, [create(), message("a"), message("b"), file("x", "1"), file("y", "1")])
      const sessions = (await provider.listSessions({ scope, state: "active", limit: 1 })).nextCursor ?? ""
      const messages =
        (await provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1 })).nextCursor ?? ""
      const files = (await provider.listFiles({ scope, sessionId: "s", limit: 1 })).nextCursor ?? ""
      const page = { scope, limit: 1 }
      const attempts = [
        () => provider.listSessions({ ...page, state: "archived", cursor: sessions }),
        () => provider.listSessions({ ...page, state: "active", parentId: null, cursor: sessions }),
        () => provider.listSessions({ ...page, state: "active", parentId: "s", cursor: sessions }),
        () => provider.listSessions({ ...page, scope: everything, state: "active", cursor: sessions }),
        () => provider.listSessions({ ...page, state: "active", cursor: messages }),
        () => provider.listMessages({ ...page, sessionId: "s", order: "newest-first", cursor: messages }),
        () => provider.listMessages({ ...page, sessionId: "t", order: "oldest-first", cursor: messages }),
        () => provider.listMessages({ ...page, sessionId: "s", order: "oldest-first", cursor: files }),
        () => provider.listFiles({ ...page, sessionId: "s", path: "x", cursor: files }),
        () => provider.listFiles({ ...page, sessionId: "t", cursor: files }),
      ]
      for (const attempt of attempts) await expectError(attempt(), "invalid_cursor")
    })

    it("a cursor that is damaged is refused, in every list", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      for (const cursor of ["", "x", "not a cursor", "bnVsbA", "W10", "WyJhIl0", "eyJhIjoxfQ", "👾"]) {
        await expectError(provider.listSessions({ scope, state: "active", limit: 1, cursor }), "invalid_cursor")
        await expectError(
          provider.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1, cursor }),
          "invalid_cursor",
        )
        await expectError(provider.listFiles({ scope, sessionId: "s", limit: 1, cursor }), "invalid_cursor")
      }
    })

    it("a cursor with a position that no row has is refused, in every list, and never reaches the database", async () => {
      const { provider } = await context.open()
      const contents = [message("a"), message("b"), file("x", "1"), file("y", "1")]
      for (const id of ["s", "t"]) await apply(provider, id, [create(), ...contents])
      const page = { scope, limit: 1 }
      const ofSession = { ...page, sessionId: "s" }
      const lists: ((cursor?: { cursor: string }) => Promise<{ nextCursor: string | null }>)[] = [
        (cursor) => provider.listSessions({ ...page, state: "active", ...cursor }),
        (cursor) => provider.listMessages({ ...ofSession, order: "oldest-first", ...cursor }),
        (cursor) => provider.listMessages({ ...ofSession, order: "newest-first", ...cursor }),
        (cursor) => provider.listFiles({ ...ofSession, ...cursor }),
      ]
      for (const list of lists) {
        const genuine = (await list()).nextCursor ?? ""
        for (const cursor of forgedCursors(genuine)) await expectError(list({ cursor }), "invalid_cursor")
        await list({ cursor: genuine })
      }
    })

    it("a cursor is opaque and short: it does not grow with what was read", async () => {
      const { provider } = await context.open()
      for (const index of range(40)) await apply(provider, `s${index}`, [create({ title: "x".repeat(5_000) })])
      let cursor = (await provider.listSessions({ scope, state: "active", limit: 1 })).nextCursor ?? ""
      for (const _ of range(30)) {
        cursor = (await provider.listSessions({ scope, state: "active", limit: 1, cursor })).nextCursor ?? ""
        expect(cursor.length).toBeLessThan(400)
        expect(cursor).toMatch(/^[\w-]+$/)
      }
    })
  })
}
