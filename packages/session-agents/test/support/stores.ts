import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createSessionStore, type MessageWithParts, type Session, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { type ImportOptions, type ImportReport, importSource } from "@opencode/session-opencode"
import { onTestFinished } from "vitest"
import { agentPrograms } from "../../src/index.ts"

/** An empty folder that goes when the test is done. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "opencode-session-test-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function openStore(): SessionStore {
  const store = createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })
  onTestFinished(() => store.close())
  return store
}

export const importInto = (store: SessionStore, path: string, options: ImportOptions = {}): Promise<ImportReport> =>
  importSource(store, path, { project: "widget", programs: agentPrograms, ...options })

export interface StoredHistory {
  session: Session
  messages: MessageWithParts[]
}

/** All that a store has, by the sessions' ids. */
export async function historyOf(store: SessionStore): Promise<Map<string, StoredHistory>> {
  const history = new Map<string, StoredHistory>()
  const active = await store.sessions.list({ limit: 1000 })
  const archived = await store.sessions.list({ limit: 1000, state: "archived" })
  for (const { id } of [...active.sessions, ...archived.sessions]) {
    const messages: MessageWithParts[] = []
    for await (const message of store.messages.all(id)) messages.push(message)
    history.set(id, { session: await store.sessions.require(id), messages })
  }
  return history
}
