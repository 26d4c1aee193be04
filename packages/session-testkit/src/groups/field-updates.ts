import type { SessionFields } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, message, newSession, rename, scope, usage } from "../support/samples.ts"

const fields: SessionFields = {
  title: "Other",
  titleSource: "user",
  parentId: "parent",
  directory: "packages/core",
  author: { user: "bob", host: "laptop" },
  agent: "build",
  model: { providerId: "anthropic", modelId: "claude", variant: { effort: "high" } },
  todos: [{ content: "Look", status: "pending", priority: "high", extra: [1, null] }],
  metadata: { version: "1.18", nested: { list: [] } },
  archivedAt: 1_700_000_000_001,
}

/**
 * An update touches the fields that it names, and no others.
 *
 * What a user loses: the title that was typed, undone by an agent that counted its costs at the same moment.
 */
export function describeFieldUpdates(context: KitContext): void {
  describe("invariant 7: field updates", () => {
    it.each(Object.keys(fields) as (keyof SessionFields)[])(
      "an update of %s changes nothing else",
      async (_test, name) => {
        const { provider } = await context.open()
        await apply(provider, "s", [create()])
        const before = await provider.getSession({ scope, sessionId: "s" })
        await apply(provider, "s", [{ type: "session.update", fields: { [name]: fields[name] } }])
        const after = await provider.getSession({ scope, sessionId: "s" })
        expect(after).toEqual({ ...before, [name]: fields[name], revision: 2 })
      },
    )

    it("an update of all fields at once sets all of them, and one back to nothing clears them", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [{ type: "session.update", fields }])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject(fields)
      const cleared = {
        parentId: null,
        author: null,
        agent: null,
        model: null,
        todos: [],
        metadata: {},
        archivedAt: null,
      }
      await apply(provider, "s", [{ type: "session.update", fields: cleared }])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ ...cleared, title: "Other" })
    })

    it("an update without a field is a change all the same, and changes no field", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(fields)])
      const before = await provider.getSession({ scope, sessionId: "s" })
      const absent = Object.fromEntries(Object.keys(fields).map((name) => [name, undefined]))
      expect(await apply(provider, "s", [{ type: "session.update", fields: absent }])).toBe(2)
      expect(await provider.getSession({ scope, sessionId: "s" })).toEqual({ ...before, revision: 2 })
    })

    it("a rename survives updates of everything else by another process at the same time", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      const update = (index: number) =>
        apply(other, "s", [
          { type: "session.update", fields: { agent: `agent ${index}`, todos: [], metadata: { index } } },
          message(`m${index}`, { usage: usage(1, 0.5) }),
        ])
      const indexes = Array.from({ length: 30 }, (_, index) => index)
      // Some begin before the rename and end after it: what they have read of the session is old then.
      const earlier = indexes.slice(0, 15).map(update)
      const renaming = apply(provider, "s", [rename("The user's own")])
      const later = indexes.slice(15).map(update)
      await Promise.all([...earlier, renaming, ...later])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({
        ...{ title: "The user's own", titleSource: "user", messageCount: 30, usage: usage(30, 15) },
      })
    })

    it("a generated title never replaces one that the user has set", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [rename("Mine")])
      const generated: Partial<SessionFields> = { title: "Generated", titleSource: "generated", agent: "title" }
      await apply(provider, "s", [{ type: "session.update", fields: generated }])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({
        ...{ title: "Mine", titleSource: "user", agent: "title" },
      })
    })

    it("a generated title replaces a generated one, and a user's replaces any", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "New session" })])
      const generated: Partial<SessionFields> = { title: "Generated", titleSource: "generated" }
      await apply(provider, "s", [{ type: "session.update", fields: generated }])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject(generated)
      await apply(provider, "s", [rename("Mine")])
      await apply(provider, "s", [rename("Mine, really")])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ title: "Mine, really" })
    })

    it("a user's title in the same batch as a generated one wins in either order", async () => {
      const { provider } = await context.open()
      const generated = { type: "session.update", fields: { title: "G", titleSource: "generated" } } as const
      await apply(provider, "s", [create(), rename("U"), generated])
      await apply(provider, "t", [create(), generated, rename("U")])
      for (const sessionId of ["s", "t"]) {
        expect(await provider.getSession({ scope, sessionId })).toMatchObject({ title: "U", titleSource: "user" })
      }
    })

    it("a put replaces all fields of the session, as a copy needs it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "Before", metadata: { old: 1 } })])
      const session = newSession({ ...fields, createdAt: 5 })
      await apply(provider, "s", [{ type: "session.put", session }])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ ...session, revision: 2 })
    })

    it("archiving moves a session to its own list, and back", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const listed = async (state: "active" | "archived") =>
        (await provider.listSessions({ scope, state, limit: 10 })).sessions.map(({ id }) => id)
      await apply(provider, "s", [{ type: "session.update", fields: { archivedAt: 7 } }])
      expect([await listed("active"), await listed("archived")]).toEqual([[], ["s"]])
      await apply(provider, "s", [{ type: "session.update", fields: { archivedAt: null } }])
      expect([await listed("active"), await listed("archived")]).toEqual([["s"], []])
    })
  })
}
