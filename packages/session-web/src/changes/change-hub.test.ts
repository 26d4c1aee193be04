import { setImmediate as nextTurn } from "node:timers/promises"
import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { soon } from "session-test-support/soon"
import { describe, expect, it, onTestFinished } from "vitest"
import { ChangeHub } from "./change-hub.ts"

/** Longer than a test lasts: a wait that ends was woken. */
const never = 2 ** 31 - 1
const nobodyLeaves = new AbortController().signal

async function startHub() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { allProjects: true }, author: null })
  const hub = new ChangeHub()
  const problems: unknown[] = []
  await hub.start(store, (problem) => problems.push(problem))
  onTestFinished(async () => {
    await hub.close()
    await store.close()
  })
  const change = () => store.forProject("app").sessions.create({ title: "New" })
  return { hub, change, provider, problems }
}

describe("ChangeHub", () => {
  it("wakes every page at a change: none waits for its next sign of life", async () => {
    const { hub, change } = await startHub()
    const waiting = [1, 2, 3].map(() => hub.wait(hub.version, never, nobodyLeaves))
    await change()
    await soon("the change wakes all three pages", Promise.all(waiting))
  })

  it("lets no page wait that has missed a change while it was reading", async () => {
    const { hub, change } = await startHub()
    const { version } = hub
    const waiting = hub.wait(version, never, nobodyLeaves)
    await change()
    await soon("the change wakes the page", waiting)
    await soon("a wait for an old version returns", hub.wait(version, never, nobodyLeaves))
  })

  it("keeps a page waiting while nothing changes, until its time or until it leaves", async () => {
    const { hub } = await startHub()
    const leaving = new AbortController()
    let woken = false
    const waiting = hub.wait(hub.version, never, leaving.signal).then(() => {
      woken = true
    })
    await soon("a wait of a millisecond ends", hub.wait(hub.version, 1, nobodyLeaves))
    await nextTurn()
    expect(woken).toBe(false)
    leaving.abort()
    await soon("leaving ends the wait", waiting)
    await soon("a page that has left does not wait", hub.wait(hub.version, never, leaving.signal))
  })

  it("follows again after a failure that it reports", async () => {
    const { hub, change, provider, problems } = await startHub()
    const { sessionChanges } = provider
    const broken = new Error("The test broke the feed.")
    const failed = Promise.withResolvers<void>()
    provider.sessionChanges = async () => {
      failed.resolve()
      throw broken
    }
    await soon("the hub asks the feed", failed.promise)
    provider.sessionChanges = sessionChanges
    const waiting = hub.wait(hub.version, never, nobodyLeaves)
    await change()
    await soon("a change after the failure wakes the page", waiting)
    expect(problems).toEqual([broken])
  })

  it("wakes every page when it is closed, so that the server can end", async () => {
    const { hub } = await startHub()
    const waiting = hub.wait(hub.version, never, nobodyLeaves)
    await soon("the hub closes", hub.close())
    await soon("closing wakes the page", waiting)
    await soon("nobody waits for a closed hub", hub.wait(hub.version, never, nobodyLeaves))
    expect(hub.ended).toBe(true)
  })
})
