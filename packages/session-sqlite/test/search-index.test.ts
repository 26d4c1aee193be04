import { chmodSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { SessionStore } from "@opencode/session-core"
import Database from "better-sqlite3"
import { run } from "session-test-support/run"
import { describe, expect, it, onTestFinished } from "vitest"
import { root } from "../../../scripts/packs.mjs"
import { mostWaiting } from "../src/search-indexing.ts"
import { indexFile } from "./index-file.ts"
import { openStore } from "./open-store.ts"
import { isRoot, nobody, runScript } from "./run-script.ts"
import { temporaryFolder } from "./temporary-folder.ts"

// The index of search is brought up to date behind the writes. What it does not have yet is found all the same.

const tables = ["part", "session"] as const

async function openFile() {
  const file = join(temporaryFolder(), "opencode.db")
  const opened = await openStore(file)
  const raw = new Database(file, { readonly: true })
  onTestFinished(() => {
    raw.close()
  })
  return { file, raw, ...opened }
}

/** How many rows the indexes lack: those that they have not reached, and those that changed since. */
function lacking(raw: Database.Database): { new: number; changed: number } {
  const count = (sql: string) => Number(raw.prepare(sql).pluck().get())
  const sum = (sql: (table: string) => string) => tables.reduce((total, table) => total + count(sql(table)), 0)
  return {
    new: sum((table) => `SELECT count(*) FROM ${table} WHERE number > (SELECT number FROM ${table}_search_progress)`),
    changed: sum((table) => `SELECT count(*) FROM ${table}_search_changed`),
  }
}

/** All that the index's tables hold. */
function contentOfIndex(raw: Database.Database): string {
  const names = raw
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%\\_search\\_%' ESCAPE '\\' AND sql NOT LIKE '%VIRTUAL%'",
    )
    .pluck()
    .all()
  expect(names.length).toBeGreaterThan(8)
  const rows = names.map((name) => [name, raw.prepare(`SELECT * FROM ${name}`).raw().all()])
  return JSON.stringify(rows, (_, value) =>
    value?.type === "Buffer" ? Buffer.from(value.data).toString("hex") : value,
  )
}

const textsOf = async (store: SessionStore, words: string) =>
  (await store.search(words, { limit: 100 })).hits.map(({ partId, snippet }) => `${partId ?? "title"}: ${snippet}`)

const put = (store: SessionStore, id: string, text: string) =>
  store.messages.putPart("s", { id, messageId: "m", type: "text", data: { text }, createdAt: 1, updatedAt: 1 })

async function openWithMessage() {
  const opened = await openFile()
  await opened.store.sessions.create({ id: "s", title: "A title" })
  await opened.store.messages.append("s", { id: "m", role: "assistant", parts: [] })
  return opened
}

