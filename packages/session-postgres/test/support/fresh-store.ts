import type { SessionProvider } from "@opencode/session-core/provider"
import type { ServerAccess, TestDatabase } from "session-test-servers/postgres"
import { CountingProxy, FaultProxy, postgresProtocol, type ServerError } from "session-test-servers/postgres-proxy"
import type { FreshStore as SharedFreshStore, StoreOptions } from "session-test-suites/fresh-store"
import { afterAll, onTestFinished } from "vitest"
import { provider } from "../../src/index.ts"
import { MigratedDatabases } from "./migrated-databases.ts"
import { optionsOf } from "./options-of.ts"

export { apply, create, message, scope, text } from "session-test-suites/fresh-changes"

export interface FreshStore extends SharedFreshStore<ServerError> {
  database: TestDatabase
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
  defaults: StoreOptions = {},
  given?: TestDatabase,
): Promise<FreshStore> {
  const database = given ?? (await migratedDatabases(server).take())
  const wire = await CountingProxy.start(server, postgresProtocol)
  const network = await FaultProxy.start(wire, postgresProtocol)
  const opened: SessionProvider[] = []
  onTestFinished(async () => {
    // What a test did to it must not keep its connections.
    network.heal()
    for (const each of opened) await each.close()
    await network.close()
    await wire.close()
    await database.drop()
  })
  const openAt = async (url: string, options: StoreOptions = {}) => {
    const each = await provider.open(optionsOf({ url, ...options }), { dataDirectory: "/nowhere", environment: {} })
    opened.push(each)
    return each
  }
  const near = database.url.replace(/@[^/]+/, `@${network.host}:${network.port}`)
  const openWith = (options: StoreOptions) => openAt(near, { ...defaults, ...options })
  const first = await openWith({})
  await first.migrate()
  return { database, network, wire, provider: first, openWith, openDirectly: () => openAt(database.url) }
}
