import { soon } from "session-test-support/soon"
import { describe, expect, it } from "vitest"
import { ChangeSignal } from "./change-signal.ts"

/** Longer than a test lasts: a wait that ends was woken. */
const never = 2 ** 31 - 1

describe("ChangeSignal", () => {
  it("wakes every waiter, so that a watcher sees this process's write now and not at its next poll", async () => {
    const signal = new ChangeSignal()
    const waiting = [1, 2, 3].map(() => signal.wait(never, signal.version, undefined))
    signal.notify()
    await soon("a notification wakes all three waiters", Promise.all(waiting))
  })

  it("lets nobody wait who has missed a notification: the write came while the watcher was reading", async () => {
    const signal = new ChangeSignal()
    const { version } = signal
    signal.notify()
    await soon("a wait for an old version returns", signal.wait(never, version, undefined))
  })

  it("keeps a waiter waiting until something happens: a watcher does not read in a loop", async () => {
    const signal = new ChangeSignal()
    let woken = false
    const waiting = signal.wait(never, signal.version, undefined).then(() => {
      woken = true
    })
    await new Promise(setImmediate)
    expect(woken).toBe(false)
    signal.notify()
    await soon("the notification wakes it", waiting)
  })

  it("ends a wait by its time: other processes' writes wake nobody here", async () => {
    const signal = new ChangeSignal()
    await soon("a wait of a millisecond ends", signal.wait(1, signal.version, undefined))
  })

  it("ends a wait when it is aborted, before or meanwhile", async () => {
    const signal = new ChangeSignal()
    await soon("an aborted wait returns", signal.wait(never, signal.version, AbortSignal.abort()))
    const controller = new AbortController()
    const waiting = signal.wait(never, signal.version, controller.signal)
    controller.abort()
    await soon("an abort wakes the waiter", waiting)
  })

  it("wakes everyone when it is closed, and lets nobody wait after that", async () => {
    const signal = new ChangeSignal()
    const waiting = signal.wait(never, signal.version, undefined)
    signal.close()
    await soon("closing wakes the waiter", waiting)
    await soon("a wait after closing returns", signal.wait(never, signal.version, undefined))
    expect(signal.closed).toBe(true)
  })
})
