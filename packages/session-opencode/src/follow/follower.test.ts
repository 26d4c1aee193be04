import { copyFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { SessionStorageError } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { describe, expect, onTestFinished, test, vi } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import type { ImportReport } from "../import/import-report.ts"
import { Follower } from "./follower.ts"
import { WrittenSignal } from "./written-signal.ts"

const session = "ses_1"
const message = "INSERT INTO message VALUES (?, 'ses_1', 1900000000000, 1900000000000, '{\"role\":\"user\"}')"

/** A database as the first versions have it: nothing but the rows themselves tells of a commit. */
const tables = `
  CREATE TABLE project (id TEXT PRIMARY KEY, worktree TEXT);
  CREATE TABLE session (id TEXT PRIMARY KEY, project_id TEXT, parent_id TEXT, directory TEXT, title TEXT, time_created INTEGER, time_updated INTEGER);
  CREATE TABLE message (id TEXT PRIMARY KEY, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
  CREATE TABLE part (id TEXT PRIMARY KEY, message_id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT);
  INSERT INTO project VALUES ('p', '/srv/w');
  INSERT INTO session VALUES ('ses_1', 'p', NULL, '/srv/w', 'S', 1, 1);`

/** What a program does to the source, in a pause between two looks, and what the look after it is to bring. */
interface Step {
  what: string
  act(): Promise<void> | void
  /** Messages that come in at the next look; null where nothing does. */
  messages: number | null
}

/**
 * Follows a source for as many looks as there are steps, each of them in a pause: how long a look or a pause takes on this machine is no
 * matter, and what is not found at the first look after it was committed is missing.
 */
async function follow(path: string, steps: readonly Step[]) {
  const store = await openMemoryStore()
  const aborting = new AbortController()
  const reports: ImportReport[] = []
  const failures: SessionStorageError[] = []
  const pauses: number[] = []
  const found: [what: string, messages: number | null][] = []
  using written = await WrittenSignal.of(path)
  const next = async (milliseconds: number) => {
    const last = steps[pauses.length - 1]
    if (last !== undefined) found.push([last.what, reports.at(-1)?.messages ?? null])
    reports.length = 0
    pauses.push(milliseconds)
    const step = steps[pauses.length - 1]
    if (step === undefined) aborting.abort(new Error("There are no more steps."))
    await step?.act()
  }
  // What is written in a pause is found at the look after it. After a failure there is no other pause.
  vi.spyOn(written, "wait").mockImplementation(next)
  vi.spyOn(written, "rest").mockImplementation((milliseconds) => (milliseconds >= 1000 ? next(0) : Promise.resolve()))
  const loop = {
    ...{ signal: aborting.signal, pause: 200, isPatient: false },
    onImport: (report: ImportReport) => void reports.push(report),
    onFailure: (error: SessionStorageError) => void failures.push(error),
  }
  await expect(new Follower(store, path, { project: "p" }).run(written, loop)).rejects.toThrow("no more steps")
  expect(found).toEqual(steps.map(({ what, messages }) => [what, messages]))
  return { store, failures, pauses }
}

/** Adds a message. Without waiting for a lock: it would fail where the import holds one. */
function addMessage(file: string, id: string): void {
  using database = new DatabaseSync(file, { timeout: 0 })
  database.exec("PRAGMA journal_mode = WAL")
  database.prepare(message).run(id)
}

function createDatabase(file: string): void {
  using database = new DatabaseSync(file)
  database.exec(`PRAGMA journal_mode = WAL; ${tables}`)
}

async function newDatabase(): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  createDatabase(file)
  return file
}

describe("a source that is followed", () => {
  test("is in the store after one look at it, and no pause between two looks is longer than a second", async () => {
    const file = await newDatabase()
    // By the driver that reads it, too: two libraries in one process drop each other's locks.
    const open = new Sqlite(file)
    onTestFinished(() => void open.close())
    open.exec("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
    const insert = open.prepare(message)
    const { pauses } = await follow(file, [
      { what: "nothing", act: () => {}, messages: null },
      { what: "a commit into the -wal", act: () => void insert.run("msg_1"), messages: 1 },
      {
        what: "two at once",
        act() {
          insert.run("msg_2")
          insert.run("msg_3")
        },
        messages: 2,
      },
      { what: "a checkpoint", act: () => void open.pragma("wal_checkpoint(TRUNCATE)"), messages: null },
      { what: "a commit after it", act: () => void insert.run("msg_4"), messages: 1 },
    ])
    expect(pauses.filter((milliseconds) => milliseconds > 1000)).toEqual([])
  })

  test("may be replaced, moved away and back, and its program started anew", async () => {
    const file = await newDatabase()
    const { failures, store } = await follow(file, [
      { what: "a program that ends after a message", act: () => addMessage(file, "msg_1"), messages: 1 },
      { what: "moved away", act: () => rename(file, `${file}.away`), messages: null },
      { what: "still away", act: () => {}, messages: null },
      { what: "back", act: () => rename(`${file}.away`, file), messages: null },
      {
        what: "another file under its name",
        async act() {
          await copyFile(file, `${file}.new`)
          addMessage(`${file}.new`, "msg_2")
          await rename(`${file}.new`, file)
        },
        messages: 1,
      },
      {
        what: "rewritten by VACUUM",
        act() {
          using database = new DatabaseSync(file)
          database.exec("VACUUM")
        },
        messages: null,
      },
      {
        what: "half a file",
        act: () => writeFile(`${file}.half`, "SQLite format 3\0").then(() => rename(`${file}.half`, file)),
        messages: null,
      },
      {
        what: "a new history",
        act: async () => {
          await rm(file)
          createDatabase(file)
          addMessage(file, "msg_3")
        },
        messages: 1,
      },
    ])
    // Said once for each reason, not at each look.
    expect(failures.map(({ code }) => code)).toEqual(["not_found", "corrupt"])
    const { messages } = await store.messages.list(session, { limit: 1000 })
    expect(messages.map(({ id }) => id)).toEqual(expect.arrayContaining(["msg_1", "msg_2", "msg_3"]))
  })

  test("may be a folder of files, in which new ones appear", async () => {
    const folder = join(await temporaryFolder(), "storage")
    const write = async (path: string, value: object) => {
      const file = join(folder, path)
      await mkdir(dirname(file), { recursive: true })
      await writeFile(`${file}.new`, JSON.stringify(value))
      await rename(`${file}.new`, file)
    }
    const addFile = (id: string) =>
      write(`message/ses_a/${id}.json`, { id, sessionID: "ses_a", role: "user", time: { created: 1750000000001 } })
    await write("session/p1/ses_a.json", {
      id: "ses_a",
      projectID: "p1",
      directory: "/x",
      title: "A",
      version: "1.0.0",
      time: { created: 1, updated: 2 },
    })
    await addFile("msg_1")
    await follow(folder, [
      { what: "a message", act: () => addFile("msg_2"), messages: 1 },
      { what: "nothing", act: () => {}, messages: null },
      {
        what: "another session",
        async act() {
          const text = await readFile(join(folder, "session/p1/ses_a.json"), "utf8")
          await write("message/ses_b/msg_3.json", {
            id: "msg_3",
            sessionID: "ses_b",
            role: "user",
            time: { created: 3 },
          })
          await write("session/p1/ses_b.json", { ...JSON.parse(text), id: "ses_b" })
        },
        messages: 1,
      },
      { what: "the folder is gone", act: () => rm(folder, { recursive: true }), messages: null },
    ])
  })
})
