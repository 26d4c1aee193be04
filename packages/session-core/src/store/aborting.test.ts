import { soon } from "session-test-support/soon"
import { afterEach, describe, expect, it, vi } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { copyStore, exportLines, importLines } from "../transfer/index.ts"
import { createSessionStore, type SessionStore } from "./session-store.ts"

const reason = new Error("The caller has seen enough.")

afterEach(() => void vi.restoreAllMocks())

function open() {
  const provider = createMemoryProvider()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: null })
  return { provider, store }
}

type CalledMethod = (typeof called)[number]

const called = [
  ...(["listSessions", "findSessions", "listMessages", "getPart", "listFiles", "changes", "sessionChanges"] as const),
  ...(["search", "statistics", "prune", "check", "migrate"] as const),
]

/** Calls of that method that have no end, as those of a server that does not answer. Resolves when the first is made. */
function hang(provider: SessionProvider, method: CalledMethod): Promise<void> {
  return new Promise((called) => {
    vi.spyOn(provider, method).mockImplementation(() => {
      called()
      return new Promise<never>(() => {})
    })
  })
}

const all = async (items: AsyncIterable<unknown>) => {
  for await (const _ of items);
}

describe("a call that is aborted while the database does not answer rejects at once with the caller's reason:", () => {
  it.each<[string, CalledMethod, (store: SessionStore, signal: AbortSignal) => Promise<unknown>]>([
    ["sessions.list", "listSessions", (store, signal) => store.sessions.list({ signal })],
    ["sessions.all", "listSessions", (store, signal) => all(store.sessions.all({ signal }))],
    ["sessions.find", "findSessions", (store, signal) => store.sessions.find("s", { signal })],
    ["messages.list", "listMessages", (store, signal) => store.messages.list("s", { signal })],
    ["messages.get", "listMessages", (store, signal) => store.messages.get("s", "m", { signal })],
    ["messages.all", "listMessages", (store, signal) => all(store.messages.all("s", { signal }))],
    ["files.list", "listFiles", (store, signal) => store.files.list("s", { signal })],
    ["files.all", "listFiles", (store, signal) => all(store.files.all("s", { signal }))],
    ["changes", "changes", (store, signal) => store.changes("s", { signal })],
    ["allChanges", "changes", (store, signal) => all(store.allChanges("s", 0, { signal }))],
    ["sessionChanges", "sessionChanges", (store, signal) => store.sessionChanges({ signal })],
    ["search", "search", (store, signal) => store.search("word", { signal })],
    ["statistics", "statistics", (store, signal) => store.statistics({ signal })],
    ["sessions.count", "statistics", (store, signal) => store.sessions.count({ signal })],
    ["prune", "prune", (store, signal) => store.prune({ deletedBefore: 0, signal })],
    ["check", "check", (store, signal) => store.check({ signal })],
    ["messages.part", "getPart", (store, signal) => store.messages.part("s", "m", "p", { signal })],
    ["messages.resume", "listMessages", (store, signal) => store.messages.resume("s", "m", { signal })],
    ["migrate", "migrate", (store, signal) => store.migrate({ signal })],
    ["copyStore, in a list", "sessionChanges", (store, signal) => copyStore(store, open().store, { signal })],
    ["copyStore, in a session", "changes", (store, signal) => copyStore(store, open().store, { signal })],
    ["exportLines", "sessionChanges", (store, signal) => all(exportLines(store, { signal }))],
  ])("%s", async (_, method, call) => {
    const { provider, store } = open()
    await store.sessions.create({ id: "s" })
    const called = hang(provider, method)
    const abort = new AbortController()
    const outcome = call(store, abort.signal).catch((error: unknown) => error)
    await soon("the provider is called", called)
    abort.abort(reason)
    expect(await soon("the call ends", outcome)).toBe(reason)
  })

  it("importLines, while it waits for a line", async () => {
    const { store } = open()
    const abort = new AbortController()
    async function* lines() {
      yield* exportLines(store)
      abort.abort(reason)
      await new Promise<never>(() => {})
    }
    const outcome = importLines(store, lines(), { signal: abort.signal }).catch((error: unknown) => error)
    expect(await soon("the import ends", outcome)).toBe(reason)
  })

  it("a loop over everything, between two items of one page", async () => {
    const { store } = open()
    for (const id of ["a", "b", "c"]) await store.sessions.create({ id })
    const abort = new AbortController()
    const seen: string[] = []
    const reading = (async () => {
      for await (const { id } of store.sessions.all({ signal: abort.signal })) {
        seen.push(id)
        abort.abort(reason)
      }
    })()
    await expect(reading).rejects.toBe(reason)
    expect(seen).toHaveLength(1)
  })
})

describe("a watch that is ended while the database does not answer is done, without an error,", () => {
  it("by its signal", async () => {
    const { provider, store } = open()
    const called = hang(provider, "sessionChanges")
    const abort = new AbortController()
    const next = store.watch({ signal: abort.signal }).next()
    await soon("the provider is called", called)
    abort.abort(reason)
    expect(await soon("the watch ends", next)).toEqual({ value: undefined, done: true })
  })

  it("by `await using`, which does not wait for a change first", async () => {
    const { provider, store } = open()
    const called = hang(provider, "sessionChanges")
    let next: Promise<unknown> | undefined
    const using = (async () => {
      await using watch = store.watch()
      next = watch.next()
      await called
    })()
    await soon("the block ends", using)
    expect(await next).toEqual({ value: undefined, done: true })
  })
})

describe("what `await using` ends", () => {
  it("a store is closed", async () => {
    const { store } = open()
    {
      await using used = store
      await used.sessions.create({ id: "s" })
    }
    await expect(store.sessions.get("s")).rejects.toMatchObject({ code: "closed" })
  })

  it("a writer loses nothing that it was given when its feeder throws, and the message can be resumed", async () => {
    const { store } = open()
    await store.sessions.create({ id: "s" })
    const feeding = (async () => {
      await using reply = store.messages.stream("s", { id: "m", role: "assistant" })
      reply.text("Half a sen")
      throw new Error("The model broke off.")
    })()
    await expect(feeding).rejects.toThrow("The model broke off.")
    expect(await store.messages.get("s", "m")).toMatchObject({
      completedAt: null,
      parts: [{ data: { text: "Half a sen" } }],
    })
    await using resumed = await store.messages.resume("s", "m")
    resumed.text("tence.")
    await resumed.complete()
    expect((await store.messages.get("s", "m"))?.parts[0]?.data.text).toBe("Half a sentence.")
  })
})
