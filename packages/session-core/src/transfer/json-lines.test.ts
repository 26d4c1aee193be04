import { createHash } from "node:crypto"
import { describe, expect, test } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import { createSessionStore, type SessionStore } from "../store/session-store.ts"
import { exportLines } from "./export-lines.ts"
import { importLines } from "./import-lines.ts"
import { splitLines } from "./split-lines.ts"

const openStore = (): SessionStore =>
  createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })

async function sampleStore(): Promise<SessionStore> {
  const store = openStore()
  for (const id of ["ses_a", "ses_b", "ses_c"]) {
    await store.sessions.create({ id, projectId: "app", title: `Title\u2028of ${id}` })
    for (let turn = 0; turn < 3; turn += 1) {
      await store.messages.append(id, {
        role: "user",
        parts: [{ type: "text", text: `turn ${turn} é\ud800\u2028\r 你好` }],
      })
    }
    await store.files.write(id, "a.txt", "content\r\nof a file")
  }
  await store.projects.put({ id: "app", name: "The app", aliases: ["former"], createdAt: 7 })
  return store
}

async function exported(store: SessionStore): Promise<string[]> {
  const lines = []
  for await (const line of exportLines(store, { includeDeleted: true })) lines.push(line)
  return lines
}

async function* iterate<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}

async function contentOf(store: SessionStore) {
  const found = []
  const projects = (await store.projects.list()).map(({ id, name, aliases }) => ({ id, name, aliases }))
  for (const id of ["ses_a", "ses_b", "ses_c"]) {
    const changes = []
    const session = await store.sessions.get(id, { includeDeleted: true })
    if (session !== null) for await (const change of store.allChanges(id)) changes.push(change)
    found.push({ session, changes })
  }
  return { projects, found }
}

