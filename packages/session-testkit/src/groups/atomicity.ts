import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages, readEverything } from "../support/read-everything.ts"
import { apply, create, everything, file, message, part, rename, scope, text, usage } from "../support/samples.ts"

/**
 * A batch applies wholly or not at all, and is durable when `apply` returns.
 *
 * What a user loses: the other half of a reply, the text of a message, or all that follows a revision which never comes.
 */
export function describeAtomicity(context: KitContext): void {
  describe("invariant 1: atomicity", () => {
    it("a batch that fails at its last change leaves nothing behind, so nobody sees half a reply", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const before = await readEverything(provider)
      const changes = [
        message("m", { usage: usage(5, 1) }),
        text("m", "p", "half"),
        rename("half"),
        file("a.ts", "half"),
      ]
      await expectError(apply(provider, "s", [...changes, part("missing", "q")]), "not_found")
      expect(await readEverything(provider)).toEqual(before)
    })

    it("a refused batch takes no revision, so the feed has no gap that a reader would wait for", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await expectError(apply(provider, "s", [message("m"), part("missing", "q")]), "not_found")
      expect(await apply(provider, "s", [message("m")])).toBe(2)
    })

    it("a creation that fails leaves neither an empty session nor a project in the lists", async () => {
      const { provider } = await context.open()
      await expectError(apply(provider, "s", [create(), part("missing", "q")]), "not_found")
      expect(await readEverything(provider)).toMatchObject({ sessions: [], projects: [], projectFeed: [] })
      expect(await apply(provider, "s", [create()])).toBe(1)
    })

    it("a removal that fails with its batch leaves the message and its parts in place", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "kept")])
      const removal = { type: "message.remove", messageId: "m" } as const
      await expectError(apply(provider, "s", [removal, part("m", "q")]), "not_found")
      expect(await allMessages(provider, "s")).toMatchObject([{ id: "m", parts: [{ id: "p" }] }])
    })

    it("a batch on a session that is not there creates nothing", async () => {
      const { provider } = await context.open()
      await expectError(apply(provider, "nobody", [message("m")]), "not_found")
      expect(await provider.getSession({ scope: everything, sessionId: "nobody" })).toBeNull()
    })

    it("a second creation of a session is refused and does not touch the first one's title", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "First" })])
      await expectError(apply(provider, "s", [create({ title: "Second" }), message("m")]), "already_exists")
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ title: "First", revision: 1 })
      expect(await allMessages(provider, "s")).toEqual([])
    })

    it("two processes that create one session at once end with one creation, and the loser is told", async (test) => {
      const { provider, other } = await context.openTwice(test)
      const outcomes = await Promise.allSettled([
        apply(provider, "s", [create({ title: "mine" }), message("m")]),
        apply(other, "s", [create({ title: "theirs" }), message("m")]),
      ])
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
      expect(outcomes.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "already_exists" } })
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 2, messageCount: 1 })
    })

    it("a reader that asks while 300 changes are written sees all of them or none", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      const changes = Array.from({ length: 100 }, (_, index) => [
        message(`m${index}`),
        text(`m${index}`, "p", "x"),
        text(`m${index}`, "q", "y"),
      ]).flat()
      let writing = true
      const written = apply(provider, "s", changes).finally(() => {
        writing = false
      })
      const seen = new Set<number>()
      while (writing) seen.add((await allMessages(other, "s", { limit: 1000 })).flatMap((each) => each.parts).length)
      await written
      seen.add((await allMessages(other, "s", { limit: 1000 })).flatMap((each) => each.parts).length)
      expect([...seen].filter((count) => count !== 0 && count !== 200)).toEqual([])
      expect(seen).toContain(200)
    })

    it("batches that are sent at once do not mix: each one's changes have neighbouring revisions", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const id = `m${index}`
          return apply(provider, "s", [message(id), text(id, "p", "x"), text(id, "q", "y")])
        }),
      )
      for (const { position, parts } of await allMessages(provider, "s")) {
        expect(parts.map((each) => each.position)).toEqual([position + 1, position + 2])
      }
    })

    it("what apply has returned for is there for another handle immediately, before anything is closed", async (test) => {
      const { provider, other } = await context.openTwice(test)
      const { id } = await storeOf(provider).sessions.create({ title: "Seen" })
      const sent = await storeOf(provider).messages.append(id, {
        role: "user",
        parts: [{ type: "text", text: "hello" }],
      })
      const { messages } = await storeOf(other).messages.list(id)
      expect(messages).toMatchObject([{ id: sent.id, parts: [{ data: { text: "hello" } }] }])
    })

    it("a session, its message and its file can be written in one batch, so an import never leaves a bare session", async () => {
      const { provider } = await context.open()
      expect(await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), file("a.ts", "x")])).toBe(4)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 1, revision: 4 })
    })
  })
}
