import { type Capabilities, type SearchQuery, type SessionProvider, specificationVersion } from "@opencode/session-core"
import { createSqlQueries, readOwnWrites, runMigrations } from "@opencode/session-core/drizzle"
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
    ...readOwnWrites(createSqlQueries(connection, mysqlDialect(search), schema), {
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
