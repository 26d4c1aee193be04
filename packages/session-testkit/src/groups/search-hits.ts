import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { forgedCursors } from "../support/forged-cursors.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { readPages } from "../support/read-everything.ts"
import { apply, create, everything, message, scope, text } from "../support/samples.ts"

import { openWith } from "../support/searching.ts"

/**
 * Hits come in order and by pages, and say where they are.
 *
 * What a user loses: a hit between two pages, or the place in a session that the hit is about.
 */
export function describeSearchHits(context: KitContext): void {
  describe.skipIf(!context.suite.capabilities.search, "search is not claimed")("search", () => {
    it("an application that searches for nothing is told so, instead of being given everything", async () => {
      const { store } = await openWith(context, "anything")
      for (const words of ["", "   ", "\t\n", '"', '""', '" "']) await expectError(store.search(words), "invalid_input")
      await expectError(store.search("x".repeat(1001)), "too_large")
    })

    it("titles come first, then parts, newest first", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create({ title: "needle one" }), message("m"), text("m", "old", "needle")])
      await apply(provider, "b", [create({ title: "needle two" }), message("m"), text("m", "new", "needle")])
      const { hits } = await provider.search({ scope, text: "needle", limit: 10 })
      expect(hits.map(({ session, partId }) => `${session.id} ${partId ?? "title"}`)).toEqual([
        "b title",
        "a title",
        "b new",
        "a old",
      ])
    })

    it("a hit says where it was found, and shows it", async () => {
      const { provider } = await context.open()
      const words = `${"long text before ".repeat(20)}the needle\n\nand ${"long text after ".repeat(20)}`
      await apply(provider, "s", [create({ title: "Mine" }), message("m"), text("m", "p", words)], {
        at: 1_800_000_000_000,
      })
      const { hits } = await provider.search({ scope, text: "NEEDLE the", limit: 10 })
      expect(hits).toMatchObject([
        {
          session: { id: "s", projectId: "app", title: "Mine", updatedAt: 1_800_000_000_000 },
          messageId: "m",
          partId: "p",
          partType: "text",
        },
      ])
      const [{ snippet = "", matches = [] } = {}] = hits
      expect(snippet.length).toBeLessThan(300)
      expect(snippet).toContain("the needle and long")
      expect(matches.map(([start, end]) => snippet.slice(start, end))).toContain("needle")
    })

    it("hits come by pages: each once, titles and parts across the border of a page", async () => {
      const { provider } = await context.open()
      for (let index = 0; index < 4; index += 1) {
        await apply(provider, `s${index}`, [
          create({ title: `needle ${index}` }),
          message("m"),
          text("m", "p", "needle"),
          text("m", "q", "needle"),
        ])
      }
      const whole = (await provider.search({ scope, text: "needle", limit: 100 })).hits
      expect(whole).toHaveLength(12)
      for (const limit of [1, 3, 4, 5, 12]) {
        const hits = await readPages(async (cursor) => {
          const page = await provider.search({ scope, text: "needle", limit, ...cursor })
          expect(page.hits.length).toBeLessThanOrEqual(limit)
          return { items: page.hits, nextCursor: page.nextCursor }
        })
        expect(hits).toEqual(whole)
      }
    })

    it("a cursor of another search or another project is refused", async () => {
      const { provider } = await openWith(context, "needle a", "needle b", "needle c")
      const { nextCursor } = await provider.search({ scope, text: "needle", limit: 1 })
      const cursor = nextCursor ?? ""
      await expectError(provider.search({ scope, text: "other", limit: 1, cursor }), "invalid_cursor")
      await expectError(provider.search({ scope: everything, text: "needle", limit: 1, cursor }), "invalid_cursor")
      await expectError(provider.search({ scope, text: "needle", limit: 1, cursor: "x" }), "invalid_cursor")
      for (const forged of forgedCursors(cursor)) {
        await expectError(provider.search({ scope, text: "needle", limit: 1, cursor: forged }), "invalid_cursor")
      }
    })

    it("parts that are written while somebody pages do not shift the pages", async () => {
      const { provider } = await openWith(context, "needle a", "needle b", "needle c", "needle d")
      const first = await provider.search({ scope, text: "needle", limit: 2 })
      await apply(provider, "s", [text("m", "new", "needle e")])
      const second = await provider.search({ scope, text: "needle", limit: 2, cursor: first.nextCursor ?? "" })
      expect([...first.hits, ...second.hits].map(({ partId }) => partId)).toEqual(["3", "2", "1", "0"])
    })

    it("a part that is removed while somebody pages takes no other hit with it", async () => {
      const { provider } = await openWith(context, "needle a", "needle b", "needle c", "needle d")
      const first = await provider.search({ scope, text: "needle", limit: 2 })
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "2" }])
      const second = await provider.search({ scope, text: "needle", limit: 2, cursor: first.nextCursor ?? "" })
      expect([...first.hits, ...second.hits].map(({ partId }) => partId)).toEqual(["3", "2", "1", "0"])
    })

    it("an application searches within its own project only", async () => {
      const { provider } = await openWith(context, "needle")
      expect((await storeOf(provider, "other").search("needle")).hits).toEqual([])
      expect((await storeOf(provider, "other").allProjects().search("needle")).hits).toHaveLength(1)
    })
  })
}
