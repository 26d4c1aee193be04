import { newSession } from "session-test-support/new-session"
import { describe, expect, it } from "vitest"
import { ConflictError } from "../errors/conflict-error.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import type { Batch } from "../provider/batch.ts"
import type { Change } from "../provider/change.ts"
import { readOwnWrites } from "./read-own-writes.ts"
import type { SqlQueries } from "./sql-provider.ts"
import { type AtLeast, StaleRead } from "./stale-read.ts"

const scope = { projectId: "p" }
const create: Change = { type: "session.create", session: newSession({ projectId: "p" }) }
const rename: Change = { type: "session.update", fields: { title: "Another" } }
const batch = (id: string, sessionId: string, changes: Change[], more: Partial<Batch> = {}): Batch => ({
  id,
  scope,
  sessionId,
  at: 1,
  changes,
  ...more,
})

const notFound = () => Promise.reject(new SessionStorageError("not_found", "There is no session s here."))

/** A memory provider whose next calls reach a node that does not have the latest writes yet. */
function lagging(patience = 2000) {
  const right = createMemoryProvider()
  let stale: { calls: number; answer: (query: AtLeast) => Promise<never> } = { calls: 0, answer: notFound }
  let calls = 0
  let nodes = 2
  const through =
    <Query extends object, Result>(read: (query: Query) => Promise<Result>) =>
    (query: Query): Promise<Result> => {
      calls += 1
      if (stale.calls === 0) return read(query)
      stale.calls -= 1
      return stale.answer(query)
    }
  const queries = {
    apply: through(right.apply.bind(right)),
    getSession: through(right.getSession.bind(right)),
    changes: through(right.changes.bind(right)),
    listMessages: through(right.listMessages.bind(right)),
    listFiles: through(right.listFiles.bind(right)),
  } as unknown as SqlQueries // The others are not called here.
  return {
    store: readOwnWrites(queries, { mayLag: () => nodes > 1, patience }),
    get calls() {
      return calls
    },
    oneNode: () => {
      nodes = 1
    },
    lag(count: number, answer: (query: AtLeast) => Promise<unknown> = notFound) {
      stale = { calls: count, answer: answer as (query: AtLeast) => Promise<never> }
      calls = 0
    },
  }
}

describe("a name that leads to several nodes", () => {
  it("a write that reaches a node without the session is sent again: a streamed reply is not lost", async () => {
    const { store, lag } = lagging()
    await store.apply(batch("1", "s", [create]))
    lag(3)
    expect(await store.apply(batch("2", "s", [rename]))).toEqual({ revision: 2 })
  })

  it("a conflict with a revision that this process has passed is none", async () => {
    const { store, lag } = lagging()
    await store.apply(batch("1", "s", [create]))
    await store.apply(batch("2", "s", [rename]))
    lag(2, () => Promise.reject(new ConflictError("s", 2, 1)))
    expect(await store.apply(batch("3", "s", [rename], { expectedRevision: 2 }))).toEqual({ revision: 3 })
  })

  it("a true conflict is reported immediately", async () => {
    const node = lagging()
    await node.store.apply(batch("1", "s", [create]))
    node.lag(0)
    await expect(node.store.apply(batch("2", "s", [rename], { expectedRevision: 7 }))).rejects.toMatchObject({
      code: "conflict",
      actualRevision: 1,
    })
    expect(node.calls).toBe(1)
  })

  it.each(["getSession", "listMessages", "listFiles", "changes"] as const)(
    "%s sees the session that this process has just created",
    async (read) => {
      const { store, lag } = lagging()
      await store.apply(batch("1", "s", [create]))
      lag(3)
      const query = { scope, sessionId: "s", order: "oldest-first", limit: 10, since: 0 } as const
      await expect(store[read](query)).resolves.toBeTruthy()
    },
  )

  it("an older state of a session than this process has written is not shown", async () => {
    const { store, lag } = lagging()
    await store.apply(batch("1", "s", [create]))
    const before = await store.getSession({ scope, sessionId: "s" })
    await store.apply(batch("2", "s", [rename]))
    lag(3, async () => before)
    expect(await store.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 2, title: "Another" })
  })

  it("content of an older state than this process has written is not shown, and is when no newer one comes", async () => {
    const { store, lag } = lagging(300)
    await store.apply(batch("1", "s", [create]))
    await store.apply(batch("2", "s", [rename]))
    const query = { scope, sessionId: "s", order: "oldest-first", limit: 10 } as const
    const asked: AtLeast[] = []
    lag(Number.POSITIVE_INFINITY, async (given) => {
      asked.push(given)
      if (given.atLeast !== undefined) throw new StaleRead()
      return { messages: [], nextCursor: null }
    })
    expect(await store.listMessages(query)).toEqual({ messages: [], nextCursor: null })
    expect(asked[0]).toEqual({ ...query, atLeast: 2 })
    expect(asked.at(-1)).toEqual(query)
  })

  it("a session that is gone for good is reported after the patience, not never", async () => {
    const { store, lag } = lagging(300)
    await store.apply(batch("1", "s", [create]))
    lag(Number.POSITIVE_INFINITY)
    await expect(store.apply(batch("2", "s", [rename]))).rejects.toMatchObject({ code: "not_found" })
  })

  it.each<[string, (node: ReturnType<typeof lagging>) => Promise<unknown>]>([
    ["a session that this process has never seen", async () => {}],
    [
      "a session of another project",
      ({ store }) => store.apply({ ...batch("1", "s", [create]), scope: { projectId: "q" } }),
    ],
    [
      "a session that this process has deleted",
      async ({ store }) => {
        await store.apply(batch("1", "s", [create]))
        await store.apply(batch("2", "s", [{ type: "session.delete" }]))
      },
    ],
    [
      "a single server",
      async ({ store, oneNode }) => {
        await store.apply(batch("1", "s", [create]))
        oneNode()
      },
    ],
  ])("%s: the first answer counts", async (_, prepare) => {
    const node = lagging()
    await prepare(node).catch(() => {})
    node.lag(Number.POSITIVE_INFINITY)
    await expect(
      node.store.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 1 }),
    ).rejects.toMatchObject({
      code: "not_found",
    })
    expect(node.calls).toBe(1)
  })
})
