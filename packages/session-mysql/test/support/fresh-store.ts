import type { JsonObject, SessionProvider } from "@opencode/session-core/provider"
import type { ServerAccess, TestDatabase } from "session-test-servers/mysql"
import { CountingProxy, FaultProxy, mysqlProtocol, type ServerError } from "session-test-servers/mysql-proxy"
import type { FreshStore as SharedFreshStore } from "session-test-suites/fresh-store"
import { afterAll, onTestFinished } from "vitest"
import { provider } from "../../src/index.ts"
import { MigratedDatabases } from "./migrated-databases.ts"
import { optionsOf } from "./options-of.ts"

export { apply, create, message, scope, text } from "session-test-suites/fresh-changes"

export interface FreshStore extends SharedFreshStore<ServerError> {
  database: TestDatabase
  /** Once more, with other parameters. */
  open(parameters?: string, options?: { connectionTimeout?: number; maxConnections?: number }): Promise<SessionProvider>
}

const pools = new Map<string, MigratedDatabases>()
afterAll(() => Promise.all([...pools.values()].map((pool) => pool.close())))

function migratedDatabases(server: ServerAccess): MigratedDatabases {
  const key = `${server.host}:${server.port}`
  const pool = pools.get(key) ?? new MigratedDatabases(server)
  pools.set(key, pool)
  return pool
}

/** A migrated database of its own, or the one that is given, reached through proxies. All is closed when the test ends. */
export async function freshStore(
  server: ServerAccess,
  defaults: { connectionTimeout?: number; maxConnections?: number } = {},
  given?: TestDatabase,
): Promise<FreshStore> {
  const database = given ?? (await migratedDatabases(server).take())
  const wire = await CountingProxy.start(server, mysqlProtocol)
  const network = await FaultProxy.start(wire, mysqlProtocol)
  const opened: SessionProvider[] = []
  onTestFinished(async () => {
    // What a test did to it must not keep its connections.
    network.heal()
    for (const each of opened) await each.close()
    await network.close()
    await wire.close()
    await database.drop()
  })
  const openAt = async (dsn: string, options: JsonObject = {}) => {
    const each = await provider.open(optionsOf({ dsn, ...options }), { dataDirectory: "/nowhere", environment: {} })
    opened.push(each)
    return each
  }
  const open: FreshStore["open"] = (parameters = "parseTime=true", options = {}) =>
    openAt(database.dsn({ host: network.host, port: network.port, parameters }), { ...defaults, ...options })
  const first = await open()
  await first.migrate()
  return {
    ...{ database, network, wire, provider: first, open },
    openWith: (options) => open(undefined, { ...options }),
    openDirectly: () => openAt(database.dsn()),
  }
}
