import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { onTestFinished } from "vitest"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/** A store of a file, closed when the test ends. */
export async function openStore(file: string): Promise<{ provider: SessionProvider; store: SessionStore }> {
  const provider = await createSqliteProvider({ file, synchronous: "normal" })
  onTestFinished(() => provider.close())
  await provider.migrate()
  const store = createSessionStore({ provider, scope: { projectId: "app" }, author: { user: "ann", host: "desk" } })
  return { provider, store }
}
