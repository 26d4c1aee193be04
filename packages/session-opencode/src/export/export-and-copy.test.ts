import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { copyStore, exportLines, importLines } from "@opencode/session-core/transfer"
import { describe, expect, test } from "vitest"
import { openMemoryStore, stores } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"
import { exportToOpenCode } from "./export-to-opencode.ts"

const sample = join(import.meta.dirname, "../../../../apps/demo/sample")

async function fill(store: SessionStore): Promise<SessionStore> {
  await importSource(store, join(sample, "opencode.db"), { directory: sample, project: "widget" })
  await store.files.write("ses_dfdc781d6ffe6QefCAN16c2L61", "notes.md", "one")
  await store.files.write("ses_dfdc781d6ffe6QefCAN16c2L61", "notes.md", "two")
  const { messages } = await store.messages.list("ses_dfdc76b7dffest6Xy3uZiwLlw5")
  await store.messages.remove("ses_dfdc76b7dffest6Xy3uZiwLlw5", messages.at(-1)?.id ?? "")
  await store.sessions.delete("ses_dfdc767a7ffemOldWfcCCfZdiN")
  return store
}

async function contentOf(store: SessionStore) {
  const { changes } = await store.sessionChanges({ limit: 1000 })
  const sessions = []
  for (const { session, sessionId } of changes) {
    const feed = []
    for await (const change of store.allChanges(sessionId)) feed.push(change)
    sessions.push({ session, feed })
  }
  return sessions.sort((left, right) => ((left.session?.id ?? "") < (right.session?.id ?? "") ? -1 : 1))
}

describe.each(stores.flatMap((from) => stores.map((to) => ({ from, to, title: `${from.name} to ${to.name}` }))))(
  "from $title",
  ({ from, to }) => {
    test("a copy has all that its source has, and a second run sends nothing", async () => {
      const source = await fill(await from.open())
      const target = await to.open()
      expect(await copyStore(source, target)).toMatchObject({ sessions: { created: 7 }, problems: [], unverified: [] })
      expect(await contentOf(target)).toEqual(await contentOf(source))
      expect(await copyStore(source, target)).toMatchObject({ sessions: { created: 0, updated: 0, unchanged: 7 } })
      await source.sessions.restore("ses_dfdc767a7ffemOldWfcCCfZdiN")
      await source.sessions.rename("ses_dfdc767a7ffemOldWfcCCfZdiN", "Back again")
      expect(await copyStore(source, target)).toMatchObject({ sessions: { updated: 2, unchanged: 5 }, problems: [] })
      expect(await contentOf(target)).toEqual(await contentOf(source))
    })

    test("an export that is imported has all that its source has", async () => {
      const source = await fill(await from.open())
      const target = await to.open()
      await source.sessions.restore("ses_dfdc767a7ffemOldWfcCCfZdiN")
      const lines = exportLines(source)
      expect(await importLines(target, lines)).toMatchObject({ sessions: { created: 7 }, problems: [] })
      expect(await contentOf(target)).toEqual(await contentOf(source))
    })
  },
)

test("what was changed here is in an export for OpenCode, and ids of a fork are its own", async () => {
  const store = await fill(await openMemoryStore())
  const id = "ses_dfdc76e2dffeYoc1yjyuw9K4Cl"
  await store.sessions.rename(id, "Renamed here")
  const fork = await store.sessions.fork(id)
  for (const sessionId of [id, fork.id]) {
    let text = ""
    for await (const piece of exportToOpenCode(store, sessionId)) text += piece
    const { info, messages } = JSON.parse(text)
    expect(info).toMatchObject({ id: sessionId, title: sessionId === id ? "Renamed here" : "Renamed here (fork)" })
    for (const message of messages) expect(message.info.sessionID).toBe(sessionId)
    expect(messages).toHaveLength(9)
  }
})
