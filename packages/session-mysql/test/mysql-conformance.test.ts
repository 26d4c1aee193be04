import { pathToFileURL } from "node:url"
import { describeProvider, type RowKey } from "@opencode/session-testkit"
import { administrate, createDatabase, describeServers, type TestDatabase } from "session-test-servers/mysql"
import { bundleProgram } from "session-test-support/bundle-program"
import { beforeAll } from "vitest"
import { provider } from "../src/index.ts"
import { breakConnections } from "./support/break-connections.ts"
import { damaging } from "./support/damaging.ts"
import { MigratedDatabases } from "./support/migrated-databases.ts"
import { optionsOf } from "./support/options-of.ts"
import { provokeDeadlock } from "./support/provoke-deadlock.ts"
import { refusedOpenings } from "./support/refused-openings.ts"

const processModule = pathToFileURL(await bundleProgram(new URL("./support/open-in-process.ts", import.meta.url))).href

describeServers("the contract", (server) => {
  const migrated = new MigratedDatabases(server)
  // As the documentation asks for: MariaDB's default takes no part of 16 MiB.
  beforeAll(() => administrate(server, "SET GLOBAL max_allowed_packet = 67108864"))

  async function storeIn(database: TestDatabase) {
    const options = { dsn: database.dsn() }
    const open = () => provider.open(optionsOf(options), { dataDirectory: "/nowhere", environment: {} })
    return {
      provider: await open(),
      reopen: open,
      openInProcess: {
        module: processModule,
        arguments: options,
      },
      damage: (row: RowKey, json?: string) => administrate(server, `USE \`${database.name}\``, damaging(row, json)),
      occupy: (by: keyof typeof occupations) => administrate(server, `USE \`${database.name}\``, occupations[by]),
      breakConnections: () => breakConnections(server, database.name),
      deadlock: <Result>(sessionId: string, write: () => Promise<Result>) =>
        provokeDeadlock(server, database.name, sessionId, write),
      openRefused: (secret: string) => refusedOpenings(server, database, secret),
      destroy: () => database.drop(),
    }
  }

  describeProvider({
    name: "mysql",
    capabilities: { search: true, durable: true, shared: true },
    definition: {
      provider,
      options: (secret) => [
        { dsn: `ann:${secret}@tcp(db.example:3306)/opencode` },
        { host: "db.example", port: 3306, username: "ann", password: secret, database: "opencode" },
      ],
    },
    // Each of some hundred reads is a round trip to a server.
    sequences: 25,
    create: async () => storeIn(await createDatabase(server)),
    createMigrated: async () => storeIn(await migrated.take()),
    teardown: () => migrated.close(),
  })
})

/** What others do to a database. */
const occupations = {
  "another program": "CREATE TABLE session (id int PRIMARY KEY, words text)",
  "a newer version": "INSERT INTO schema_migration (name, done, total, checksum) VALUES ('9999_later', 1, 1, 'x')",
}
