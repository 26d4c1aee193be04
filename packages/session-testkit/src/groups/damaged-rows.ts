import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { copyStore } from "@opencode/session-core/transfer"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { allChanges, allMessages } from "../support/read-everything.ts"
import { apply, author, create, everything, message, scope, text } from "../support/samples.ts"

/**
 * A row that cannot be read harms only itself.
 *
 * What a user loses: a whole session, or the list of all of them, because a disk or another program spoilt one row.
 */
export function describeDamagedRows(context: KitContext): void {
  describe("invariant 12: damaged rows", () => {
    const damaged = { reason: expect.any(String), raw: expect.any(String) }

    it("a part that cannot be read comes back marked, between parts and messages that are whole", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [
        create(),
        message("m"),
        text("m", "a", "before"),
        text("m", "b", "broken"),
        text("m", "c", "after"),
        message("n"),
      ])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "b" })
      const messages = await allMessages(provider, "s")
      expect(messages).toMatchObject([
        {
          id: "m",
          parts: [
            { data: { text: "before" } },
            { id: "b", type: "text", data: {}, damaged },
            { data: { text: "after" } },
          ],
        },
        { id: "n" },
      ])
      expect(messages[0]?.parts[0]).not.toHaveProperty("damaged")
    })

    it("what the database holds of it is shown as it is, so that a person can save what is left", async (test) => {
      const opened = await context.open()
      await apply(opened.provider, "s", [create(), message("m"), text("m", "p", "the beginning that is left")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "p" })
      const [only] = await allMessages(opened.provider, "s")
      expect(only?.parts[0]?.damaged?.raw).toContain("the begin")
    })

    it("a message whose fields cannot be read comes back marked, with its parts", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [
        create(),
        message("m", { metadata: { a: "b" } }),
        text("m", "p", "whole"),
        message("n"),
      ])
      await hook(test, opened, "damage")({ kind: "message", sessionId: "s", messageId: "m" })
      expect(await allMessages(provider, "s")).toMatchObject([
        { id: "m", role: "user", metadata: {}, damaged, parts: [{ data: { text: "whole" } }] },
        { id: "n" },
      ])
    })

    it("a session whose fields cannot be read is listed, marked, among the others", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create({ title: "Broken", metadata: { a: "b" } })])
      await apply(provider, "t", [create({ metadata: { a: "b" } })])
      await hook(test, opened, "damage")({ kind: "session", sessionId: "s" })
      const { sessions } = await provider.listSessions({ scope, state: "active", limit: 10 })
      expect(sessions).toMatchObject([
        { id: "t", metadata: { a: "b" } },
        { id: "s", title: "Broken", metadata: {}, damaged },
      ])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ damaged })
      expect((await provider.sessionChanges({ scope, limit: 10 })).changes).toHaveLength(2)
    })

    it("the feed goes on over a damaged entry", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "p", "broken"), message("n")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "p" })
      const changes = await allChanges(provider, "s", { limit: 1 })
      expect(changes).toMatchObject([{}, {}, { type: "part", part: { id: "p", damaged } }, { type: "message" }])
    })

    it("search goes on over a damaged part, and finds the others", async (test) => {
      if (!context.suite.capabilities.search) test.skip("search is not claimed")
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "a", "needle"), text("m", "b", "needle")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "b" })
      const { hits } = await provider.search({ scope, text: "needle", limit: 10 })
      expect(hits.map(({ partId }) => partId)).toEqual(["a"])
    })

    it.each(["null", "7", '"null"', "[null]"])("JSON that is no object is damaged, too: %s", async (test, json) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "a", "null 7"), text("m", "b", "null 7")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "b" }, json)
      const [only] = await allMessages(provider, "s")
      expect(only?.parts).toMatchObject([
        { id: "a", data: { text: "null 7" } },
        { id: "b", data: {}, damaged },
      ])
      if (!context.suite.capabilities.search) return
      for (const words of ["null", "7"]) {
        const { hits } = await provider.search({ scope, text: words, limit: 10 })
        expect(hits.map(({ partId }) => partId)).toEqual(["a"])
      }
    })

    it("JSON that is nested more deeply than a store takes is damaged, too: it would exhaust the stack of its readers", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      const deep = `${'{"a":['.repeat(5000)}"needle"${"]}".repeat(5000)}`
      await apply(provider, "s", [create(), message("m"), text("m", "a", "needle"), text("m", "b", "broken")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "b" }, deep)
      const [only] = await allMessages(provider, "s")
      expect(only?.parts).toMatchObject([{ data: { text: "needle" } }, { id: "b", damaged: { raw: deep } }])
      expect(only?.parts[1]?.data).toEqual({})
      const feed = await allChanges(provider, "s", { limit: 10 })
      expect(JSON.stringify(feed)).toContain("damaged")
      if (!context.suite.capabilities.search) return
      const { hits } = await provider.search({ scope, text: "needle", limit: 10 })
      expect(hits.map(({ partId }) => partId)).toEqual(["a"])
    })

    it("a damaged part that is written again is whole again", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "p", "broken")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "p" })
      await apply(provider, "s", [text("m", "p", "fixed")])
      const [only] = await allMessages(provider, "s")
      expect(only?.parts[0]).toMatchObject({ data: { text: "fixed" } })
      expect(only?.parts[0]).not.toHaveProperty("damaged")
    })

    it("a session with a damaged part can be renamed, deleted, restored and purged", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "p", "broken")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "p" })
      const { sessions } = opened.store
      await sessions.rename("s", "Renamed")
      await sessions.delete("s")
      await sessions.restore("s")
      await sessions.purge("s")
      expect(await sessions.get("s")).toBeNull()
    })

    it("a copy to another store takes the rest along, and says what was damaged", async (test) => {
      const opened = await context.open()
      const { provider } = opened
      await apply(provider, "s", [create(), message("m"), text("m", "a", "whole"), text("m", "b", "broken")])
      await hook(test, opened, "damage")({ kind: "part", sessionId: "s", messageId: "m", partId: "b" })
      const copy = createMemoryProvider()
      const target = createSessionStore({ provider: copy, scope: everything, author })
      const report = await copyStore(opened.store.allProjects(), target)
      expect(report.damaged).toMatchObject([{ sessionId: "s", messageId: "m", partId: "b" }])
      expect(await allMessages(copy, "s")).toMatchObject([{ parts: [{ data: { text: "whole" } }, { id: "b" }] }])
    })
  })
}
