import { readFileSync } from "node:fs"
import { rename } from "node:fs/promises"
import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { SessionStorageError } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { soon } from "session-test-support/soon"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import {
  Mirror,
  type MirrorOptions,
  MirrorRules,
  type MirrorStatus,
  mirrorPlaces,
  readMirrorStatus,
} from "../src/mirror.ts"
import { differences } from "./support/differences.ts"
import { OpenCodeWriter, sampleSession } from "./support/opencode-writer.ts"
import { addSecond, everyType, secondDatabase } from "./support/second-generation.ts"
import { openMemoryStore, openSqliteStore, temporaryFolder } from "./support/stores.ts"

const everything = { include: [], exclude: [], ask: false, redact: [] }

/** A store that the mirror may close, and the test goes on to use. */
const shared = (store: SessionStore): SessionStore =>
  new Proxy(store, {
    get(target, key) {
      if (key === "close" || key === Symbol.asyncDispose) return async () => {}
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })

interface Run {
  mirror: Mirror
  /** What the mirror has said of itself. */
  statuses: MirrorStatus[]
  status(): MirrorStatus
  /** Resolves once what it says of itself is so. */
  until(what: string, is: (status: MirrorStatus) => boolean): Promise<MirrorStatus>
  stop(): Promise<void>
}

async function start(
  database: string,
  store: SessionStore,
  folder: string,
  options: Partial<MirrorOptions> = {},
): Promise<Run> {
  const statuses: MirrorStatus[] = []
  const waiting = new Set<() => void>()
  const mirror = new Mirror({
    ...{ database, author: { user: "ann", host: "anns" }, runBy: "a test" },
    places: await mirrorPlaces(database, { XDG_STATE_HOME: folder }),
    openStore: async () => shared(store),
    readRules: async () => new MirrorRules(everything, new Map()),
    onStatus: (status) => {
      statuses.push(status)
      for (const look of waiting) look()
    },
    ...options,
  })
  const ended = new AbortController()
  const running = mirror.run(ended.signal)
  const stop = async () => {
    ended.abort()
    await running
  }
  onTestFinished(stop)
  const status = (): MirrorStatus => statuses.at(-1) as MirrorStatus // The mirror says at once what it is.
  return {
    ...{ mirror, statuses, status, stop },
    async until(what, is) {
      const { promise, resolve } = Promise.withResolvers<MirrorStatus>()
      const look = () => {
        if (statuses.length > 0 && is(status())) resolve(status())
      }
      waiting.add(look)
      look()
      try {
        return await soon(what, promise, 60_000)
      } finally {
        waiting.delete(look)
      }
    },
  }
}

const isCaughtUp = ({ condition, waitingSessions }: MirrorStatus) => condition === "following" && waitingSessions === 0

const isSent = (status: MirrorStatus) => isCaughtUp(status) && status.sentAt !== null

/** Waits until the store is as OpenCode's rows are. */
const noDifference = (file: string, store: SessionStore) =>
  expect.poll(() => differences(file, store), { timeout: 60_000, interval: 50 }).toEqual([])

test("all that OpenCode writes while it is mirrored is in the store, row by row, and a long session is not read again for it", async () => {
  const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
  const run = await start(writer.file, store, folder)
  await run.until("the first import", isCaughtUp)
  expect(await differences(writer.file, store)).toEqual([])

  const all = vi.spyOn(store.messages, "all")
  const said = ["a", "b", "c"]
  for (const id of said) writer.say(sampleSession, id, `And ${id}.`)
  writer.putPart(sampleSession, "msg_c", "prt_c2", { type: "tool", tool: "bash", state: { status: "running" } })
  await expect.poll(async () => (await store.messages.get(sampleSession, "msg_c"))?.parts.length).toBe(2)
  writer.putPart(sampleSession, "msg_c", "prt_c2", { type: "tool", tool: "bash", state: { status: "completed" } })
  writer.removePart(sampleSession, "msg_c", "prt_c")
  writer.removeMessage(sampleSession, "msg_a")
  writer.setSession(sampleSession, { title: "Renamed", time_archived: 1_795_500_000_000 })
  await expect.poll(async () => (await store.sessions.get(sampleSession))?.title).toBe("Renamed")
  await expect.poll(async () => (await store.messages.get(sampleSession, "msg_a")) === null).toBe(true)
  expect(all.mock.calls).toEqual([])
  vi.restoreAllMocks()
  await noDifference(writer.file, store)
})

test("a fork, a sub-agent, a revert, a compaction and to-dos arrive", async () => {
  const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
  const run = await start(writer.file, store, folder)
  await run.until("the first import", isCaughtUp)
  writer.addSession("ses_fork", { title: "Notes (fork #1)" })
  writer.say("ses_fork", "f1", "Copied.")
  writer.addSession("ses_child", { parent_id: "ses_fork", title: "Count files" })
  writer.say("ses_child", "c1", "Two.")
  writer.setSession("ses_fork", { revert: JSON.stringify({ messageID: "msg_f1" }) })
  writer.putMessage("ses_fork", "msg_summary", { role: "assistant", summary: true, time: { created: 2 } })
  writer.putPart("ses_fork", "msg_summary", "prt_summary", { type: "compaction", auto: true })
  writer.setTodo("ses_fork", "Look again")
  await noDifference(writer.file, store)
  expect((await store.sessions.require("ses_child")).parentId).toBe("ses_fork")
  expect((await store.sessions.require("ses_fork")).todos).toMatchObject([{ content: "Look again" }])
})

describe("a session that OpenCode deletes", () => {
  test("is deleted here, too, can be restored here, and comes back when OpenCode has it again", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const run = await start(writer.file, store, folder)
    writer.addSession("ses_gone")
    writer.say("ses_gone", "g1", "Here.")
    await expect.poll(async () => (await store.messages.get("ses_gone", "msg_g1"))?.id).toBe("msg_g1")
    await run.until("it was sent", isCaughtUp)
    const rows = ["session", "message", "part"].map((table) => {
      const column = table === "session" ? "id" : "session_id"
      return [table, writer.database.prepare(`SELECT * FROM ${table} WHERE ${column} = 'ses_gone'`).all()] as const
    })
    writer.deleteSession("ses_gone")
    await expect.poll(() => store.sessions.get("ses_gone")).toBeNull()
    expect((await store.sessions.require("ses_gone", { includeDeleted: true })).deletedAt).not.toBeNull()
    await noDifference(writer.file, store)

    for (const [table, found] of rows) {
      for (const row of found as Record<string, unknown>[]) {
        const names = Object.keys(row)
        writer.database.prepare(`INSERT INTO ${table} VALUES (${names.map((name) => `@${name}`).join(", ")})`).run(row)
      }
    }
    writer.setSession("ses_gone", { title: "Again" })
    await expect.poll(async () => (await store.sessions.get("ses_gone"))?.title).toBe("Again")
    await noDifference(writer.file, store)
  })

  test("while no mirror runs is deleted by the next one", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    writer.addSession("ses_gone")
    const first = await start(writer.file, store, folder)
    await first.until("it was sent", isCaughtUp)
    await first.stop()
    writer.deleteSession("ses_gone")
    writer.say(sampleSession, "later", "Meanwhile.")
    await start(writer.file, store, folder)
    await noDifference(writer.file, store)
    expect(await store.sessions.get("ses_gone")).toBeNull()
  })

  test("by another person here stays deleted", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const run = await start(writer.file, store, folder)
    await run.until("the first import", isCaughtUp)
    await store.sessions.delete(sampleSession)
    writer.say(sampleSession, "more", "More.")
    writer.say("ses_dfdc76e2dffeYoc1yjyuw9K4Cl", "other", "In another.")
    await expect
      .poll(async () => (await store.messages.get("ses_dfdc76e2dffeYoc1yjyuw9K4Cl", "msg_other"))?.id)
      .toBe("msg_other")
    expect(await store.sessions.get(sampleSession)).toBeNull()
  })

  test("with its whole database, which OpenCode then begins anew, stays here", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const first = await start(writer.file, store, folder)
    await first.until("the first import", isCaughtUp)
    await first.stop()
    // What a new database has instead: the file, which may even have the old one's number, with no session in it.
    writer.database.exec(
      "DELETE FROM session; DELETE FROM event; DELETE FROM event_sequence; UPDATE migration SET time_completed = time_completed + 5",
    )
    const second = await start(writer.file, store, folder)
    await second.until("it has looked", isCaughtUp)
    expect((await store.sessions.list({ limit: 100 })).sessions.length).toBeGreaterThan(0)
  })
})

