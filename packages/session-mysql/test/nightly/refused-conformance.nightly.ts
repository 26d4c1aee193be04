import { pathToFileURL } from "node:url"
import { describeProvider } from "@opencode/session-testkit"
import { administrate, createDatabase, describeServers, type TestDatabase } from "session-test-servers/mysql"
import { startRefusingProxy } from "session-test-servers/mysql-proxy"
import { bundleProgram } from "session-test-support/bundle-program"
import { afterAll, beforeAll } from "vitest"
import { provider } from "../../src/index.ts"
import { optionsOf } from "../support/options-of.ts"

const processModule = pathToFileURL(await bundleProgram(new URL("../support/open-in-process.ts", import.meta.url))).href

const refused = /get_lock|foreign key \(|@opencode_number/i
/** The beginning of a statement that is refused: what follows may be a session's content. */
const longestBeginning = 400

describeServers("the contract, through a proxy that refuses what it can", (server) => {
  let proxy: Awaited<ReturnType<typeof startRefusingProxy>>
  beforeAll(async () => {
    await administrate(server, "SET GLOBAL max_allowed_packet = 67108864")
    proxy = await startRefusingProxy(server, {
      singleStatements: true,
      refuse: (text) =>
        refused.test(text.slice(0, longestBeginning)) ? { number: 1105, message: "It is not allowed." } : undefined,
    })
  })
  afterAll(() => proxy?.close())

  async function storeIn(database: TestDatabase) {
    const options = { dsn: database.dsn({ port: proxy.port }) }
    const open = () => provider.open(optionsOf(options), { dataDirectory: "/nowhere", environment: {} })
    return {
      provider: await open(),
      reopen: open,
      openInProcess: { module: processModule, arguments: options },
      destroy: () => database.drop(),
    }
  }

  describeProvider({
    name: "mysql",
    capabilities: { search: true, durable: true, shared: true },
    sequences: 25,
    create: async () => storeIn(await createDatabase(server)),
    createMigrated: async () => {
      const store = await storeIn(await createDatabase(server))
      await store.provider.migrate()
      return store
    },
  })
})
