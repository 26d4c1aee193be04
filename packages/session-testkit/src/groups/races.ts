import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { entryOf, startProcess, startProcesses } from "../processes/provider-process.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { allChanges, allMessages } from "../support/read-everything.ts"
import { apply, create, message, rename, scope, usage } from "../support/samples.ts"

/**
 * Real processes, at the same time, some of which are killed.
 *
 * What a user loses: what was acknowledged before a crash, or a message of one of many writers.
 */
export function describeRaces(context: KitContext): void {
  describe(
    "races between processes",
    () => {
      it("invariant 13: six processes that start at once on an empty store all succeed", async (test) => {
        await using started = await startProcesses(hook(test, await context.create(), "openInProcess"), 6)
        const processes = started.all
        for (let round = 0; round < 3; round += 1) {
          const fresh = await context.create()
          const entries = hook(test, fresh, "openInProcess")
          await Promise.all(
            processes.map(async (process, index) => {
              await process.open(entryOf(entries, index))
              await process.apply(`s${index}`, [create()])
            }),
          )
          expect(await fresh.provider.migrate()).toMatchObject({ applied: [], pending: [] })
          const { sessions } = await fresh.provider.listSessions({ scope, state: "active", limit: 10 })
          expect(sessions).toHaveLength(6)
        }
      })

      it("invariant 6: eight processes × 20 messages on one session are exactly 160, with no gap and no position taken twice", async (test) => {
        const opened = await context.open()
        const { provider } = opened
        await using started = await startProcesses(hook(test, opened, "openInProcess"), 8)
        const processes = started.all
        await Promise.all(processes.map((process) => process.open()))
        await apply(provider, "s", [create()])
        // A reader that follows meanwhile must end with everything, too.
        let writing = true
        const written = Promise.all(processes.map((process, index) => process.write("s", `w${index}`, 20))).finally(
          () => {
            writing = false
          },
        )
        // Its failure is the case's below, and nobody else's until then.
        written.catch(() => {})
        const seen = new Set<number>()
        let since = 0
        for (let complete = false; writing || !complete; ) {
          const page = await provider.changes({ scope, sessionId: "s", since, limit: 50 })
          if (!page.complete && page.since <= since) throw new Error(`The feed stands still at ${since}.`)
          for (const { revision } of page.changes) {
            expect(seen.has(revision)).toBe(false)
            seen.add(revision)
          }
          ;({ since, complete } = page)
          await new Promise((resolve) => setImmediate(resolve))
        }
        await written
        const session = await provider.getSession({ scope, sessionId: "s" })
        expect(session).toMatchObject({ messageCount: 160, revision: 321, usage: usage(160, 1.6) })
        const revisions = (await allChanges(provider, "s", { limit: 1000 })).map(({ revision }) => revision)
        expect(revisions).toEqual(Array.from({ length: 321 }, (_, index) => index + 1))
        const positions = (await allMessages(provider, "s", { limit: 1000 })).map(({ position }) => position)
        expect(new Set(positions).size).toBe(160)
        const missed = (await allChanges(provider, "s", { since, limit: 1000 })).map(({ revision }) => revision)
        expect([...seen, ...missed].sort((left, right) => left - right)).toEqual(revisions)
      })

      it.each([1, 10, 60])(
        "invariant 1: a process that is killed after %i acknowledged batches has lost none of them, and left no half of one",
        async (test, count) => {
          const opened = await context.open()
          const { provider } = opened
          const openInProcess = hook(test, opened, "openInProcess")
          await apply(provider, "s", [create()])
          await using process = await startProcess(openInProcess)
          await process.open()
          const acknowledged = await process.streamAndKill("s", count)
          expect(acknowledged.length).toBeGreaterThanOrEqual(count)
          const messages = await allMessages(provider, "s", { limit: 1000 })
          const stored = new Set(messages.map(({ id }) => id))
          expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
          for (const { parts } of messages) expect(parts.map(({ id }) => id)).toEqual(["a", "b", "c"])
          const session = await provider.getSession({ scope, sessionId: "s" })
          const total = messages.length
          expect(session).toMatchObject({ messageCount: total, usage: usage(total), revision: 1 + 4 * total })
          // Nobody has to repair anything: the next one writes on.
          expect(await apply(provider, "s", [message("next")])).toBe(2 + 4 * total)
        },
      )

      it("invariant 5: a batch that was sent before a process was killed gives the next one its receipt, and is not applied again", async (test) => {
        const opened = await context.open()
        const { provider } = opened
        const process = await startProcess(hook(test, opened, "openInProcess"))
        await process.open()
        await apply(provider, "s", [create()])
        const changes = [message("m", { usage: usage(3) })]
        const answer = await process.apply("s", changes, { id: "mine" })
        await process.kill()
        expect(await apply(provider, "s", changes, { id: "mine" })).toBe(answer)
        expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 1, usage: usage(3) })
      })

      it("invariant 7: a rename survives three processes that write everything else", async (test) => {
        const opened = await context.open()
        const { provider } = opened
        await using started = await startProcesses(hook(test, opened, "openInProcess"), 3)
        const processes = started.all
        await Promise.all(processes.map((process) => process.open()))
        await apply(provider, "s", [create()])
        const writing = Promise.all(processes.map((process, index) => process.write("s", `w${index}`, 20)))
        writing.catch(() => {})
        await apply(provider, "s", [rename("The user's own")])
        await writing
        expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({
          title: "The user's own",
          messageCount: 60,
        })
      })

      // Starting processes takes a busy machine its time.
    },
    { timeout: 240_000 },
  )
}
