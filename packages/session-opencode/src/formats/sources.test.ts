import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { exportLines } from "@opencode/session-core/transfer"
import Sqlite from "better-sqlite3"
import { sampleFile, sampleSessions } from "session-test-support/large-sample"
import { describe, expect, test } from "vitest"
import { openMemoryStore, openSqliteStore, temporaryFolder } from "../../test/support/stores.ts"
import type { SourceLog } from "../source/source-log.ts"
import { openSource } from "./open-source.ts"
import { recognizeSource } from "./recognize-source.ts"

const exportFile = join(sampleFile, "../export-main.json")

/** Nothing of the sample is left out. */
const log: SourceLog = {
  damaged: (row) => expect.fail(row.reason),
  skipped: (item) => expect.fail(item.reason),
  skippedSession: (_, reason) => expect.fail(reason),
}

async function jsonLines(): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  const store = await openMemoryStore()
  await store.projects.put({ id: "p", name: "p", aliases: [], createdAt: 1 })
  await writeFile(file, exportLines(store))
  return file
}

describe("a file", () => {
  test("is recognised by what is in it, whatever it is called", async () => {
    expect(await recognizeSource(sampleFile)).toBe("opencode-database")
    expect(await recognizeSource(exportFile)).toBe("opencode-export")
    expect(await recognizeSource(await jsonLines())).toBe("json-lines")
    const go = new Sqlite(join(await temporaryFolder(), "x.json"))
    go.exec(
      "CREATE TABLE sessions (id, prompt_tokens, completion_tokens); CREATE TABLE messages (id, session_id, parts)",
    )
    go.close()
    expect(await recognizeSource(go.name)).toBe("go-database")
  })

  test("of JSON Lines that no program known here writes is not taken for a broken export of OpenCode", async () => {
    const file = join(await temporaryFolder(), "lines.jsonl")
    await writeFile(file, '{"type":"user","message":{"content":"hi"}}\n{"type":"x","messages":[]}\n')
    await expect(recognizeSource(file)).rejects.toMatchObject({
      code: "invalid_input",
      message: `${file} is nothing that can be imported.`,
    })
  })

  test("of nothing that can be imported is refused by its name", async () => {
    const folder = await temporaryFolder()
    await openSqliteStore(folder)
    await expect(recognizeSource(join(folder, "opencode.db"))).rejects.toMatchObject({ code: "invalid_input" })
    await expect(recognizeSource(join(folder, "none"))).rejects.toMatchObject({ code: "not_found" })
  })
})

describe("a source", () => {
  test.each([
    [sampleFile, "opencode-database", sampleSessions],
    [exportFile, "opencode-export", 1],
  ])("gives each of its sessions without a store: %s", async (file, format, count) => {
    using source = await openSource(file, { log })
    expect({ format: source.format, sessionCount: source.sessionCount }).toEqual({ format, sessionCount: count })
    const ids = [...source.sessionIds()]
    expect(ids).toHaveLength(count)
    for (const id of ids) {
      const contents = await source.read(id, async (session) => {
        expect(session?.id).toBe(id)
        return [...(session?.contents() ?? [])]
      })
      expect(contents.filter(({ kind }) => kind === "message").length).toBeGreaterThan(0)
    }
    expect(await source.read("ses_none", async (session) => session)).toBeNull()
    expect(source.projectKeys).toHaveLength(1)
  })

  test("of our own lines is not one, and the error says what to do with it", async () => {
    await expect(openSource(await jsonLines(), { log })).rejects.toMatchObject({
      code: "invalid_input",
      hint: expect.stringContaining("Import it"),
    })
  })
})
