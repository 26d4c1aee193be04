import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import type { SessionProvider } from "@opencode/session-core/provider"
import { provider as sqlite } from "@opencode/session-sqlite"
import { onTestFinished } from "vitest"

/** An empty folder that goes when the test is done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-session-test-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const storeOf = (provider: SessionProvider): SessionStore => {
  const store = createSessionStore({ provider, scope: { allProjects: true }, author: null })
  onTestFinished(() => store.close())
  return store
}

export const openMemoryStore = async (): Promise<SessionStore> => storeOf(createMemoryProvider())

export async function openSqliteStore(folder?: string): Promise<SessionStore> {
  const dataDirectory = folder ?? (await temporaryFolder())
  const context = { dataDirectory, environment: {} }
  const provider = await sqlite.open(sqlite.parseOptions({}, context), context)
  await provider.migrate()
  return storeOf(provider)
}

/** What the tests of importing and exporting run on. */
export const stores = [
  { name: "memory", open: openMemoryStore },
  { name: "sqlite", open: openSqliteStore },
] as const
