import type { SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allFiles, readPages } from "../support/read-everything.ts"
import { apply, create, file, message, scope, text } from "../support/samples.ts"

/**
 * A language's order has these otherwise: capitals and accents beside their letters, punctuation passed over, digits by their
 * number, and UTF-16 has the last two the other way round.
 */
const names = [
  ...["a", "B", "c", "A", "b", "ä", "z", "Z", "é", "f", "ss", "ß", "St", "st", "o", "ö", "p"],
  ...["ab", "a-c", "a b", "a_b", "_a", "-b", ".c", "co-op", "coop", "CO-OP", "cote", "côté", "coté"],
  ...["2", "10", "9", "I", "ı", "i", "\uffee", "\u{10000}"],
]

const byBytes = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right))
const sorted = names.toSorted(byBytes)

/**
 * What a user loses: a session or a file that is on no page, since the database orders by a language and its cursor compares by
 * bytes; and a list that another provider shows in another order.
 */
export function describeByteOrder(context: KitContext): void {
  describe("invariant 10: order by bytes", () => {
    it("sessions of one moment come by the bytes of their ids, not as a language sorts them, whatever the page", async () => {
      const { provider } = await context.open()
      for (const id of names) await apply(provider, id, [create()])
      for (const limit of [1, 4, 100]) expect(await sessionIds(provider, limit)).toEqual(sorted.toReversed())
    })

    it("a parent's sub-agents' sessions come so, too", async () => {
      const { provider } = await context.open()
      await apply(provider, "parent", [create()])
      for (const id of names) await apply(provider, id, [create({ parentId: "parent" })])
      expect(await sessionIds(provider, 5, "parent")).toEqual(sorted.toReversed())
    })

    it("files come by the bytes of their paths, and page through them", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...names.map((path) => file(path, path))])
      for (const limit of [1, 4, 100]) {
        expect((await allFiles(provider, "s", { limit })).map(({ path }) => path)).toEqual(sorted)
      }
    })

    it("projects come by the bytes of their ids", async () => {
      const { provider } = await context.open()
      for (const id of names) await provider.putProject({ id: `p ${id}`, name: id, aliases: [], createdAt: 1 })
      expect((await provider.listProjects()).map(({ id }) => id)).toEqual(sorted.map((id) => `p ${id}`))
    })

    it("titles that are found come in one order, whatever the page", async (test) => {
      if (!context.suite.capabilities.search) test.skip("search is not claimed")
      const { provider } = await context.open()
      for (const id of names) await apply(provider, id, [create({ title: "needle" }), message("m"), text("m", "p", id)])
      const hits = (limit: number) =>
        readPages(async (cursor) => {
          const page = await provider.search({ scope, text: "needle", limit, ...cursor })
          return { items: page.hits.map(({ session }) => session.id), nextCursor: page.nextCursor }
        })
      const whole = await hits(100)
      expect(whole).toHaveLength(names.length)
      for (const limit of [1, 4]) expect(await hits(limit)).toEqual(whole)
    })
  })
}

function sessionIds(provider: SessionProvider, limit: number, parentId?: string): Promise<string[]> {
  return readPages(async (cursor) => {
    const asked = parentId === undefined ? {} : { parentId }
    const page = await provider.listSessions({ scope, state: "active", limit, ...asked, ...cursor })
    return { items: page.sessions.map(({ id }) => id), nextCursor: page.nextCursor }
  })
}
