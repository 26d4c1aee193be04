import { describe, expect, it } from "vitest"
import { ChangeSignal } from "./change-signal.ts"

const longTime = 60_000

describe("ChangeSignal", () => {
  it("wakes all that wait", async () => {
    const signal = new ChangeSignal()
    const waiting = [1, 2, 3].map(() => signal.wait(longTime, signal.version, undefined))
    signal.notify()
    await Promise.all(waiting)
  })

  it("does not let anybody wait who has missed a notification", async () => {
    const signal = new ChangeSignal()
    const { version } = signal
    signal.notify()
    await signal.wait(longTime, version, undefined)
  })

  it("ends a wait by its time", async () => {
    const signal = new ChangeSignal()
    await signal.wait(1, signal.version, undefined)
  })

  it("ends a wait when it is aborted, before or meanwhile", async () => {
    const signal = new ChangeSignal()
    await signal.wait(longTime, signal.version, AbortSignal.abort())
    const controller = new AbortController()
    const waiting = signal.wait(longTime, signal.version, controller.signal)
    controller.abort()
    await waiting
  })

  it("wakes all when it is closed, and lets nobody wait after that", async () => {
    const signal = new ChangeSignal()
    const waiting = signal.wait(longTime, signal.version, undefined)
    signal.close()
    await waiting
    await signal.wait(longTime, signal.version, undefined)
    expect(signal.closed).toBe(true)
  })
})
