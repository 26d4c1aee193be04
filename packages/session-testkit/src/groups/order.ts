import type { Change } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allMessages } from "../support/read-everything.ts"
import { apply, create, message, messageFields, newSession, part, partFields, scope, text } from "../support/samples.ts"

const ids = (items: { id: string }[]) => items.map(({ id }) => id)

/**
 * A message's position is the revision of its first put.
 *
 * What a user loses: the order of a conversation: a question that stands behind its reply.
 */
export function describeOrder(context: KitContext): void {
  describe("invariant 3: positions", () => {
    it("a message's position is the revision of its first put, and stays when it is written again", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a"), message("b"), message("a", { agent: "again" })])
      expect(await allMessages(provider, "s")).toMatchObject([
        { id: "a", position: 2, revision: 4 },
        { id: "b", position: 3, revision: 3 },
      ])
    })

    it("messages are listed as they were written, whatever their clocks and ids say", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [message("z", { createdAt: 9_000 })], { at: 9_000 })
      await apply(provider, "s", [message("a", { createdAt: 1_000 })], { at: 1_000 })
      await apply(provider, "s", [message("m", { createdAt: 5_000 })], { at: 5_000 })
      expect(ids(await allMessages(provider, "s"))).toEqual(["z", "a", "m"])
      expect(ids(await allMessages(provider, "s", { order: "newest-first" }))).toEqual(["m", "a", "z"])
    })

    it("messages that were created in the same millisecond keep their order", async () => {
      const { provider } = await context.open()
      const written = Array.from({ length: 30 }, (_, index) => `m${(index * 7) % 30}`)
      await apply(provider, "s", [create(), ...written.map((id) => message(id))])
      expect(ids(await allMessages(provider, "s", { limit: 7 }))).toEqual(written)
    })

    it("the parts of a message come in the order of their first put, also when the first is still being written", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [
        create(),
        message("m"),
        text("m", "z", "a"),
        text("m", "a", "b"),
        text("m", "z", "ab"),
      ])
      const [only] = await allMessages(provider, "s")
      expect(ids(only?.parts ?? [])).toEqual(["z", "a"])
      expect(only?.parts.map(({ position }) => position)).toEqual([3, 4])
    })

    it("parts of different messages that are written in turn stay with their messages", async () => {
      const { provider } = await context.open()
      const parts = [text("m", "p1", "1"), text("n", "p1", "2"), text("m", "p2", "3"), text("n", "p0", "4")]
      await apply(provider, "s", [create(), message("m"), message("n"), ...parts])
      const messages = await allMessages(provider, "s")
      expect(messages.map((each) => [each.id, ids(each.parts)])).toEqual([
        ["m", ["p1", "p2"]],
        ["n", ["p1", "p0"]],
      ])
    })

    it("a part of the same id in two messages is two parts", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n"), text("m", "p", "one"), text("n", "p", "two")])
      const messages = await allMessages(provider, "s")
      expect(messages.map((each) => each.parts.map((item) => item.data.text))).toEqual([["one"], ["two"]])
    })

    it("removing a message removes its own parts, and those of no other message", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n"), text("m", "p", "one"), text("n", "p", "two")])
      await apply(provider, "s", [text("n", "q", "three"), { type: "message.remove", messageId: "m" }])
      const parts = [{ data: { text: "two" } }, { data: { text: "three" } }]
      expect(await allMessages(provider, "s")).toMatchObject([{ id: "n", parts }])
    })

    it("removing a part leaves a part of the same id to the other messages", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n"), text("m", "p", "one"), text("n", "p", "two")])
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "p" }])
      expect(await allMessages(provider, "s")).toMatchObject([
        { id: "m", parts: [] },
        { id: "n", parts: [{ data: { text: "two" } }] },
      ])
    })

    it("a message of the same id in two sessions is two messages", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "one")])
      await apply(provider, "t", [create(), message("m"), text("m", "p", "two")])
      await apply(provider, "s", [{ type: "message.remove", messageId: "m" }])
      expect(await allMessages(provider, "t")).toMatchObject([{ id: "m", parts: [{ data: { text: "two" } }] }])
    })

    it("positions of concurrent writers are unique, so no two messages claim the same one", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      const writers = [provider, other]
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          apply(writers[index % 2] ?? provider, "s", [message(`m${index}`), part(`m${index}`, "p")]),
        ),
      )
      const positions = (await allMessages(provider, "s")).map(({ position }) => position)
      expect(positions).toEqual(Array.from({ length: 40 }, (_, index) => 2 + 2 * index))
    })

    it("a message that was removed and comes back goes to the end, like a new one", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("a"), message("b"), { type: "message.remove", messageId: "a" }])
      await apply(provider, "s", [message("a")])
      expect(await allMessages(provider, "s")).toMatchObject([{ id: "b" }, { id: "a", position: 5, parts: [] }])
    })

    it("a copy keeps the positions of its source", async () => {
      const { provider } = await context.open()
      const changes: Change[] = [
        { type: "session.put", session: newSession(), revision: 1 },
        { type: "message.put", message: messageFields("late"), position: 7, revision: 7 },
        { type: "message.put", message: messageFields("early"), position: 3, revision: 8 },
        { type: "part.put", part: partFields("early", "p"), position: 5, revision: 9 },
        { type: "part.put", part: partFields("early", "q"), position: 4, revision: 10 },
      ]
      await apply(provider, "s", changes)
      const messages = await allMessages(provider, "s")
      expect(messages).toMatchObject([
        {
          id: "early",
          position: 3,
          revision: 8,
          parts: [
            { id: "q", position: 4 },
            { id: "p", position: 5 },
          ],
        },
        { id: "late", position: 7, revision: 7 },
      ])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 10 })
    })
  })
}
