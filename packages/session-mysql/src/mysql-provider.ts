import { type Capabilities, type SearchQuery, type SessionProvider, specificationVersion } from "@opencode/session-core"
import {
  createSqlQueries,
  lazily,
  readOwnWrites,
  runMigrations,
  type SqlQueries,
  type SqlSearch,
} from "@opencode/session-core/drizzle"
import { migrations } from "./migrations.ts"
import { MysqlConnection } from "./mysql-connection.ts"
import { mysqlDialect } from "./mysql-dialect.ts"
import { checkServer } from "./mysql-health.ts"
import { mysqlMigrationTarget } from "./mysql-migration-target.ts"
import { MysqlSearch } from "./mysql-search.ts"
import type { MysqlOptions } from "./options.ts"
import { schema } from "./schema.ts"

const capabilities: Capabilities = { search: true, durable: true, shared: true }

/** A server as a provider. It connects when it is first asked for something. */
export function createMysqlProvider(options: MysqlOptions): SessionProvider {
  const connection = new MysqlConnection(options)
  const search = new MysqlSearch(connection)
  return {
    ...readOwnWrites(queriesFor(connection, search), {
      mayLag: () => connection.nodes.size > 1,
    }),
    specificationVersion,
    name: "mysql",
    location: connection.location,
    capabilities,
    migrate: (migrateOptions) => runMigrations(mysqlMigrationTarget(connection, options), migrations, migrateOptions),
    search: (query: SearchQuery) => search.find(query),
    check: async () => ({ checks: await checkServer(connection, options) }),
    close: () => connection.close(),
  }
}

/** The shared queries. Those that write depend on what the server takes, which is known once a connection was opened. */
function queriesFor(connection: MysqlConnection, search: SqlSearch): SqlQueries {
  const { features } = connection
  const variant = () => `${features.userVariables} ${features.foreignKeys}` as const
  const queriesOf = lazily((key: ReturnType<typeof variant>) => {
    const [userVariables, foreignKeys] = key.split(" ").map((each) => each === "true")
    return createSqlQueries(
      connection,
      mysqlDialect(search, { userVariables: userVariables === true, foreignKeys: foreignKeys === true }),
      schema,
    )
  })
  return {
    ...queriesOf("true true"),
    prune: (query) => queriesOf(variant()).prune(query),
    async apply(batch) {
      const assumed = variant()
      try {
        return await queriesOf(assumed).apply(batch)
      } catch (error) {
        // The first connection has shown that the server takes less.
        if (variant() === assumed) throw error
        return queriesOf(variant()).apply(batch)
      }
    },
  }
}
