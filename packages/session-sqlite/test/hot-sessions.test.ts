import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import type { SessionProvider } from "@opencode/session-core/provider"
import Database from "better-sqlite3"
import { bundleProgram } from "session-test-support/bundle-program"
import { describe, expect, it, onTestFinished } from "vitest"
import { sqliteDialect } from "../src/sqlite-dialect.ts"
import { openStore } from "./open-store.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const writer = await bundleProgram(new URL("./write-sessions.ts", import.meta.url))

const scope = { projectId: "app" }
/** How many batches a process that never pauses writes before it looks again (upkeep.ts). */
const betweenLooks = 48

async function opened() {
  const file = join(temporaryFolder(), "opencode.db")
  const { provider, store } = await openStore(file)
  const raw = new Database(file)
  onTestFinished(() => void raw.close())
  const hot = () => raw.prepare("SELECT id FROM session WHERE listed_at IS NULL").pluck().all() as string[]
  /** What another process does that writes meanwhile. */
  const settle = (...ids: string[]) => {
    const settling = raw.prepare("UPDATE session SET listed_at = updated_at, fed_at = sequence WHERE id = ?")
    for (const id of ids) settling.run(id)
  }
  return { file, provider, store, raw, hot, settle }
}

const idOf = (number: number) => `s${String(number).padStart(3, "0")}`

async function listed(provider: SessionProvider, between: (page: number) => Promise<unknown> | unknown) {
  const ids: string[] = []
  let cursor: string | undefined
  for (let page = 0; ; page += 1) {
    const query = { scope, state: "active" as const, limit: 3, ...(cursor === undefined ? {} : { cursor }) }
    const { sessions, nextCursor } = await provider.listSessions(query)
    ids.push(...sessions.map(({ id }) => id))
    if (nextCursor === null) return ids
    cursor = nextCursor
    await between(page)
  }
}

async function fed(provider: SessionProvider, between: (page: number) => Promise<unknown> | unknown) {
  const ids: string[] = []
  let since: string | undefined
  for (let page = 0; ; page += 1) {
    const query = { scope, limit: 3, ...(since === undefined ? {} : { since }) }
    const { changes, cursor, complete } = await provider.sessionChanges(query)
    ids.push(...changes.map(({ sessionId }) => sessionId))
    if (complete) return ids
    since = cursor
    await between(page)
  }
}

describe("hot sessions", () => {
  it("are few, however many sessions are written: a list looks at each of them", async () => {
    const { store, hot } = await opened()
    for (let number = 0; number < 300; number += 1) {
      await store.sessions.create({ id: idOf(number), title: "x" })
      expect(hot().length).toBeLessThanOrEqual(sqliteDialect.hotSessions + betweenLooks)
    }
    // Those that are written again and again stay: their indexes do not move.
    for (let number = 0; number < 200; number += 1)
      await store.sessions.update(idOf(number % 8), { agent: `${number}` })
    expect(hot()).toEqual(expect.arrayContaining([0, 1, 2, 3, 4, 5, 6, 7].map(idOf)))
  })

  it("are few as well when each process writes once and ends, as a command does", async () => {
    const { file, hot } = await opened()
    for (let number = 0; number < sqliteDialect.hotSessions + 8; number += 1) {
      const { provider, store } = await openStore(file)
      await store.sessions.create({ id: idOf(number) })
      await provider.close()
    }
    expect(hot().length).toBeLessThanOrEqual(sqliteDialect.hotSessions + 1)
  })

  it("that settle or are written between two pages are in a list and in the feed once, where they were", async () => {
    const { provider, store, hot, settle } = await opened()
    for (let number = 0; number < 60; number += 1) await store.sessions.create({ id: idOf(number) })
    const all = Array.from({ length: 60 }, (_, number) => idOf(number))
    const settleSome = () => settle(...hot().filter((_, index) => index % 3 === 0))
    expect((await listed(provider, settleSome)).toSorted()).toEqual(all)
    for (const id of all) await store.sessions.update(id, { agent: "b" })
    expect(await fed(provider, settleSome)).toEqual(all)
    // A write moves its session: a list that has passed its new place does not have it, and the feed has it again, at the end.
    const write = (page: number) => store.sessions.update(idOf(page), { agent: "c" })
    const seen = await fed(provider, write)
    expect(new Set(seen)).toEqual(new Set(all))
    const settled = await listed(provider, settleSome)
    expect(new Set(settled).size).toBe(60)
  })

  it("have no entry in the indexes that each write would move", async () => {
    const { store, raw, settle } = await opened()
    await store.sessions.create({ id: "s" })
    const entries = () =>
      raw
        .prepare("SELECT name FROM dbstat WHERE name LIKE 'session_%' AND ncell > 0 AND name NOT LIKE '%search%'")
        .pluck()
        .all()
        .toSorted()
    expect(entries()).toEqual(["session_hot", "session_id"])
    settle("s")
    expect(entries()).toEqual([
      "session_children",
      "session_feed",
      "session_feed_all",
      "session_id",
      "session_id_in_project",
      "session_list",
      "session_list_all",
    ])
    await store.sessions.update("s", { agent: "again" })
    expect(entries()).toEqual(["session_hot", "session_id"])
  })

  it("of several processes that write at once: the feed misses no write, and the list no session", async () => {
    const { file, provider, hot, settle } = await opened()
    const children = Array.from({ length: 4 }, (_, index) => {
      const child = fork(writer, [JSON.stringify({ file, name: `w${index}`, sessions: 25, rounds: 4 })])
      onTestFinished(() => void child.kill())
      return once(child, "exit")
    })
    const ends = Promise.all(children)
    let writing = true
    void ends.finally(() => {
      writing = false
    })
    const newest = new Map<string, number>()
    let since: string | undefined
    for (let last = false; ; ) {
      const query = { scope, limit: 7, ...(since === undefined ? {} : { since }) }
      const { changes, cursor, complete } = await provider.sessionChanges(query)
      for (const { sessionId, revision } of changes) {
        expect(revision).toBeGreaterThan(newest.get(sessionId) ?? 0)
        newest.set(sessionId, revision)
      }
      since = cursor
      if (complete && last) break
      if (complete) {
        last = !writing
        settle(...hot().slice(0, 2))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    expect(await ends).toEqual(Array(4).fill([0, null]))
    expect(newest.size).toBe(100)
    // A creation and four renames each.
    expect(new Set(newest.values())).toEqual(new Set([5]))
    const ids = await listed(provider, () => settle(...hot().slice(0, 3)))
    expect(ids.length).toBe(100)
    expect(new Set(ids)).toEqual(new Set(newest.keys()))
  })
})
