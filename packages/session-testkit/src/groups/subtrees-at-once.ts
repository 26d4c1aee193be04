import type { Change, SessionProvider } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { CaseContext } from "../cases/kit-case.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { replayIntoMemory } from "../support/replay-into-memory.ts"
import { apply, create, everything, message, move, remove, restore, usage } from "../support/samples.ts"

const roots = ["left", "right"] as const
const childrenOf = (root: string) => ["1", "2", "3"].map((number) => `${root}-${number}`)
const handleCount = 6
const rounds = 5

/**
 * What a user loses: two people who tidy up at the same moment, each a session with its sub-agents' sessions, one of whom is
 * told that it failed; or a sub-agent's session that is hidden for ever, since one of the two passed it over.
 */
export function describeSubtreesAtOnce(context: KitContext): void {
  /** Two sessions with three sub-agents' sessions each, and many handles. */
  async function openTrees(test: CaseContext): Promise<SessionProvider[]> {
    const opened = await context.open()
    const reopen = hook(test, opened, "reopen")
    const others = await Promise.all(Array.from({ length: handleCount - 1 }, () => reopen()))
    for (const root of roots) {
      await apply(opened.provider, root, [create()])
      for (const child of childrenOf(root)) await apply(opened.provider, child, [create({ parentId: root })])
    }
    return [opened.provider, ...others]
  }

  /** That the feeds tell all that can be read, and every session's newest revision. */
  async function expectWholeFeeds(provider: SessionProvider): Promise<void> {
    const contents = await readEverything(provider)
    const { projectFeed, projects: _projects, ...state } = contents
    for (const { sessionId, revision, session } of projectFeed) {
      expect({ sessionId, revision }).toEqual({ sessionId, revision: session?.revision })
    }
    expect(await readEverything(await replayIntoMemory(provider))).toMatchObject(state)
  }

  describe("invariant 11: two subtrees that change at once", () => {
    it("deleted, restored and written to by many handles, both are whole in the end, and no writer is refused", async (test) => {
      const handles = await openTrees(test)
      const writing = handles.map(async (handle, index) => {
        const root = roots[index % 2] ?? "left"
        for (let round = 0; round < rounds; round += 1) {
          await apply(handle, root, [round % 2 === 0 ? remove : restore])
          // Of both: those that another handle hides, too.
          for (const each of roots) {
            const child = childrenOf(each)[round % 3] ?? each
            await apply(handle, child, [message(`${index}-${round}`, { usage: usage(1) })])
          }
        }
      })
      const outcomes = await Promise.allSettled(writing)
      expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([])
      const [provider] = handles as [SessionProvider] // There are six.
      for (const root of roots) await apply(provider, root, [restore])
      for (const id of roots.flatMap((root) => [root, ...childrenOf(root)])) {
        const session = await provider.getSession({ scope: everything, sessionId: id, includeDeleted: true })
        expect(session, id).toMatchObject({ id })
        if (session?.deletedAt !== null) await apply(provider, id, [restore])
      }
      const { sessions } = await provider.listSessions({ scope: everything, state: "active", limit: 100 })
      const total = sessions.reduce((sum, { messageCount }) => sum + messageCount, 0)
      expect({ count: sessions.length, total }).toEqual({ count: 8, total: handleCount * rounds * 2 })
      await expectWholeFeeds(provider)
    })

    it("that exchange their sub-agents' sessions while they are deleted and moved: no writer is refused, no feed misses one", async (test) => {
      const handles = await openTrees(test)
      const writing = handles.map(async (handle, index) => {
        const [from, to] = index % 2 === 0 ? roots : roots.toReversed()
        for (let round = 0; round < rounds; round += 1) {
          const child = childrenOf(from ?? "left")[round % 3] ?? ""
          const join = (parentId: string | null = null): Change => ({ type: "session.update", fields: { parentId } })
          const steps: [sessionId: string, change: Change][] = [
            [child, join(to)],
            [from ?? "left", round % 2 === 0 ? remove : restore],
            [from ?? "left", move(round % 2 === 0 ? "elsewhere" : "app")],
            [child, join(from)],
          ]
          // Each handle begins with another step: in step, they would all do the same at the same moment.
          for (const offset of steps.keys()) {
            const [sessionId, change] = steps[(index + offset) % steps.length] ?? [child, join(from)]
            await apply(handle, sessionId, [change])
          }
        }
      })
      const outcomes = await Promise.allSettled(writing)
      expect(outcomes.filter(({ status }) => status === "rejected")).toEqual([])
      const [provider] = handles as [SessionProvider] // There are six.
      await expectWholeFeeds(provider)
    })
  })
}
