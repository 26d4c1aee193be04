import { describe, expect, it } from "vitest"
import { itemsUntilAborted, untilAborted } from "./until-aborted.ts"

const never = () => new Promise<never>(() => {})

describe("a call that is aborted", () => {
  it("rejects with the signal's reason while the call still waits", async () => {
    const abort = new AbortController()
    const reason = new Error("enough")
    const call = untilAborted(abort.signal, never)
    abort.abort(reason)
    await expect(call).rejects.toBe(reason)
  })

  it("is not begun when the signal had aborted before", async () => {
    let called = false
    const call = untilAborted(AbortSignal.abort("late"), async () => {
      called = true
    })
    await expect(call).rejects.toBe("late")
    expect(called).toBe(false)
  })

  it("leaves no listener at a signal that lives longer than the call", async () => {
    const { signal } = new AbortController()
    let listeners = 0
    const counted = Object.create(signal, {
      aborted: { value: false },
      throwIfAborted: { value: () => {} },
      addEventListener: { value: () => (listeners += 1) },
      removeEventListener: { value: () => (listeners -= 1) },
    }) as AbortSignal // Only what is counted is replaced.
    expect(await untilAborted(counted, async () => 1)).toBe(1)
    await expect(untilAborted(counted, () => Promise.reject(new Error("x")))).rejects.toThrow("x")
    expect(listeners).toBe(0)
  })
})

describe("a source that is aborted", () => {
  it("ends the wait for an item that never comes", async () => {
    const abort = new AbortController()
    async function* source() {
      yield 1
      await never()
      yield 2
    }
    const seen: number[] = []
    const reading = (async () => {
      for await (const item of itemsUntilAborted(abort.signal, source())) {
        seen.push(item)
        abort.abort(new Error("enough"))
      }
    })()
    await expect(reading).rejects.toThrow("enough")
    expect(seen).toEqual([1])
  })

  it("is closed when its reader stops early, and gives all its items when nothing stops it", async () => {
    let closed = 0
    async function* source() {
      try {
        yield 1
        yield 2
      } finally {
        closed += 1
      }
    }
    for await (const _ of itemsUntilAborted(undefined, source())) break
    const all: number[] = []
    for await (const item of itemsUntilAborted(new AbortController().signal, source())) all.push(item)
    expect(all).toEqual([1, 2])
    expect(closed).toBe(2)
  })
})