describe("exportLines and importLines", () => {
  test("nothing is lost on the way through a file, whatever the text holds and wherever the file is cut into pieces", async () => {
    const source = await sampleStore()
    await source.sessions.delete("ses_b")
    const bytes = Buffer.from((await exported(source)).join(""))
    for (const size of [1, 7, 1024, bytes.length]) {
      const pieces = []
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
      const target = openStore()
      const report = await importLines(target, splitLines(iterate(pieces)))
      expect(report).toMatchObject({ sessions: { created: 3 }, problems: [], messages: 9, parts: 9, files: 3 })
      expect(await contentOf(target)).toEqual(await contentOf(source))
    }
  })

  test("importing again changes nothing, and a later export of the same sessions adds only what is new", async () => {
    const source = await sampleStore()
    const target = openStore()
    const lines = await exported(source)
    await importLines(target, iterate(lines))
    const before = await target.sessionChanges({ limit: 100 })
    expect(await importLines(target, iterate(lines))).toMatchObject({
      ...{ sessions: { created: 0, updated: 0, unchanged: 3 }, messages: 0, parts: 0, files: 0, problems: [] },
    })
    expect(await target.sessionChanges({ limit: 100 })).toEqual(before)
    await source.messages.append("ses_b", { role: "user", parts: [] })
    await source.sessions.rename("ses_b", "Renamed")
    const report = await importLines(target, iterate(await exported(source)))
    expect(report).toMatchObject({ sessions: { created: 0, updated: 1, unchanged: 2 }, messages: 1, problems: [] })
    expect(await contentOf(target)).toEqual(await contentOf(source))
    // The first file is older now: what is newer here stays.
    expect(await importLines(target, iterate(lines))).toMatchObject({ sessions: { unchanged: 3 }, problems: [] })
    expect(await contentOf(target)).toEqual(await contentOf(source))
  })

  test("a session that was changed on both sides is not overwritten, and the others are imported", async () => {
    const source = await sampleStore()
    const target = openStore()
    await importLines(target, iterate(await exported(source)))
    await target.sessions.rename("ses_b", "Ours")
    await source.messages.append("ses_b", { role: "user", parts: [] })
    await source.messages.append("ses_c", { role: "user", parts: [] })
    const report = await importLines(target, iterate(await exported(source)))
    expect(report.problems).toMatchObject([{ sessionId: "ses_b", code: "conflict" }])
    expect(report.sessions).toEqual({ created: 0, updated: 1, unchanged: 1 })
    expect((await target.sessions.require("ses_b")).title).toBe("Ours")
  })

  test("wherever a line is broken, nothing wrong is imported, the error names the line, and the whole file completes it", async () => {
    const source = await sampleStore()
    const lines = await exported(source)
    const whole = await contentOf(source)
    for (let broken = 0; broken < lines.length; broken += 1) {
      for (const damage of [
        (line: string) => line.slice(0, -9),
        (line: string) => line.replace(/turn|sess/, "TURN"),
        () => "",
      ]) {
        const damaged = lines.map((line, index) => (index === broken ? damage(line) : line))
        if (damaged[broken] === lines[broken]) continue
        const target = openStore()
        await expect(importLines(target, iterate(damaged))).rejects.toMatchObject({
          code: "corrupt",
          message: expect.stringMatching(/^Line \d+ /),
        })
        const { found } = await contentOf(target)
        for (const [index, each] of found.entries()) if (each.session !== null) expect(each).toEqual(whole.found[index])
        await importLines(target, iterate(lines))
        expect(await contentOf(target)).toEqual(whole)
      }
    }
  })

  test("a file that is cut off says so instead of looking complete", async () => {
    const lines = await exported(await sampleStore())
    for (let kept = 0; kept < lines.length; kept += 1) {
      const target = openStore()
      await expect(importLines(target, iterate(lines.slice(0, kept)))).rejects.toMatchObject({
        code: "corrupt",
        message: expect.stringContaining(`Line ${kept + 1} is missing`),
      })
    }
  })

  test("a long session is imported up to its last checksum when the rest is damaged", async () => {
    const source = openStore()
    await source.sessions.create({ id: "ses_a", projectId: "app" })
    for (let turn = 0; turn < 700; turn += 1) await source.messages.append("ses_a", { role: "user", parts: [] })
    const lines = await exported(source)
    const target = openStore()
    const damaged = lines.map((line, index) => (index === lines.length - 4 ? line.replace("user", "evil") : line))
    await expect(importLines(target, iterate(damaged))).rejects.toMatchObject({ code: "corrupt" })
    const count = (await target.sessions.get("ses_a"))?.messageCount ?? 0
    expect(count).toBeLessThan(700)
    await importLines(target, iterate(lines))
    expect((await contentOf(target)).found[0]).toEqual((await contentOf(source)).found[0])
  })

  test("a file of a later version is refused with what to do", async () => {
    const lines = ['{"format":"opencode-session","version":2,"exportedAt":0}\n']
    await expect(importLines(openStore(), iterate(lines))).rejects.toMatchObject({ code: "newer_schema" })
  })

  test("bytes that are no text are refused by their line instead of being replaced", async () => {
    const bytes = [Buffer.from("ok\n"), Buffer.from([0xff, 0xfe, 0x0a])]
    const lines = splitLines(iterate(bytes))
    expect(await lines.next()).toMatchObject({ value: "ok" })
    await expect(lines.next()).rejects.toMatchObject({ code: "corrupt", message: expect.stringContaining("Line 2") })
  })

  test.each([600, 3000, 100_000])(
    "a value %i levels deep keeps its session out, by name, and the others are imported",
    async (levels) => {
      const lines = await exported(await sampleStore())
      const begin = lines.findIndex((line) => line.includes('"session.begin","sessionId":"ses_b"'))
      const part = lines.findIndex((line, index) => index > begin && line.startsWith('{"type":"part"'))
      const end = lines.findIndex((line, index) => index > begin && line.startsWith('{"type":"session.end"'))
      lines[part] = lines[part]?.replace('"data":{', `"data":{"deep":${"[".repeat(levels)}${"]".repeat(levels)},`) ?? ""
      const hash = createHash("sha256")
      for (const line of lines.slice(begin, end)) hash.update(line)
      lines[end] = lines[end]?.replace(/[0-9a-f]{64}/, hash.digest("hex")) ?? ""
      const target = openStore()
      const report = await importLines(target, iterate(lines))
      expect(report.problems).toEqual([
        { sessionId: "ses_b", code: "invalid_input", message: expect.stringContaining("deep") },
      ])
      expect(report.sessions.created).toBe(2)
      expect(await target.sessions.get("ses_b")).toBeNull()
    },
  )

  test("a hostile file is refused or reported, and never crashes or gets outside of its session", async () => {
    const lines = await exported(await sampleStore())
    const hostile = [
      "null",
      "[]",
      "{}",
      '{"type":"message"}',
      '{"type":"session.begin","sessionId":5}',
      '{"type":"__proto__"}',
      '{"type":"session","revision":1,"session":{}}',
      '{"type":"part","revision":2,"part":{"id":"x"}}',
      '{"type":"end","sessions":0,"changes":0}',
      '{"type":"checkpoint","checksum":"00"}',
    ]
    for (const line of hostile) {
      for (const at of [1, 2, 4]) {
        const changed = [...lines.slice(0, at), line, ...lines.slice(at)]
        await expect(importLines(openStore(), iterate(changed))).rejects.toMatchObject({ code: "corrupt" })
      }
    }
  })
})