describe("after an interruption", () => {
  test("a mirror whose server was away sends the difference, and says so before and after", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    let isAway = true
    const away = () => new SessionStorageError("unavailable", "The server does not respond.", { hint: "Wait." })
    const run = await start(writer.file, store, folder, {
      openStore: async () => {
        if (isAway) throw away()
        return shared(store)
      },
    })
    const waiting = await run.until("it waits", ({ condition }) => condition === "waiting")
    expect(waiting.problem).toMatchObject({ message: "The server does not respond.", hint: "Wait." })
    isAway = false
    await run.until("it goes on", (status) => isCaughtUp(status) && status.problem === null)
    expect(await differences(writer.file, store)).toEqual([])

    const apply = vi.spyOn(store, "apply").mockRejectedValue(away())
    writer.say(sampleSession, "away1", "While it is away.")
    writer.addSession("ses_away")
    await run.until(
      "it waits again",
      ({ condition, waitingSessions }) => condition === "waiting" && waitingSessions > 0,
    )
    expect(run.status().waitingSince).not.toBeNull()
    apply.mockRestore()
    await run.until("it has caught up", (status) => isCaughtUp(status) && status.problem === null)
    await noDifference(writer.file, store)
  })

  test("what was written while no mirror ran is sent, and nothing that was there is written again", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const first = await start(writer.file, store, folder)
    await first.until("the first import", isCaughtUp)
    await first.stop()
    const apply = vi.spyOn(store, "apply")
    const get = vi.spyOn(store.sessions, "get")
    writer.say(sampleSession, "offline", "Without a mirror.")
    const second = await start(writer.file, store, folder)
    await second.until("it has caught up", isCaughtUp)
    expect(await differences(writer.file, store)).toEqual([])
    expect(apply.mock.calls.map(([id, changes]) => [id, changes.length])).toEqual([[sampleSession, 3]])
    // One to see that the store is the one that it was, one for the session.
    expect(get.mock.calls.length).toBe(2)
    vi.restoreAllMocks()
  })

  test("a gap in OpenCode's log, or rows that no event tells of, are found by comparing the whole session", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const first = await start(writer.file, store, folder)
    await first.until("the first import", isCaughtUp)
    await first.stop()
    writer.say(sampleSession, "gap", "Its events are gone.")
    writer.database.prepare("DELETE FROM event WHERE aggregate_id = ? AND seq = 72").run(sampleSession)
    // Another program brings a message, and OpenCode goes on.
    const other = "ses_dfdc76e2dffeYoc1yjyuw9K4Cl"
    writer.database
      .prepare('INSERT INTO message VALUES (\'msg_silent\', ?, 1, 1, \'{"role":"user","time":{"created":1}}\')')
      .run(other)
    writer.say(other, "loud", "With an event.")
    await start(writer.file, store, folder)
    await noDifference(writer.file, store)
  })

  test("a store that was emptied is filled again", async () => {
    const [writer, folder] = [await OpenCodeWriter.create(), await temporaryFolder()]
    const first = await start(writer.file, await openMemoryStore(), folder)
    await first.until("the first import", isCaughtUp)
    await first.stop()
    const empty = await openMemoryStore()
    const second = await start(writer.file, empty, folder)
    await second.until("it has filled it", isCaughtUp)
    expect(await differences(writer.file, empty)).toEqual([])
  })
})

