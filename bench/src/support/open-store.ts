import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { provider as sqlite } from "@opencode/session-sqlite"
import { author } from "../content/author.ts"

export const projectId = "github.com/opencode-ai/bench"

/** A SQLite provider with its defaults, migrated. */
export async function openSqlite(file: string): Promise<SessionProvider> {
  const context = { dataDirectory: "", environment: process.env }
  const provider = await sqlite.open(sqlite.parseOptions({ file }, context), context)
  await provider.migrate()
  return provider
}

/** A store as applications have it: all measurements go through it. */
export function storeOf(provider: SessionProvider): SessionStore {
  return createSessionStore({ provider, scope: { projectId }, author })
}

export const openStore = async (file: string): Promise<SessionStore> => storeOf(await openSqlite(file))
