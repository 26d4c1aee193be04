import type { Change } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  file,
  message,
  move,
  newSession,
  purge,
  remove,
  rename,
  restore,
  scope,
  text,
} from "../support/samples.ts"

const theirs = { projectId: "theirs" }

/**
 * A store that is open for one project neither reads nor writes another's.
 *
 * What a user loses: the secrecy of one customer's work, shown to whoever works for another.
 */
export function describeIsolation(context: KitContext): void {
  /** A session of another project, with something of everything. */
  async function openWithTheirs() {
    const opened = await context.open()
    const changes = [
      create({ projectId: "theirs", title: "Their secret" }),
      message("m"),
      text("m", "p", "secret words"),
      file("a.ts", "secret"),
    ]
    await apply(opened.provider, "their", changes)
    await apply(opened.provider, "mine", [create()])
    return opened
  }

  describe("invariant 9: isolation between projects", () => {
    it("another project's session cannot be read by its id", async () => {
      const { provider } = await openWithTheirs()
      for (const includeDeleted of [false, true]) {
        expect(await provider.getSession({ scope, sessionId: "their", includeDeleted })).toBeNull()
      }
      expect(await provider.getSession({ scope: theirs, sessionId: "their" })).not.toBeNull()
    })

    it("another project's messages, files and changes cannot be read by the session's id", async () => {
      const { provider } = await openWithTheirs()
      const page = { scope, sessionId: "their", limit: 10 }
      await expectError(provider.listMessages({ ...page, order: "oldest-first" }), "not_found")
      await expectError(provider.listMessages({ ...page, order: "newest-first" }), "not_found")
      await expectError(provider.listFiles(page), "not_found")
      await expectError(provider.listFiles({ ...page, path: "a.ts" }), "not_found")
      await expectError(provider.changes({ ...page, since: 0 }), "not_found")
    })

    it("another project's sessions are in no list, also as children of one's own", async () => {
      const { provider } = await openWithTheirs()
      await apply(provider, "their-child", [create({ projectId: "theirs", parentId: "mine" })])
      for (const parentId of [undefined, null, "mine"]) {
        const query = { scope, state: "active" as const, limit: 10, ...(parentId === undefined ? {} : { parentId }) }
        const { sessions } = await provider.listSessions(query)
        expect(sessions.every(({ projectId }) => projectId === "app")).toBe(true)
      }
    })

    it("a page's cursor carries nobody into another project", async () => {
      const { provider } = await openWithTheirs()
      await apply(provider, "their-2", [create({ projectId: "theirs" })])
      const { nextCursor } = await provider.listSessions({ scope: theirs, state: "active", limit: 1 })
      const cursor = nextCursor ?? ""
      await expectError(provider.listSessions({ scope, state: "active", limit: 10, cursor }), "invalid_cursor")
    })

    it("search finds nothing of another project", async (test) => {
      if (!context.suite.capabilities.search) test.skip("search is not claimed")
      const { provider } = await openWithTheirs()
      for (const words of ["secret", "cr", "words", "Their"]) {
        expect(await provider.search({ scope, text: words, limit: 10 })).toEqual({ hits: [], nextCursor: null })
      }
      expect((await provider.search({ scope: theirs, text: "secret", limit: 10 })).hits).toHaveLength(2)
    })

    it("the feed and the statistics of a project know nothing of another", async () => {
      const { provider } = await openWithTheirs()
      const { changes } = await provider.sessionChanges({ scope, limit: 10 })
      expect(changes.map(({ sessionId }) => sessionId)).toEqual(["mine"])
      expect(await provider.statistics(scope)).toMatchObject({ projects: 1, sessions: 1, messages: 0 })
      await apply(provider, "their", [purge])
      expect((await provider.sessionChanges({ scope, limit: 10 })).changes).toHaveLength(1)
    })

    const writes: [string, Change][] = [
      ["rename", rename("Mine now")],
      ["delete", remove],
      ["restore", restore],
      ["purge", purge],
      ["move", move("app")],
      ["put a message into", message("n")],
      ["replace a message of", message("m", { role: "system" })],
      ["remove a message of", { type: "message.remove", messageId: "m" }],
      ["put a part into", text("m", "p", "replaced")],
      ["remove a part of", { type: "part.remove", messageId: "m", partId: "p" }],
      ["write a file into", file("a.ts", "replaced")],
      ["remove a file of", { type: "file.remove", path: "a.ts", version: 1 }],
    ]
    it.each(writes)(
      "a store cannot %s another project's session, whatever id it is given",
      async (_test, _name, change) => {
        const { provider } = await openWithTheirs()
        const before = await readEverything(provider)
        await expectError(apply(provider, "their", [change], { scope }), "not_found")
        await expectError(apply(provider, "their", [change], { scope, expectedRevision: 0 }), "not_found")
        expect(await readEverything(provider)).toEqual(before)
      },
    )

    it.each(["session.create", "session.put"] as const)(
      "%s cannot take over another project's session",
      async (_test, type) => {
        const { provider } = await openWithTheirs()
        const before = await readEverything(provider)
        await expectError(apply(provider, "their", [{ type, session: newSession() }], { scope }), "already_exists")
        await expectError(apply(provider, "their", [{ type, session: newSession() }]), "already_exists")
        expect(await readEverything(provider)).toEqual(before)
      },
    )

    it("a conflict of another project's session does not tell its revision", async () => {
      const { provider } = await openWithTheirs()
      const error = await expectError(
        apply(provider, "their", [rename("x")], { scope, expectedRevision: 2 }),
        "conflict",
      )
      expect(error).toMatchObject({ actualRevision: 0 })
    })

    it("another project's batch id gets no receipt", async () => {
      const { provider } = await openWithTheirs()
      await apply(provider, "their", [rename("x")], { id: "their-batch", scope: theirs })
      await expectError(apply(provider, "their", [rename("y")], { id: "their-batch", scope }), "not_found")
    })

    it("deleting, restoring and purging a session leaves another project's children of it alone", async () => {
      const { provider } = await context.open()
      await apply(provider, "mine", [create()])
      await apply(provider, "their", [create({ projectId: "theirs", parentId: "mine" })])
      for (const change of [remove, restore, remove, purge]) {
        await apply(provider, "mine", [change], { scope })
        expect(await provider.getSession({ scope: theirs, sessionId: "their" })).toMatchObject({ revision: 1 })
      }
    })

    it("pruning a project leaves another's deleted sessions alone", async () => {
      const { provider } = await openWithTheirs()
      await apply(provider, "their", [remove], { at: 5 })
      expect(await provider.prune({ scope, deletedBefore: Number.MAX_SAFE_INTEGER, user: null })).toEqual({
        sessions: [],
      })
      expect(await provider.getSession({ scope: theirs, sessionId: "their", includeDeleted: true })).not.toBeNull()
    })

    it("all projects are seen by a caller that asks for them", async () => {
      const { provider } = await openWithTheirs()
      const { sessions } = await provider.listSessions({ scope: everything, state: "active", limit: 10 })
      expect(sessions.map(({ id }) => id).sort()).toEqual(["mine", "their"])
      expect((await provider.getSession({ scope: everything, sessionId: "their" }))?.projectId).toBe("theirs")
    })

    it("an application's store for one project refuses to create a session in another", async () => {
      const { provider } = await openWithTheirs()
      await expectError(storeOf(provider).sessions.create({ projectId: "theirs" }), "invalid_input")
    })
  })
}