test("what a colleague wrote to a mirrored session stays, and what OpenCode writes afterwards arrives", async () => {
  const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
  const run = await start(writer.file, store, folder)
  await run.until("the first import", isCaughtUp)
  await store.sessions.rename(sampleSession, "Named by a colleague")
  await store.messages.append(sampleSession, {
    id: "msg_theirs",
    role: "user",
    parts: [{ type: "text", text: "Hi" }],
  })
  for (const id of ["x", "y"]) {
    writer.say(sampleSession, id, `After it, ${id}.`)
    await expect.poll(async () => (await store.messages.get(sampleSession, `msg_${id}`))?.parts.length).toBe(1)
  }
  expect((await store.messages.get(sampleSession, "msg_theirs"))?.parts).toHaveLength(1)
  expect((await store.sessions.require(sampleSession)).title).toBe("Named by a colleague")
})

describe("2.x", () => {
  test("new messages and those that it rewrites in place arrive, from a fresh database", async () => {
    const database = await secondDatabase()
    addSecond(database, { id: "ses_two" }, everyType)
    const [store, folder] = [await openSqliteStore(), await temporaryFolder()]
    const run = await start(database.name, store, folder)
    await run.until("the first import", isCaughtUp)
    const all = vi.spyOn(store.messages, "all")
    const insert = database.prepare("INSERT INTO session_message VALUES (?, 'ses_two', 'assistant', ?, ?, ?, ?)")
    const reply = (text: string) => JSON.stringify({ time: { created: 5 }, content: [{ type: "text", text }] })
    insert.run("msg_reply", 100, 1_780_000_100_000, 1_780_000_100_000, reply("Wo"))
    await expect.poll(async () => (await store.messages.get("ses_two", "msg_reply"))?.parts.length).toBe(1)
    database
      .prepare("UPDATE session_message SET data = ?, time_updated = time_updated + 7 WHERE id = 'msg_reply'")
      .run(reply("Word."))
    await expect.poll(async () => (await store.messages.get("ses_two", "msg_reply"))?.parts[0]?.data.text).toBe("Word.")
    expect(all.mock.calls).toEqual([])
    vi.restoreAllMocks()
  })

  test("a later version that keeps its sessions in tables of its own stops the mirror, with a message", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
    writer.database.exec("CREATE TABLE session_v3 (id text PRIMARY KEY)")
    const run = await start(writer.file, store, folder)
    const status = await run.until("it stops", ({ condition }) => condition === "stopped")
    expect(status.problem?.message).toContain("session_v3")
    expect((await store.sessions.list()).sessions).toEqual([])
  })
})

