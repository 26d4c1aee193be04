import { setImmediate as nextTurn } from "node:timers/promises"
import type { DriverRow } from "@opencode/session-core/drizzle"
import { soon } from "session-test-support/soon"
import { describe, expect, it } from "vitest"
import { type SqliteWrite, sqliteWrite } from "./sqlite-write.ts"
import { WriteQueue } from "./write-queue.ts"

const statement = { sql: "", valuesOf: () => [], decoded: [] }
const write = (name: string): SqliteWrite => sqliteWrite({ commands: [{ statement, values: [name] }] })
const nameOf = ({ commands }: SqliteWrite) => String(commands[0]?.values[0])

/** A queue over a database that refuses any transaction with "wrong" in it, and what was tried. */
function queueOf() {
  const tried: string[][] = []
  const queue = new WriteQueue(async (writes): Promise<DriverRow[][]> => {
    const names = writes.map(nameOf)
    tried.push(names)
    if (names.includes("wrong")) throw new Error("refused")
    return names.map((name) => [{ name }])
  })
  return { queue, tried }
}

describe("the queue of writes", () => {
  it("makes one transaction of writes that are asked for at once, and gives each its own result", async () => {
    const { queue, tried } = queueOf()
    const adding = Promise.all(["a", "b", "c"].map((name) => queue.add(write(name))))
    const rows = await soon("all writes are answered", adding)
    expect(tried).toEqual([["a", "b", "c"]])
    expect(rows).toEqual([[{ name: "a" }], [{ name: "b" }], [{ name: "c" }]])
  })

  it("loses no write because another one at the same time was refused", async () => {
    const { queue, tried } = queueOf()
    const adding = Promise.allSettled(["a", "wrong", "c"].map((name) => queue.add(write(name))))
    const results = await soon("all writes are answered", adding)
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"])
    expect(tried).toEqual([["a", "wrong", "c"], ["a"], ["wrong"], ["c"]])
  })

  it("keeps the order in which writes were asked for, however many wait", async () => {
    const { queue, tried } = queueOf()
    const names = Array.from({ length: 200 }, (_, index) => `write ${index}`)
    await soon("all writes are answered", Promise.all(names.map((name) => queue.add(write(name)))))
    expect(tried.flat()).toEqual(names)
    expect(Math.max(...tried.map((together) => together.length))).toBeLessThanOrEqual(64)
  })

  it("is settled when nothing waits any more, so that closing loses no write", async () => {
    const committed = Promise.withResolvers<void>()
    const queue = new WriteQueue(async (writes): Promise<DriverRow[][]> => {
      await committed.promise
      return writes.map(() => [])
    })
    await soon("an empty queue is settled", queue.settled())
    const writing = queue.add(write("a"))
    let isSettled = false
    const settling = queue.settled().then(() => {
      isSettled = true
    })
    await nextTurn()
    expect(isSettled).toBe(false)
    committed.resolve()
    await soon("the commit settles the queue", Promise.all([writing, settling]))
  })
})
