import { setImmediate as nextTurn } from "node:timers/promises"
import type { Change, RecordedChange } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { allChanges, allMessages, allSessionChanges } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  file,
  message,
  messageFields,
  newSession,
  purge,
  remove,
  rename,
  restore,
  scope,
  text,
} from "../support/samples.ts"

const outline = (changes: RecordedChange[]) => changes.map(({ type, revision }) => `${revision} ${type}`)

/**
 * Each change takes the next revision, and the feed of a session is complete.
 *
 * What a user loses: a change that a watcher never sees, because it was put behind where the watcher had been.
 */
export function describeRevisions(context: KitContext): void {
  describe("invariant 2: revisions and the feed of a session", () => {
    it("every kind of change takes exactly one revision, so a reader can tell that it missed nothing", async () => {
      const { provider } = await context.open()
      expect(await apply(provider, "s", [create()])).toBe(1)
      const changes: Change[] = [
        rename("A"),
        message("m"),
        text("m", "p", "x"),
        { type: "part.remove", messageId: "m", partId: "p" },
        { type: "message.remove", messageId: "m" },
        file("a.ts", "1"),
        { type: "file.remove", path: "a.ts", version: 1 },
        { type: "session.put", session: newSession() },
        remove,
        restore,
      ]
      for (const [index, change] of changes.entries()) expect(await apply(provider, "s", [change])).toBe(index + 2)
    })

    it("a batch of several changes answers with the revision of its last one", async () => {
      const { provider } = await context.open()
      expect(await apply(provider, "s", [create(), message("m"), text("m", "p", "x")])).toBe(3)
    })

    it("a hundred writes at once take a hundred revisions without a gap or a repetition", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const revisions = await Promise.all(
        Array.from({ length: 100 }, (_, index) => apply(provider, "s", [message(`m${index}`)])),
      )
      expect(revisions.sort((left, right) => left - right)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 2),
      )
      expect(new Set((await allChanges(provider, "s")).map(({ revision }) => revision)).size).toBe(101)
    })

    it("the feed from 0 has everything, in ascending order of revisions", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), file("a.ts", "1")])
      expect(outline(await allChanges(provider, "s"))).toEqual(["1 session", "2 message", "3 part", "4 file"])
    })

    it("the feed read one entry at a time has the same entries as read at once", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), message("n"), rename("A")])
      await apply(provider, "s", [message("m", { agent: "later" }), { type: "message.remove", messageId: "n" }])
      expect(await allChanges(provider, "s", { limit: 1 })).toEqual(await allChanges(provider, "s"))
    })

    it("a reader that has seen more than a node that lags is not taken back", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const page = await provider.changes({ scope, sessionId: "s", since: 100, limit: 10 })
      expect(page).toEqual({ changes: [], since: 100, complete: true })
    })

    it("a page of the feed has no more entries than asked for, and says that there is more", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), text("m", "q", "x")])
      const page = await provider.changes({ scope, sessionId: "s", since: 0, limit: 3 })
      expect(page).toMatchObject({ since: 3, complete: false })
      expect(page.changes).toHaveLength(3)
    })

    it("a reader that is up to date is told so, and where to go on", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const page = await provider.changes({ scope, sessionId: "s", since: 2, limit: 10 })
      expect(page).toEqual({ changes: [], since: 2, complete: true })
    })

    it("a complete page advances to the session's revision even where later entries have replaced earlier ones", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), rename("A"), rename("B")])
      const page = await provider.changes({ scope, sessionId: "s", since: 0, limit: 1000 })
      expect(page).toMatchObject({ since: 4, complete: true })
    })

    it("what is written behind a reader's back comes after what it has read, never before", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const seen: number[] = []
      let since = 0
      for (let round = 0; round < 20; round += 1) {
        await apply(provider, "s", [message(`m${round}`), text(`m${round}`, "p", "x"), text(`m${round % 3}`, "q", "y")])
        const page = await provider.changes({ scope, sessionId: "s", since, limit: 2 })
        seen.push(...page.changes.map((change) => change.revision))
        since = page.since
      }
      seen.push(...(await allChanges(provider, "s", { since })).map((change) => change.revision))
      expect(seen).toEqual([...seen].sort((left, right) => left - right))
      expect(seen.at(-1)).toBe(61)
    })

    it("a change is never seen before its revision, or a mirror that goes on from there would miss what comes between", async () => {
      const { provider, hooks } = await context.open()
      const reader = (await hooks.reopen?.()) ?? provider
      await apply(provider, "s", [create()])
      let writing = true
      const written = write().finally(() => {
        writing = false
      })
      async function write() {
        for (let round = 0; round < 15; round += 1) {
          await apply(provider, "s", [message(`m${round}`), text(`m${round}`, "p", "x"), rename(`title ${round}`)])
        }
      }
      const revisionNow = async () => (await reader.getSession({ scope, sessionId: "s" }))?.revision ?? 0
      try {
        while (writing) {
          const rows = (await allMessages(reader, "s")).flatMap((each) => [each, ...each.parts])
          const entries = await allChanges(reader, "s")
          const seen = Math.max(...[...rows, ...entries].map(({ revision }) => revision))
          expect(await revisionNow()).toBeGreaterThanOrEqual(seen)
          const [told] = await allSessionChanges(reader, scope)
          expect(told?.revision).toBeGreaterThanOrEqual(seen)
          expect((await allChanges(reader, "s")).at(-1)?.revision).toBeGreaterThanOrEqual(told?.revision ?? 0)
          await nextTurn()
        }
      } finally {
        await written
      }
      expect(await revisionNow()).toBe(46)
    })

    it("what was changed several times appears once, as it is now", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "one"), text("m", "p", "two")])
      const parts = (await allChanges(provider, "s")).filter((change) => change.type === "part")
      expect(parts).toMatchObject([{ revision: 4, part: { data: { text: "two" }, position: 3, revision: 4 } }])
    })

    it("a message that was written again is met before its parts, so that a replay has where to put them", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), message("m", { agent: "done" })])
      const changes = await allChanges(provider, "s")
      expect(outline(changes)).toEqual(["1 session", "2 message", "3 part", "4 message"])
      expect(changes[1]).toMatchObject({ message: { agent: "done", position: 2, revision: 4 } })
    })

    it("a reader that has met a message gets only its newest state", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x"), message("m", { agent: "done" })])
      expect(outline(await allChanges(provider, "s", { since: 2 }))).toEqual(["3 part", "4 message"])
    })

    it("an update of the session's fields is in the feed at its own revision, with the fields as they are now", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), rename("New"), message("n")])
      const sessions = (await allChanges(provider, "s")).filter((change) => change.type === "session")
      expect(sessions).toMatchObject([{ revision: 1 }, { revision: 3, session: { title: "New" } }])
    })

    it("a removed message leaves a tombstone, or mirrors would keep it for ever", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x")])
      await apply(provider, "s", [{ type: "message.remove", messageId: "m" }])
      expect((await allChanges(provider, "s")).slice(1)).toEqual([
        { type: "message.removed", revision: 4, messageId: "m" },
      ])
    })

    it("a removed part leaves a tombstone that names its message", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x")])
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "p" }])
      const tombstone = { type: "part.removed", revision: 4, messageId: "m", partId: "p" }
      expect((await allChanges(provider, "s")).at(-1)).toEqual(tombstone)
    })

    it("a removed version of a file leaves a tombstone with its number", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("a.ts", "1"), file("a.ts", "2")])
      await apply(provider, "s", [{ type: "file.remove", path: "a.ts", version: 1 }])
      const tombstone = { type: "file.removed", revision: 4, path: "a.ts", version: 1 }
      expect((await allChanges(provider, "s")).at(-1)).toEqual(tombstone)
    })

    it("the removal of what is not there is recorded, since a mirror may have it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), { type: "message.remove", messageId: "unknown" }])
      expect(outline(await allChanges(provider, "s"))).toEqual(["1 session", "2 message.removed"])
    })

    it("a message that comes back after its removal comes after its tombstone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), { type: "message.remove", messageId: "m" }, message("m")])
      expect(outline(await allChanges(provider, "s"))).toEqual(["1 session", "3 message.removed", "4 message"])
    })

    it("each removal of the same thing is in the feed, so a reader between them sees both", async () => {
      const { provider } = await context.open()
      const away: Change = { type: "message.remove", messageId: "m" }
      await apply(provider, "s", [create(), message("m"), away, message("m"), away])
      expect(outline(await allChanges(provider, "s"))).toEqual(["1 session", "3 message.removed", "5 message.removed"])
    })

    it("the feed of a deleted session can be read, or a mirror would never learn of the deletion", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [remove])
      const changes = await allChanges(provider, "s", { since: 1 })
      expect(changes).toMatchObject([{ type: "session", revision: 2, session: { deletedAt: expect.any(Number) } }])
    })

    it("the feed of a purged session is gone, with the error that says so", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      await apply(provider, "s", [purge])
      await expectError(provider.changes({ scope: everything, sessionId: "s", since: 0, limit: 10 }), "not_found")
    })

    it("a session that is created again after its purge goes on counting, so old readers do not take it for the old one", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n")])
      expect(await apply(provider, "s", [purge])).toBe(4)
      expect(await apply(provider, "s", [create({ title: "Again" })])).toBe(5)
      expect(await apply(provider, "s", [message("m")])).toBe(6)
      expect(outline(await allChanges(provider, "s"))).toEqual(["5 session", "6 message"])
    })

    it("a session of another id begins at 1, whatever was purged before", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n")])
      await apply(provider, "s", [purge])
      expect(await apply(provider, "t", [create()])).toBe(1)
      expect(outline(await allChanges(provider, "t"))).toEqual(["1 session"])
    })

    it("a copy keeps the numbers of its source, also across the gaps that a shortened feed has", async () => {
      const { provider } = await context.open()
      const put: Change = { type: "session.put", session: newSession(), revision: 3 }
      const changes: Change[] = [put, { type: "message.put", message: messageFields("m"), position: 2, revision: 9 }]
      expect(await apply(provider, "s", changes)).toBe(9)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 9, messageCount: 1 })
      expect(outline(await allChanges(provider, "s"))).toEqual(["2 message", "3 session", "9 message"])
      expect(await apply(provider, "s", [message("n")])).toBe(10)
    })

    it("a copy cannot write behind the session's revision, where readers would miss it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const late: Change = { type: "message.put", message: messageFields("n"), revision: 2 }
      expect(await expectError(apply(provider, "s", [late]), "conflict")).toMatchObject({ actualRevision: 2 })
    })

    it("a session that was purged can be copied here once more, with the numbers of its source", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m"), message("n")])
      await apply(provider, "s", [purge])
      const put: Change = { type: "session.put", session: newSession({ title: "Copy" }), revision: 1 }
      const changes: Change[] = [put, { type: "message.put", message: messageFields("m"), position: 2, revision: 2 }]
      expect(await apply(provider, "s", changes)).toBe(2)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ title: "Copy", revision: 2 })
    })

    it("the clock of a writer changes nothing in the order: revisions ascend though times go back", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()], { at: 2_000_000 })
      await apply(provider, "s", [message("late")], { at: 3_000_000 })
      expect(await apply(provider, "s", [message("early")], { at: 1_000 })).toBe(3)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ updatedAt: 3_000_000 })
    })
  })
}
