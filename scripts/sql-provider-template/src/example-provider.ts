import { createSqlQueries, PatternSearch, runMigrations, SqlDatabase } from "@opencode/session-core/drizzle"
import { type Capabilities, type SessionProvider, specificationVersion } from "@opencode/session-core/provider"
import { ExampleConnection } from "./connection.ts"
import { openDatabase } from "./database.ts"
import { dialect } from "./dialect.ts"
import { checkDatabase } from "./health.ts"
import { migrationTarget } from "./migration-target.ts"
import { migrations } from "./migrations.ts"
import type { ExampleOptions } from "./options.ts"
import { searchStatements } from "./search-statements.ts"

/** What works is claimed. The kit tests what is claimed, and that the rest is refused. */
const capabilities: Capabilities = { search: true, durable: true, shared: false }

/** Opens the database as a provider. */
export async function createExampleProvider({ folder }: ExampleOptions): Promise<SessionProvider> {
  const connection = new ExampleConnection(await openDatabase(folder))
  const search = new PatternSearch(new SqlDatabase(connection, dialect), searchStatements)
  return {
    ...createSqlQueries({ connection, dialect }),
    specificationVersion,
    name: "example",
    location: folder,
    capabilities,

    async migrate(options) {
      connection.assertOpen()
      return runMigrations(migrationTarget(connection, folder), migrations, options)
    },

    search: (query) => search.find(query),
    check: () => checkDatabase(connection),
    close: () => connection.close(),
  }
}
