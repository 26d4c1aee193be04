import {
  createSqlQueries,
  PatternSearch,
  readOwnWrites,
  runMigrations,
  SqlDatabase,
  type SqlQueries,
} from "@opencode/session-core/drizzle"
import { type HealthCheck, type SessionProvider, specificationVersion } from "@opencode/session-core/provider"
import { EmbeddedDatabase } from "./connection/embedded-database.ts"
import type { PostgresDatabase } from "./connection/postgres-database.ts"
import { ServerDatabase } from "./connection/server-database.ts"
import { checkEmbedded } from "./health/check-embedded.ts"
import { checkServer } from "./health/check-server.ts"
import { postgresMigrationTarget } from "./migration/postgres-migration-target.ts"
import { migrations } from "./migrations.ts"
import type { PostgresOptions } from "./options/options.ts"
import { SearchIndex } from "./search-index.ts"
import { postgresDialect } from "./sql/postgres-dialect.ts"
import { searchStatements } from "./sql/search-statements.ts"

/** A server or a folder as a provider. It is opened when it is first asked for something. */
export function createPostgresProvider(options: PostgresOptions): SessionProvider {
  if ("directory" in options) {
    const database = new EmbeddedDatabase(options)
    return providerOf(database, queriesOf(database), { shared: false, check: () => checkEmbedded(database) })
  }
  const database = new ServerDatabase(options)
  const queries = readOwnWrites(queriesOf(database), { mayLag: () => database.nodes.size > 1 })
  return {
    ...providerOf(database, queries, { shared: true, check: () => checkServer(database, options) }),
    listen: (wake) => database.listen(wake),
  }
}

const queriesOf = (connection: PostgresDatabase): SqlQueries =>
  createSqlQueries({ connection, dialect: postgresDialect })

function providerOf(
  database: PostgresDatabase,
  queries: SqlQueries,
  { shared, check }: { shared: boolean; check(): Promise<HealthCheck[]> },
): SessionProvider {
  const index = new SearchIndex(database)
  const search = new PatternSearch(
    new SqlDatabase(database, postgresDialect),
    searchStatements(() => index.isThere),
  )
  return {
    ...queries,
    specificationVersion,
    name: "postgres",
    location: database.location,
    capabilities: { search: true, durable: true, shared },
    migrate: (options) => runMigrations(postgresMigrationTarget(database), migrations, options),
    async search(query) {
      await index.look()
      return search.find(query)
    },
    check: async () => ({ checks: await check() }),
    close: () => database.close(),
  }
}
