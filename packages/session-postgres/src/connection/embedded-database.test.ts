import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSessionStore } from "@opencode/session-core"
import { expect, onTestFinished, test } from "vitest"
import { createPostgresProvider } from "../postgres-provider.ts"

async function folder(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "session-pglite-"))
  onTestFinished(() => rm(directory, { recursive: true }))
  return directory
}

const scope = { projectId: "app" }

test("sessions that a program keeps in a folder are there when it starts again, a NUL in a title included", async () => {
  const directory = await folder()
  const open = () => createPostgresProvider({ directory })
  const first = open()
  const second = open()
  await first.migrate()
  const store = createSessionStore({ provider: first, scope, author: null })
  const { id } = await store.sessions.create({ title: "before\0after\u0001" })
  // Handles of one process share the folder: one that is closed leaves the other's work alone.
  await first.close()
  expect(await second.getSession({ scope, sessionId: id })).toMatchObject({ title: "before\0after\u0001" })
  const { hits } = await second.search({ scope, text: "FTER", limit: 2 })
  expect(hits).toMatchObject([{ session: { id } }])
  await second.close()
  const third = open()
  expect((await third.migrate()).applied).toEqual([])
  expect(await third.getSession({ scope, sessionId: id })).toMatchObject({ id, revision: 1 })
  await third.close()
})
