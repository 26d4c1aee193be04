import { setImmediate as nextTurn } from "node:timers/promises"
import { soon } from "session-test-support/soon"
import { describe, expect, it } from "vitest"
import { Semaphore } from "./semaphore.ts"

/** Longer than a test lasts: a caller that comes in was let in. */
const never = 2 ** 31 - 1
const tooLong = new Error("waited for too long")

/** Callers of a semaphore, each of which stays inside until it is told to leave. */
function callersOf(semaphore: Semaphore) {
  const inside: string[] = []
  const doors = new Map<string, PromiseWithResolvers<void>>()
  return {
    inside,
    come(name: string, timeout = never): Promise<void> {
      const door = Promise.withResolvers<void>()
      doors.set(name, door)
      return semaphore.run(timeout, async () => {
        inside.push(name)
        await door.promise
        inside.splice(inside.indexOf(name), 1)
      })
    },
    leave: (name: string) => doors.get(name)?.resolve(),
    fail: (name: string, error: Error) => doors.get(name)?.reject(error),
  }
}

describe("Semaphore", () => {
  it("lets in as many callers as its limit, and the next one when one leaves, in their order", async () => {
    const callers = callersOf(new Semaphore(2, () => tooLong))
    const coming = ["a", "b", "c", "d"].map((name) => callers.come(name))
    await nextTurn()
    expect(callers.inside).toEqual(["a", "b"])
    callers.leave("b")
    await nextTurn()
    expect(callers.inside).toEqual(["a", "c"])
    for (const name of ["a", "c", "d"]) callers.leave(name)
    await soon("every caller is served", Promise.all(coming))
  })

  it("lets the next one in after a failure, too", async () => {
    const callers = callersOf(new Semaphore(1, () => tooLong))
    const first = callers.come("a")
    const second = callers.come("b")
    callers.fail("a", new Error("refused"))
    await expect(first).rejects.toThrow("refused")
    callers.leave("b")
    await soon("the second caller is served", second)
  })

  it("gives up on a caller whose time is over, and does not keep its place", async () => {
    const semaphore = new Semaphore(1, () => tooLong)
    const callers = callersOf(semaphore)
    const first = callers.come("a")
    await expect(soon("the second caller's time is over", callers.come("b", 5))).rejects.toBe(tooLong)
    expect(semaphore.waiting).toBe(0)
    const third = callers.come("c")
    for (const name of ["a", "c"]) callers.leave(name)
    await soon("the others are served", Promise.all([first, third]))
  })

  it("lets waiting callers in when its limit is raised, and nobody beyond one that is lowered", async () => {
    const semaphore = new Semaphore(1, () => tooLong)
    const callers = callersOf(semaphore)
    const coming = ["a", "b", "c"].map((name) => callers.come(name))
    semaphore.limit = 2
    await nextTurn()
    expect(callers.inside).toEqual(["a", "b"])
    semaphore.limit = 1
    callers.leave("a")
    await nextTurn()
    expect(callers.inside).toEqual(["b"])
    for (const name of ["b", "c"]) callers.leave(name)
    await soon("every caller is served", Promise.all(coming))
  })

  it("is closed when everyone inside has left; a caller that waits is told immediately, and so is a later one", async () => {
    const semaphore = new Semaphore(1, () => tooLong)
    const callers = callersOf(semaphore)
    const inside = callers.come("a")
    const waiting = callers.come("b")
    let isClosed = false
    const closed = new Error("closed")
    const closing = semaphore.close(closed).then(() => {
      isClosed = true
    })
    await expect(soon("the waiting caller is told", waiting)).rejects.toBe(closed)
    await expect(callers.come("c")).rejects.toBe(closed)
    expect(isClosed).toBe(false)
    callers.leave("a")
    await soon("the last caller's leaving closes it", Promise.all([inside, closing]))
  })
})
