import { createSqlQueries, runMigrations } from "@opencode/session-core/drizzle"
import {
  type Capabilities,
  type SessionProvider,
  SessionStorageError,
  specificationVersion,
} from "@opencode/session-core/provider"
import { ExampleConnection } from "./connection.ts"
import { openDatabase } from "./database.ts"
import { exampleDialect } from "./dialect.ts"
import { checkDatabase } from "./health.ts"
import { exampleMigrationTarget } from "./migration-target.ts"
import { migrations } from "./migrations.ts"
import type { ExampleOptions } from "./options.ts"

/** What works is claimed. The kit tests what is claimed, and that the rest is refused. */
const capabilities: Capabilities = { search: false, durable: true, shared: false }

/** Opens the database as a provider. */
export async function createExampleProvider({ folder }: ExampleOptions): Promise<SessionProvider> {
  const connection = new ExampleConnection(await openDatabase(folder))
  return {
    ...createSqlQueries({ connection, dialect: exampleDialect }),
    specificationVersion,
    name: "example",
    location: folder,
    capabilities,

    async migrate(options) {
      connection.assertOpen()
      return runMigrations(exampleMigrationTarget(connection), migrations, options)
    },

    async search() {
      connection.assertOpen()
      throw new SessionStorageError("unsupported", "The example provider cannot search.", {
        hint: "Use a provider that can, such as sqlite.",
      })
    },

    check: () => checkDatabase(connection),
    close: () => connection.close(),
  }
}
