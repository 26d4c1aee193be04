import {
  createSqlQueries,
  PatternSearch,
  readOwnWrites,
  runMigrations,
  SqlDatabase,
} from "@opencode/session-core/drizzle"
import { type Capabilities, type SessionProvider, specificationVersion } from "@opencode/session-core/provider"
import { EmbeddedDatabase } from "./connection/embedded-database.ts"
import { ServerDatabase } from "./connection/server-database.ts"
import { postgresMigrationTarget } from "./migration/postgres-migration-target.ts"
import { migrations } from "./migrations.ts"
import type { PostgresOptions } from "./options/options.ts"
import { postgresDialect } from "./sql/postgres-dialect.ts"
import { searchStatements } from "./sql/search-statements.ts"

/** A server or a folder as a provider. It is opened when it is first asked for something. */
export function createPostgresProvider(options: PostgresOptions): SessionProvider {
  const database = "directory" in options ? new EmbeddedDatabase(options) : new ServerDatabase(options)
  const capabilities: Capabilities = { search: true, durable: true, shared: !("directory" in options) }
  const queries = createSqlQueries({ connection: database, dialect: postgresDialect })
  const search = new PatternSearch(new SqlDatabase(database, postgresDialect), searchStatements)
  return {
    ...(database instanceof ServerDatabase
      ? readOwnWrites(queries, { mayLag: () => database.nodes.size > 1 })
      : queries),
    specificationVersion,
    name: "postgres",
    location: database.location,
    capabilities,
    migrate: (migrateOptions) => runMigrations(postgresMigrationTarget(database), migrations, migrateOptions),
    search: (query) => search.find(query),
    check: async () => ({ checks: [] }),
    close: () => database.close(),
  }
}