test("what a mirror tells can be read by others already: to where, its problem, and that all is sent", async () => {
  const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
  const { status: file } = await mirrorPlaces(writer.file, { XDG_STATE_HOME: folder })
  const told: unknown[] = []
  const read: unknown[] = []
  let isAway = true
  const waiting = Promise.withResolvers<void>()
  const sent = Promise.withResolvers<void>()
  await start(writer.file, store, folder, {
    openStore: async () => {
      if (!isAway) return shared(store)
      isAway = false
      throw new SessionStorageError("unavailable", "The server is away.")
    },
    onStatus(status) {
      const { condition, problem, store: to } = status
      const now = JSON.parse(readFileSync(file, "utf8"))
      told.push({ condition, problem, store: to, isSent: isSent(status) })
      read.push({
        condition: now.condition,
        problem: now.problem,
        store: now.store,
        isSent: isSent(status) && isSent(now),
      })
      if (condition === "waiting") waiting.resolve()
      if (isSent(status)) sent.resolve()
    },
  })
  await soon("it waits", waiting.promise, 60_000)
  await soon("all is sent", sent.promise, 60_000)
  expect(read).toEqual(told)
})

describe("one mirror for a database", () => {
  test("a second one stands by, and takes over when the first ends", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openSqliteStore(), await temporaryFolder()]
    const first = await start(writer.file, store, folder)
    await first.until("the first import", isCaughtUp)
    const second = await start(writer.file, store, folder)
    await second.until("it stands by", ({ condition }) => condition === "standby")
    await first.stop()
    await second.until("it takes over", isCaughtUp)
    writer.say(sampleSession, "second", "For the second.")
    await noDifference(writer.file, store)
    const status = await readMirrorStatus((await mirrorPlaces(writer.file, { XDG_STATE_HOME: folder })).status)
    expect(status).toMatchObject({ condition: "following", database: writer.file, runBy: "a test" })
  })

  test("a database that is not there yet is mirrored once it is", async () => {
    const folder = await temporaryFolder()
    const file = join(folder, "opencode.db")
    const writer = await OpenCodeWriter.create()
    const store = await openMemoryStore()
    const run = await start(file, store, folder)
    await run.until("it waits", ({ condition }) => condition === "waiting")
    writer.database.pragma("wal_checkpoint(TRUNCATE)")
    await rename(writer.file, file)
    await run.until("it has sent it", isCaughtUp)
    expect(await differences(file, store)).toEqual([])
  })
})

