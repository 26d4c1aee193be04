import { join } from "node:path"
import Database from "better-sqlite3"
import { expect, it, onTestFinished } from "vitest"
import { openStore } from "./open-store.ts"
import { temporaryFolder } from "./temporary-folder.ts"

const scope = { projectId: "app" }

it("a reader that goes on from any revision misses no part, also of a message whose parts the feed finds by the message alone", async () => {
  const file = join(temporaryFolder(), "opencode.db")
  const { provider, store } = await openStore(file)
  await store.sessions.create({ id: "s" })
  const text = (value: string) => ({ type: "text" as const, text: value })
  const put = (messageId: string, id: string) =>
    store.messages.putPart("s", { id, messageId, type: "text", data: { text: "late" }, createdAt: 1, updatedAt: 1 })
  for (const number of [1, 2, 3]) {
    // By their ids, parts of a message stand in another order than by their positions.
    const parts = ["c", "a", "b"].map((id) => ({ ...text(id), id }))
    await store.messages.append("s", { id: `m${number}`, role: "user", parts })
  }
  await put("m1", "late")
  await put("m2", "a")
  await store.messages.append("s", { id: "m4", role: "user", parts: [text("x")] })
  await store.messages.remove("s", "m3")

  const raw = new Database(file, { readonly: true })
  onTestFinished(() => void raw.close())
  const entries = raw.prepare("SELECT count(*) FROM part WHERE feed_revision IS NOT NULL").pluck().get()
  expect(entries).toBe(2)

  const all = (await provider.changes({ scope, sessionId: "s", since: 0, limit: 100 })).changes
  const revisions = all.map(({ revision }) => revision)
  expect(all.filter(({ type }) => type === "part").length).toBe(8)
  for (let since = 0; since <= Math.max(...revisions); since += 1) {
    for (const limit of [1, 2, 3, 50]) {
      const { changes } = await provider.changes({ scope, sessionId: "s", since, limit })
      const expected = revisions.filter((revision) => revision > since).slice(0, limit)
      expect(
        changes.map(({ revision }) => revision),
        `${limit} after ${since}`,
      ).toEqual(expected)
    }
  }
})
