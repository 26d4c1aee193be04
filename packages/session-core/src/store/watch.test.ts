import { setImmediate as nextTurn } from "node:timers/promises"
import { newSession } from "session-test-support/new-session"
import { soon } from "session-test-support/soon"
import { describe, expect, it, vi } from "vitest"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { createMemoryProvider } from "../memory/index.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { createSessionStore } from "./session-store.ts"

/** How long a watch may take to ask again: its longest pause is two seconds. */
const timeout = 20_000

/** A store whose database can be away for its readers. */
async function open() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  await store.sessions.create({ id: "s" })
  const network = { isBroken: false, refused: 0 }
  for (const method of ["sessionChanges", "changes", "getSession"] as const) {
    const right = provider[method].bind(provider) as (query: unknown) => Promise<never>
    vi.spyOn(provider, method).mockImplementation(async (query: unknown) => {
      if (!network.isBroken) return right(query)
      network.refused += 1
      throw new SessionStorageError("unavailable", "The test broke the network.")
    })
  }
  const outage = async <Result>(meanwhile: () => Promise<Result>): Promise<Result> => {
    network.isBroken = true
    const before = network.refused
    const result = await meanwhile()
    await vi.waitFor(() => expect(network.refused, "the watch asks again").toBeGreaterThan(before + 2), { timeout })
    network.isBroken = false
    return result
  }
  return { store, network, outage }
}

describe("a watch over an outage", () => {
  it("of a project misses nothing and repeats nothing", async () => {
    const { store, outage } = await open()
    const watch = store.watch({ since: (await store.sessionChanges()).cursor })
    const first = watch.next()
    await outage(() => store.apply("a", [creation]))
    expect(await soon("the watch shows a", first)).toMatchObject({ value: { sessionId: "a" } })
    const second = watch.next()
    await outage(() => store.apply("b", [creation]))
    expect(await soon("the watch shows b", second)).toMatchObject({ value: { sessionId: "b" } })
    await watch.return(undefined)
    await store.close()
  })

  it("of a session misses nothing and repeats nothing, also when it begins during the outage", async () => {
    const { store, outage } = await open()
    const watch = store.sessions.watch("s", { since: 1 })
    const { first } = await outage(async () => {
      const next = watch.next()
      await store.apply("s", [{ type: "session.update", fields: { title: "A" } }])
      return { first: next }
    })
    const renamed = await soon("the watch shows the first rename", first)
    expect(renamed).toMatchObject({ value: { type: "session", revision: 2 } })
    const second = watch.next()
    await outage(() => store.apply("s", [{ type: "session.update", fields: { title: "B" } }]))
    expect(await soon("the watch shows the second rename", second)).toMatchObject({ value: { revision: 3 } })
    await watch.return(undefined)
    await store.close()
  })

  it("ends at once when it is aborted or the store closes", async () => {
    for (const how of ["abort", "close"] as const) {
      const { store, network } = await open()
      const controller = new AbortController()
      const ends = [
        store.watch({ signal: controller.signal }).next(),
        store.sessions.watch("s", { signal: controller.signal }).next(),
      ]
      network.isBroken = true
      await vi.waitFor(() => expect(network.refused, "both watches ask again").toBeGreaterThan(1), { timeout })
      const ended = ends.map(() => false)
      for (const [index, end] of ends.entries()) {
        void end.then(() => {
          ended[index] = true
        })
      }
      if (how === "abort") controller.abort()
      else await store.close()
      // The pause before the next try takes longer than a few turns.
      for (let turn = 0; turn < 5; turn += 1) await nextTurn()
      expect(ended, how).toEqual([true, true])
      expect(await Promise.all(ends)).toMatchObject([{ done: true }, { done: true }])
    }
  })

  it("ends with a failure that stays", async () => {
    const stays = new SessionStorageError("authentication_failed", "x")
    const failing = createSessionStore({
      provider: Object.assign(createMemoryProvider(), { sessionChanges: () => Promise.reject(stays) }),
      scope: { projectId: "app" },
      author: null,
    })
    await expect(soon("the watch fails", failing.watch().next())).rejects.toBe(stays)
    await failing.close()
  })

  it("goes on from the cursor of any change, also from one in the middle of a page", async () => {
    const { store } = await open()
    const since = (await store.sessionChanges()).cursor
    for (const id of ["a", "b", "c"]) await store.apply(id, [creation])
    const first = store.watch({ since })
    const seen = await soon("the watch shows a change", first.next())
    await first.return(undefined)
    const second = store.watch({ since: (seen.value as { cursor: string }).cursor })
    const ids = new Set([(seen.value as { sessionId: string }).sessionId])
    while (ids.size < 3) {
      const { value } = await soon("the watch shows the rest", second.next())
      ids.add((value as { sessionId: string }).sessionId)
    }
    expect(ids).toEqual(new Set(["a", "b", "c"]))
    await second.return(undefined)
    await store.close()
  })
})

const creation = { type: "session.create" as const, session: newSession({}) }

describe("watch through a name that leads to several nodes", () => {
  it("never goes back: what a node shows that lags was seen before", async () => {
    const right = createMemoryProvider()
    const pages: Awaited<ReturnType<SessionProvider["changes"]>>[] = []
    let looks = 0
    const provider: SessionProvider = Object.assign(Object.create(right), {
      ...Object.fromEntries((["apply", "getSession", "close"] as const).map((name) => [name, right[name].bind(right)])),
      async changes(query: Parameters<SessionProvider["changes"]>[0]) {
        looks += 1
        // Every other look reaches a node that lags; one that does not know better takes its reader back.
        const first = pages[0]
        if (looks % 2 === 0 && first !== undefined) return first
        const page = await right.changes(query)
        pages.push(page)
        return page
      },
    })
    const store = createSessionStore({ provider, scope: { projectId: "p" }, author: null })
    const { id } = await store.sessions.create({ title: "0" })
    const watch = store.sessions.watch(id, { since: 0 })
    const seen: number[] = []
    for (let round = 1; round <= 6; round += 1) {
      const { value } = await soon(`the watch shows round ${round}`, watch.next())
      if (value !== undefined) seen.push(value.revision)
      await store.sessions.rename(id, String(round))
    }
    await store.close()
    expect(looks).toBeGreaterThan(6)
    expect(seen).toEqual([...new Set(seen)].sort((left, right) => left - right))
  })
})
