import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, message, move, newSession, purge, remove, rename, restore, text } from "../support/samples.ts"

import { found, openWith } from "../support/searching.ts"

/**
 * What is found follows what is stored: after a change, a removal, a deletion and a move.
 *
 * What a user loses: what was said last; or trust, with hits of words that are gone.
 */
export function describeSearchChanges(context: KitContext): void {
  describe.skipIf(!context.suite.capabilities.search, "search is not claimed")("search", () => {
    it("a part that was written again is found by its new text only", async () => {
      const { provider } = await openWith(context, "first version")
      await apply(provider, "s", [text("m", "0", "second version")])
      expect(await found(provider, "first")).toEqual([])
      expect(await found(provider, "second")).toEqual(["0"])
      await apply(provider, "s", [text("m", "0", "")])
      expect(await found(provider, "version")).toEqual([])
    })

    it("a renamed session is found by its new title only", async () => {
      const { provider } = await openWith(context)
      await apply(provider, "s", [rename("Shiny name")])
      expect(await found(provider, "Untitled")).toEqual([])
      expect(await found(provider, "Shiny")).toEqual(["title"])
    })

    it("removed parts, removed messages and purged sessions are not found", async () => {
      const { provider } = await openWith(context, "needle a", "needle b")
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "0" }])
      expect(await found(provider, "needle")).toEqual(["1"])
      await apply(provider, "s", [{ type: "message.remove", messageId: "m" }])
      expect(await found(provider, "needle")).toEqual([])
      await apply(provider, "s", [purge])
      expect(await found(provider, "Untitled")).toEqual([])
    })

    it("deleted sessions are not searched, archived and restored ones are", async () => {
      const { provider } = await openWith(context, "needle")
      await apply(provider, "s", [remove])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([[], []])
      await apply(provider, "s", [restore, { type: "session.update", fields: { archivedAt: 5 } }])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([["0"], ["title"]])
    })

    it("the other handle's words are found too", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create(), message("m"), text("m", "p", "needle")])
      expect(await found(other, "needle")).toEqual(["p"])
      expect(await found(other, "ne")).toEqual(["p"])
    })

    it("the words of a batch that was refused are not found, and those that it would have replaced are", async () => {
      const { provider } = await openWith(context, "needle")
      const changes = [rename("Thimble"), text("m", "0", "thimble"), text("m", "new", "thimble")]
      await expectError(apply(provider, "s", [...changes, text("missing", "p", "x")]), "not_found")
      await expectError(apply(provider, "s", changes, { expectedRevision: 1 }), "conflict")
      expect(await found(provider, "thimble")).toEqual([])
      expect(await found(provider, "needle")).toEqual(["0"])
      expect(await found(provider, "Untitled")).toEqual(["title"])
    })

    it("a session that moved is found in its new project, and in the old one no more", async () => {
      const { provider } = await openWith(context, "needle")
      await apply(provider, "s", [move("there")])
      const hitsIn = async (projectId: string, words: string) =>
        (await provider.search({ scope: { projectId }, text: words, limit: 10 })).hits.length
      for (const words of ["needle", "ne", "Untitled"]) {
        expect([await hitsIn("app", words), await hitsIn("there", words)], words).toEqual([0, 1])
      }
    })

    it("what a purged session held is not found in a later session of its id", async () => {
      const { provider } = await openWith(context, "needle")
      await apply(provider, "s", [purge])
      await apply(provider, "s", [create({ title: "Other" }), message("m"), text("m", "0", "thimble")])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([[], []])
      expect(await found(provider, "thimble")).toEqual(["0"])
    })

    it("a title that is put again by a copy is found, and the old one is not", async () => {
      const { provider } = await openWith(context, "words")
      await apply(provider, "s", [{ type: "session.put", session: newSession({ title: "Replaced" }) }])
      expect([await found(provider, "Replaced"), await found(provider, "Untitled")]).toEqual([["title"], []])
    })
  })
}