describe("rules", () => {
  test("a project about which nobody was asked stays on this machine, with its name; once included, all of it is sent", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
    const settings = { include: [], exclude: [], ask: true, redact: [] }
    const answers = new Map<string, "include" | "exclude">()
    const run = await start(writer.file, store, folder, { readRules: async () => new MirrorRules(settings, answers) })
    const { undecidedProjects } = await run.until(
      "it asks",
      (status) => isCaughtUp(status) && status.undecidedProjects.length > 0,
    )
    expect((await store.sessions.list()).sessions).toEqual([])
    expect(await store.projects.list()).toEqual([])
    for (const id of undecidedProjects) answers.set(id, "include")
    await run.until("it goes on", (status) => isCaughtUp(status) && status.sentAt !== null)
    await noDifference(writer.file, store)
  })

  test("that cannot be read are told, stay as they were, and are told to be right again", async () => {
    const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
    let isDamaged = false
    const readRules = async () => {
      if (isDamaged) throw new SessionStorageError("invalid_configuration", "opencode.json is not valid JSON.")
      return new MirrorRules(everything, new Map())
    }
    const run = await start(writer.file, store, folder, { readRules })
    await run.until("the first import", isCaughtUp)
    isDamaged = true
    await run.until("it says so", ({ problem }) => problem?.message.includes("not valid JSON") === true)
    writer.say(sampleSession, "meanwhile", "By the rules that were.")
    await noDifference(writer.file, store)
    isDamaged = false
    await run.until("it is right again", (status) => isCaughtUp(status) && status.problem === null)
  })

  test.each([
    ["a project by its id", { include: ["github.com/acme/*"] }, "include"],
    ["a folder", { include: ["/srv/work"] }, "include"],
    ["nothing that it names", { include: ["github.com/other/*", "/srv/wo"] }, "exclude"],
    ["what is excluded before what is included", { include: ["*"], exclude: ["/srv/work/"] }, "exclude"],
  ] as const)("a rule stands for %s", (_what, given, decision) => {
    const rules = new MirrorRules({ ...everything, ...given }, new Map())
    expect(rules.decide({ id: "github.com/acme/widget", folder: "/srv/work/widget" })).toBe(decision)
  })
})

test("another program's reader of the database keeps nothing of it: a mirror opens it only by SQLite", async () => {
  const [writer, store, folder] = [await OpenCodeWriter.create(), await openMemoryStore(), await temporaryFolder()]
  // Rollback mode: a reader would keep OpenCode's writers out.
  writer.database.pragma("journal_mode = DELETE")
  const run = await start(writer.file, store, folder)
  const status = await run.until("it refuses", ({ problem }) => problem !== null)
  expect(status.problem?.message).toContain("WAL")
  new Sqlite(writer.file).pragma("journal_mode = WAL")
  await run.until("it goes on", isCaughtUp)
})
