import type { SessionProvider } from "@opencode/session-core"
import { onTestFinished } from "vitest"
import { provider } from "../../src/index.ts"
import { createDatabase, type ServerAccess, type TestDatabase } from "../servers/index.ts"
import { optionsOf } from "./options-of.ts"

export { apply, create, message, scope, text } from "./fresh-changes.ts"

import { startWireProxy, type WireProxy } from "./wire-proxy.ts"

export interface FreshStore {
  database: TestDatabase
  proxy: WireProxy
  provider: SessionProvider
  /** Once more, with other parameters. */
  open(parameters?: string, options?: { connectionTimeout?: number; maxConnections?: number }): Promise<SessionProvider>
}

/** A migrated database of its own, reached through a proxy. All is closed when the test ends. */
export async function freshStore(
  server: ServerAccess,
  defaults: { connectionTimeout?: number; maxConnections?: number } = {},
): Promise<FreshStore> {
  const database = await createDatabase(server)
  const proxy = await startWireProxy(server)
  const opened: SessionProvider[] = []
  onTestFinished(async () => {
    for (const each of opened) await each.close()
    await proxy.close()
    await database.drop()
  })
  const open: FreshStore["open"] = async (parameters = "parseTime=true", options = {}) => {
    const dsn = database.dsn({ host: "127.0.0.1", port: proxy.port, parameters })
    const each = await provider.open(optionsOf({ dsn, ...defaults, ...options }), {
      dataDirectory: "/nowhere",
      environment: {},
    })
    opened.push(each)
    return each
  }
  const first = await open()
  await first.migrate()
  return { database, proxy, provider: first, open }
}
