import { pathToFileURL } from "node:url"
import { describeProvider, type RowKey } from "@opencode/session-testkit"
import { administrate, type Cluster, createDatabase, type TestDatabase } from "session-test-servers/mysql"
import { bundleProgram } from "session-test-support/bundle-program"
import { afterAll, beforeAll } from "vitest"
import { provider } from "../../src/index.ts"
import { describeClusters } from "../support/clusters/cluster-kinds.ts"
import { answers, ClusterOfTests, writableNode } from "../support/clusters/cluster-of-tests.ts"
import { damaging } from "../support/damaging.ts"
import { MigratedDatabases } from "../support/migrated-databases.ts"
import { optionsOf } from "../support/options-of.ts"

const processModule = pathToFileURL(await bundleProgram(new URL("../support/open-in-process.ts", import.meta.url))).href
const context = { dataDirectory: "/nowhere", environment: {} }

describeClusters("the contract, with each handle and process on another node", (kind) => {
  const running = new ClusterOfTests(kind)
  let cluster: Cluster
  let migrated: MigratedDatabases
  beforeAll(async () => {
    cluster = await running.whole()
    migrated = new MigratedDatabases(await writableNode(cluster))
  })
  afterAll(() => running.close())

  async function storeIn(database: TestDatabase) {
    const first = await writableNode(cluster)
    const nodes = kind.allTakeWrites ? [first, ...cluster.nodes.filter((node) => node !== first)] : [first]
    const parameters = kind.waitingReads
    const dsns = nodes.map(({ host, port }) => database.dsn({ host, port, parameters }))
    await Promise.all(dsns.map(answers))
    let opened = 0
    const open = () => {
      const dsn = dsns[opened % dsns.length] ?? ""
      opened += 1
      return provider.open(optionsOf({ dsn }), context)
    }
    return {
      provider: await open(),
      reopen: open,
      openInProcess: dsns.map((dsn) => ({ module: processModule, arguments: { dsn } })),
      damage: (row: RowKey, json?: string) => administrate(first, `USE \`${database.name}\``, damaging(row, json)),
      destroy: () => database.drop(),
    }
  }

  describeProvider({
    name: "mysql",
    capabilities: { search: true, durable: true, shared: true },
    sequences: 25,
    create: async () => storeIn(await createDatabase(await writableNode(cluster))),
    createMigrated: async () => storeIn(await migrated.take()),
    teardown: () => migrated.close(),
  })
})
