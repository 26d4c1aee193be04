import type { Change } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import {
  apply,
  create,
  file,
  message,
  move,
  project,
  purge,
  remove,
  rename,
  restore,
  text,
  usage,
} from "../support/samples.ts"

/**
 * A batch whose receipt was lost can be sent again.
 *
 * What a user loses: a message that is there twice, or one that is refused because it was stored already.
 */
export function describeIdempotence(context: KitContext): void {
  describe("invariant 5: sending a batch again", () => {
    const batches: [string, Change[]][] = [
      ["a message with usage", [message("n", { usage: usage(10, 0.5) }), text("n", "p", "x")]],
      ["a version of a file", [file("a.ts", "new")]],
      ["an update", [rename("Renamed")]],
      ["a removal", [{ type: "message.remove", messageId: "m" }]],
      ["a deletion", [remove]],
      ["a purge", [purge]],
      ["a move", [move("elsewhere")]],
    ]
    it.each(batches)(
      "%s that is sent again has no second effect and gives the first receipt",
      async (_test, _name, changes) => {
        const { provider } = await context.open()
        await apply(provider, "s", [create(), message("m", { usage: usage(1) }), file("a.ts", "old")])
        const options = { id: "sent-twice", scope: { projectId: project } }
        const first = await apply(provider, "s", changes, options)
        const after = await readEverything(provider)
        expect(await apply(provider, "s", changes, options)).toBe(first)
        expect(await readEverything(provider)).toEqual(after)
      },
    )

    it("a creation that is sent again is no error: the writer asked whether it arrived", async () => {
      const { provider } = await context.open()
      const changes = [create(), message("m", { usage: usage(3) })]
      expect(await apply(provider, "s", changes, { id: "b" })).toBe(2)
      expect(await apply(provider, "s", changes, { id: "b" })).toBe(2)
      expect(await provider.statistics({ allProjects: true })).toMatchObject({ messages: 1, usage: { input: 3 } })
    })

    it("the first receipt is given whatever others wrote in between", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      expect(await apply(provider, "s", [message("m")], { id: "mine" })).toBe(2)
      for (let round = 0; round < 20; round += 1) {
        // Many: how many receipts are kept is a matter of their age, not of their number.
        await Promise.all(Array.from({ length: 50 }, (_, index) => apply(other, "s", [rename(`title ${index}`)])))
      }
      expect(await apply(provider, "s", [message("m")], { id: "mine" })).toBe(2)
      expect(await apply(other, "s", [message("m")], { id: "mine" })).toBe(2)
    })

    it("a batch with an expected revision gives its receipt and no conflict, though the revision has moved on by itself", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const options = { id: "mine", expectedRevision: 1 }
      expect(await apply(provider, "s", [rename("A")], options)).toBe(2)
      expect(await apply(provider, "s", [rename("A")], options)).toBe(2)
    })

    it("a batch that was refused can be sent again once its reason is gone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await expectError(apply(provider, "s", [text("m", "p", "x")], { id: "mine" }), "not_found")
      await apply(provider, "s", [message("m")])
      expect(await apply(provider, "s", [text("m", "p", "x")], { id: "mine" })).toBe(3)
    })

    it("sent twice at the same moment, it is applied once and both senders get the same receipt", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      for (let round = 0; round < 10; round += 1) {
        const changes = [message(`m${round}`, { usage: usage(1) })]
        const answers = await Promise.all([
          apply(provider, "s", changes, { id: `round-${round}` }),
          apply(other, "s", changes, { id: `round-${round}` }),
        ])
        expect(answers).toEqual([round + 2, round + 2])
      }
      expect(await provider.statistics({ allProjects: true })).toMatchObject({ messages: 10, usage: { input: 10 } })
    })

    it("the same batch id on two sessions is two batches", async () => {
      const { provider } = await context.open()
      expect(await apply(provider, "s", [create()], { id: "shared" })).toBe(1)
      expect(await apply(provider, "t", [create()], { id: "shared" })).toBe(1)
      expect(await apply(provider, "t", [message("m")], { id: "other" })).toBe(2)
    })

    it("batch ids differ when their case, accents or trailing blanks do", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const ids = ["batch", "Batch", "bätch", "batch "]
      for (const [index, id] of ids.entries()) expect(await apply(provider, "s", [message(id)], { id })).toBe(index + 2)
    })

    it("a deletion that is sent again after the session was restored does not hide it again", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [remove], { id: "deletion" })
      await apply(provider, "s", [restore])
      expect(await apply(provider, "s", [remove], { id: "deletion" })).toBe(2)
      expect(await provider.getSession({ scope: { allProjects: true }, sessionId: "s" })).toMatchObject({
        deletedAt: null,
      })
    })

    it("the receipt is there after the store was closed and opened again", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create(), message("m")], { id: "mine" })
      await provider.close()
      expect(await apply(other, "s", [create(), message("m")], { id: "mine" })).toBe(2)
    })

    it("pruning does not forget the receipts of the last hour", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [message("m", { usage: usage(2) })], { id: "mine" })
      await apply(provider, "s", [rename("Newer")])
      await provider.prune({ scope: { allProjects: true }, deletedBefore: 0, user: null })
      expect(await apply(provider, "s", [message("m", { usage: usage(2) })], { id: "mine" })).toBe(2)
    })
  })
}
