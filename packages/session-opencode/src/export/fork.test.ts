import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"
import { exportToOpenCode } from "./export-to-opencode.ts"

const info = {
  ...{
    id: "ses_shared",
    slug: "quick-island",
    projectID: "p",
    directory: "/srv/w",
    path: "",
    title: "Shared",
    version: "1.18.0",
  },
  ...{ time: { created: 1770000000000, updated: 1770000001000 }, share: { url: "https://share.example/s/abc" } },
  revert: { messageID: "msg_1", partID: "prt_1", snapshot: "abc" },
}
const messages = [0, 1].map((number) => ({
  info: { id: `msg_${number}`, sessionID: "ses_shared", role: "user", time: { created: 1770000000000 + number } },
  parts: [{ id: `prt_${number}`, sessionID: "ses_shared", messageID: `msg_${number}`, type: "text", text: "hi" }],
}))

test("a fork has no share, name or time of its source, and is reverted to a message of its own", async () => {
  const file = join(await temporaryFolder(), "s.json")
  await writeFile(file, JSON.stringify({ info, messages }))
  const store = await openMemoryStore()
  await importSource(store, file)
  const fork = await store.sessions.fork("ses_shared")
  let text = ""
  for await (const piece of exportToOpenCode(store, fork.id)) text += piece
  const exported = JSON.parse(text)
  expect(text).not.toContain("ses_shared")
  expect(exported.info).toMatchObject({ id: fork.id, version: "1.18.0", directory: "/srv/w" })
  expect(exported.info.share).toBeUndefined()
  expect(exported.info.slug).not.toBe("quick-island")
  expect(exported.info.time.created).toBe(fork.createdAt)
  const [, last] = exported.messages
  expect(exported.info.revert).toEqual({ messageID: last.info.id, partID: last.parts[0].id, snapshot: "abc" })
  // The source is as it was, and a fork of what comes before has no such message.
  expect((await store.sessions.require("ses_shared")).metadata.opencode).toMatchObject({
    id: "ses_shared",
    slug: "quick-island",
  })
  const before = await store.sessions.fork("ses_shared", { upTo: "msg_0" })
  expect(before.metadata.opencode).not.toHaveProperty("revert")
})
