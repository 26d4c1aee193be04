import { copyFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import Sqlite from "better-sqlite3"
import { sampleFile } from "session-test-support/large-sample"
import { describe, expect, test } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "./import-source.ts"

const session = "ses_dfdc781d6ffe6QefCAN16c2L61"
const exported = join(sampleFile, "../export-main.json")

/** A copy of the sample that went on by itself, at a time. */
async function copyThatWentOn(name: string, at: number): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  await copyFile(sampleFile, file)
  const database = new Sqlite(file)
  database.prepare('INSERT INTO message VALUES (?, ?, ?, ?, \'{"role":"user"}\')').run(`msg_${name}`, session, at, at)
  database
    .prepare("INSERT INTO part VALUES (?, ?, ?, ?, ?, ?)")
    .run(`prt_${name}`, `msg_${name}`, session, at, at, JSON.stringify({ type: "text", text: name }))
  database.prepare("UPDATE session SET time_updated = ? WHERE id = ?").run(at, session)
  database.close()
  return file
}

const idsOf = async (store: SessionStore) =>
  (await store.messages.list(session, { limit: 1000 })).messages.map(({ id }) => id)

describe("two copies of a database that both went on", () => {
  test.each([
    ["the older first", ["one", "two"]],
    ["the newer first", ["two", "one"]],
  ])("come to all that either has: %s", async (_, order) => {
    const copies = { one: await copyThatWentOn("one", 1900000000000), two: await copyThatWentOn("two", 1900000000500) }
    const store = await openMemoryStore()
    // Again and again, in any order.
    for (const name of [...order, ...order, ...order])
      await importSource(store, name === "one" ? copies.one : copies.two)
    expect(await idsOf(store)).toEqual(expect.arrayContaining(["msg_one", "msg_two"]))
    expect((await importSource(store, copies.two)).removed).toBe(0)
  })

  test("what a user took back in one of them goes, and what only the other has stays", async () => {
    const [one, two] = [await copyThatWentOn("one", 1900000000000), await copyThatWentOn("two", 1900000000500)]
    const store = await openMemoryStore()
    await importSource(store, one)
    await importSource(store, two)
    const database = new Sqlite(two)
    database.exec("DELETE FROM part WHERE id = 'prt_two'; DELETE FROM message WHERE id = 'msg_two'")
    database.exec("UPDATE session SET time_updated = 1900000000900; UPDATE message SET time_updated = 1900000000900")
    database.close()
    await importSource(store, two)
    const ids = await idsOf(store)
    expect(ids).toContain("msg_one")
    expect(ids).not.toContain("msg_two")
  })
})

describe("a copy that took the place of the other one, under the same name", () => {
  test("takes nothing away of what the other one had", async () => {
    const hour = 3_600_000
    const store = await openMemoryStore()
    const here = await copyThatWentOn("one", 1900000000000)
    await importSource(store, here)
    const other = await copyThatWentOn("two", 1900000000000 - hour)
    const database = new Sqlite(other)
    database.prepare("UPDATE session SET time_updated = ? WHERE id = ?").run(1900000000000 + hour, session)
    database.close()
    // As `cp` does it: the file stays the same one, and its content is another's.
    await writeFile(here, await readFile(other))
    expect((await importSource(store, here)).removed).toBe(0)
    expect((await importSource(store, here)).removed).toBe(0)
    expect(await idsOf(store)).toEqual(expect.arrayContaining(["msg_one", "msg_two"]))
  })
})

describe("an export with its texts taken out", () => {
  async function redacted(): Promise<string> {
    const content = JSON.parse(await readFile(exported, "utf8"))
    const mark = (kind: string, id: string) => `[redacted:${kind}:${id}]`
    content.info.title = mark("session-title", content.info.id)
    content.info.directory = mark("session-directory", content.info.id)
    for (const { info, parts } of content.messages) {
      if (info.path !== undefined) info.path = { cwd: mark("path", info.id), root: mark("path", info.id) }
      for (const part of parts) if (part.type === "text") part.text = mark("text", part.id)
    }
    const file = join(await temporaryFolder(), "redacted.json")
    await writeFile(file, JSON.stringify(content))
    return file
  }

  const stateOf = async (store: SessionStore) => [
    await store.sessions.require(session),
    await store.messages.list(session),
  ]

  test("never replaces the real ones", async () => {
    const store = await openMemoryStore()
    await importSource(store, exported)
    const before = await stateOf(store)
    const report = await importSource(store, await redacted())
    expect(report.sessions).toMatchObject({ unchanged: 1 })
    // And it says why nothing has changed.
    expect(report.notes).toEqual([
      expect.stringMatching(/^Texts were taken out of the export of session ses_\w+: \d+ of/),
    ])
    expect(await stateOf(store)).toEqual(before)
  })

  test("never replaces the real ones where a mark stands within a text, as in an export of ours", async () => {
    const store = await openMemoryStore()
    await importSource(store, exported)
    const before = await stateOf(store)
    const content = JSON.parse(await readFile(exported, "utf8"))
    content.redacted = ["secrets", "paths"]
    content.info.title = "Rotate [redacted:token]"
    content.info.directory = "~/app"
    content.info.version = "[redacted:version] of today"
    for (const { parts } of content.messages) {
      for (const part of parts) if (part.type === "text") part.text = `${part.text} and [redacted:token]`
    }
    const file = join(await temporaryFolder(), "ours.json")
    await writeFile(file, JSON.stringify(content))
    expect((await importSource(store, file)).sessions).toMatchObject({ unchanged: 1 })
    expect(await stateOf(store)).toEqual(before)
  })

  test("that came first is completed by the real one", async () => {
    const store = await openMemoryStore()
    const first = await importSource(store, await redacted())
    expect(first.projects[0]?.id).not.toContain("redacted")
    await importSource(store, exported)
    expect(JSON.stringify(await stateOf(store))).not.toContain("[redacted:text")
    expect((await store.sessions.require(session)).title).not.toContain("redacted")
  })
})