describe("what search finds does not depend on what is indexed", () => {
  it("each text is found as it is now, once and in order, whether it is new, indexed, or has changed since", async () => {
    const { file, raw, store } = await openWithMessage()
    for (const id of ["one", "two", "three"]) await put(store, id, `needle ${id}`)
    await indexFile(file)
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
    await put(store, "two", "needle two, longer")
    await put(store, "three", "nothing any more")
    await put(store, "four", "needle four")
    await store.sessions.rename("s", "A needle")
    expect(lacking(raw)).toEqual({ new: 1, changed: 3 })
    const expected = ["title: A needle", "four: needle four", "two: needle two, longer", "one: needle one"]
    expect(await textsOf(store, "needle")).toEqual(expected)
    expect(await textsOf(store, "thre")).toEqual([])
    const pages: string[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await store.search("needle", { limit: 1, ...(cursor === undefined ? {} : { cursor }) })
      pages.push(...page.hits.map(({ partId }) => partId ?? "title"))
      if (page.nextCursor === null) break
      cursor = page.nextCursor
    }
    expect(pages).toEqual(["title", "four", "two", "one"])
    await indexFile(file)
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
    expect(await textsOf(store, "needle")).toEqual(expected)
    expect(await textsOf(store, "thre")).toEqual([])
  })

  it("parts that get the numbers of removed ones are found by their own text only", async () => {
    const { file, raw, store } = await openWithMessage()
    for (const id of ["one", "two", "three"]) await put(store, id, `needle ${id}`)
    await indexFile(file)
    await store.messages.removePart("s", "m", "two")
    await store.messages.removePart("s", "m", "three")
    await put(store, "four", "haystack four")
    expect(lacking(raw)).toEqual({ new: 1, changed: 0 })
    for (const _ of ["before", "after"]) {
      expect(await textsOf(store, "haystack")).toEqual(["four: haystack four"])
      expect(await textsOf(store, "needle")).toEqual(["one: needle one"])
      await indexFile(file)
    }
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
  })

  it("a purged session leaves nothing to be indexed, and its numbers are given again", async () => {
    const { file, raw, store } = await openWithMessage()
    await put(store, "one", "needle one")
    await indexFile(file)
    await put(store, "one", "needle one, changed")
    await put(store, "two", "needle two")
    await store.sessions.delete("s")
    await store.sessions.purge("s")
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
    await store.sessions.create({ id: "s", title: "Another haystack" })
    await store.messages.append("s", { id: "m", role: "user", parts: [{ id: "p", type: "text", text: "haystack" }] })
    for (const _ of ["before", "after"]) {
      expect(await textsOf(store, "haystack")).toEqual(["title: Another haystack", "p: haystack"])
      expect(await textsOf(store, "needle")).toEqual([])
      await indexFile(file)
    }
  })

  it.each(["before-search", "between-writes"])(
    "every case of search holds with texts that are indexed %s",
    async (INDEXING) => {
      const kit = join(root, "packages/session-testkit/dist/bin.js")
      const suite = fileURLToPath(new URL("./indexed-suite.ts", import.meta.url))
      const program = [process.execPath, kit, suite, "--only", "search", "--json"]
      const { stdout, stderr } = await run(program, { folder: root, environment: { ...process.env, INDEXING } })
      expect(stdout, stderr).toMatch(/^\{/)
      const { cases } = JSON.parse(stdout)
      expect(cases.filter((each: { status: string }) => each.status === "failed")).toEqual([])
      expect(cases.length).toBeGreaterThan(40)
    },
  )
})

describe("writes leave the index alone", () => {
  it("a part that grows while it is streamed writes nothing of the index with each growth", async () => {
    const { file, raw, store } = await openWithMessage()
    const before = contentOfIndex(raw)
    for (const length of [1, 10, 100]) await put(store, "p", "word ".repeat(length))
    expect(contentOfIndex(raw)).toBe(before)
    await indexFile(file)
    await put(store, "p", "word ".repeat(200))
    const noted = contentOfIndex(raw)
    for (const length of [300, 400]) await put(store, "p", "word ".repeat(length))
    expect(contentOfIndex(raw)).toBe(noted)
  })

  it("a write that is stored does not fail because how much waits cannot be read", async () => {
    const { file, store } = await openFile()
    const raw = new Database(file)
    raw.exec("DROP TABLE session_search_changed")
    raw.close()
    await store.sessions.create({ id: "s" })
    await store.messages.append("s", { role: "user", parts: [{ type: "text", text: "words ".repeat(200_000) }] })
    expect((await store.sessions.require("s")).messageCount).toBe(1)
  })

  it("a write is stored and found though the index cannot be written", async () => {
    const { file, provider, store } = await openWithMessage()
    const raw = new Database(file)
    raw.exec("CREATE TRIGGER broken BEFORE UPDATE ON part_search_progress BEGIN SELECT raise(ABORT, 'broken'); END")
    raw.close()
    await put(store, "p", `needle ${"words ".repeat(200_000)}`)
    expect(await textsOf(store, "needle")).toHaveLength(1)
    for (let index = 0; index < 30; index += 1) {
      const parts = Array.from({ length: 400 }, () => ({ type: "text" as const, text: "haystack" }))
      await store.messages.append("s", { role: "user", parts })
    }
    const { checks } = await provider.check()
    expect(checks.filter(({ status }) => status !== "ok")).toMatchObject([
      { name: "search", status: "warning", message: expect.stringContaining("12002 texts wait") },
    ])
    await provider.close()
  })
})

describe("what waits to be indexed is little", () => {
  it("a writer that never pauses indexes it in between", async () => {
    const { raw, store } = await openWithMessage()
    let most = 0
    for (let index = 0; index < 10_000; index += 40) {
      const parts = Array.from({ length: 40 }, (_, offset) => ({
        type: "text" as const,
        text: `part ${index + offset}`,
      }))
      await store.messages.append("s", { role: "user", parts })
      most = Math.max(most, lacking(raw).new)
    }
    expect(most).toBeGreaterThan(40)
    expect(most).toBeLessThan(2 * mostWaiting.rows)
    expect(await textsOf(store, "9998")).toHaveLength(1)
  })

  it("so does one whose parts are large, or change again and again", async () => {
    const { raw, store } = await openWithMessage()
    const waitingBytes = raw
      .prepare(
        "SELECT coalesce(sum(octet_length(data)), 0) FROM part WHERE number > (SELECT number FROM part_search_progress) OR number IN (SELECT number FROM part_search_changed)",
      )
      .pluck()
    let most = 0
    for (let index = 0; index < 60; index += 1) {
      await put(store, `p${index % 20}`, `${index} `.repeat(20_000))
      most = Math.max(most, Number(waitingBytes.get()))
    }
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThan(2 * mostWaiting.bytes)
  })

  it("a process that pauses indexes it", async () => {
    const { raw, store } = await openWithMessage()
    await put(store, "p", "needle")
    expect(lacking(raw).new).toBe(2)
    await expect.poll(() => lacking(raw).new).toBe(0)
    expect(await textsOf(store, "needle")).toEqual(["p: needle"])
  })

  it("a process that has written indexes it when it closes, and one that has only read leaves it", async () => {
    const { file, raw, provider, store } = await openWithMessage()
    await put(store, "p", "needle")
    const reader = await openStore(file)
    expect(await textsOf(reader.store, "needle")).toHaveLength(1)
    await reader.provider.close()
    expect(lacking(raw).new).toBe(2)
    await provider.close()
    expect(lacking(raw).new).toBe(0)
  })
})

describe("several processes", () => {
  it.skipIf(process.platform === "win32")("one that may only read finds what waits to be indexed", async () => {
    const folder = temporaryFolder()
    const file = join(folder, "opencode.db")
    expect(await runScript("write-parts.ts", [file, "writer", "3", "killed"])).toMatchObject({ signal: "SIGKILL" })
    for (const each of readdirSync(folder)) chmodSync(join(folder, each), 0o444)
    chmodSync(folder, 0o555)
    const { output, code } = await runScript("search-file.ts", [file, "writer-number-1-"], isRoot ? nobody : undefined)
    chmodSync(folder, 0o755)
    expect(output).toMatch(/^\[\["writer",".*writer-number-1-.*"\]\]$/)
    expect(code).toBe(0)
    const raw = new Database(file, { readonly: true })
    expect(lacking(raw).new).toBe(4)
    raw.close()
  })

  it("a process that is killed leaves what it wrote to be found at once, and to be indexed by the next", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    expect(await runScript("write-parts.ts", [file, "killed", "20", "killed"])).toMatchObject({ signal: "SIGKILL" })
    const { store, provider } = await openStore(file)
    const raw = new Database(file, { readonly: true })
    expect(lacking(raw).new).toBe(21)
    expect(await textsOf(store, "killed-number-7-")).toHaveLength(1)
    await store.sessions.create({ id: "next" })
    await provider.close()
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
    raw.close()
    const again = await openStore(file)
    expect(await textsOf(again.store, "killed-number-7-")).toHaveLength(1)
    expect(await textsOf(again.store, "Session killed")).toHaveLength(1)
  })

  it("those that write and index at once lose no text of each other's", async () => {
    const file = join(temporaryFolder(), "opencode.db")
    const { store } = await openStore(file)
    const names = ["ann", "ben", "cleo"]
    const ended = Promise.all(names.map((name) => runScript("write-parts.ts", [file, name, "400", "closed"])))
    let isWriting = true
    void ended.finally(() => {
      isWriting = false
    })
    while (isWriting) {
      await Promise.all([indexFile(file), indexFile(file)])
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await ended).toEqual(names.map(() => ({ code: 0, signal: null, output: "" })))
    await indexFile(file)
    const raw = new Database(file, { readonly: true })
    expect(lacking(raw)).toEqual({ new: 0, changed: 0 })
    raw.close()
    for (const name of names) {
      for (let index = 0; index < 400; index += 1) {
        expect(await textsOf(store, `${name}-number-${index}-`), `${name} ${index}`).toHaveLength(1)
      }
    }
  })
})
