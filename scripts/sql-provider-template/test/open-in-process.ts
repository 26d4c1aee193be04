import { runMigrations } from "@opencode/session-core/drizzle"
import type { JsonObject } from "@opencode/session-core/provider"
import type { MigrationPoint } from "@opencode/session-testkit"
import { killedAt } from "@opencode/session-testkit/processes"
import { ExampleConnection } from "../src/connection.ts"
import { openDatabase } from "../src/database.ts"
import { createExampleProvider } from "../src/example-provider.ts"
import { migrationTarget } from "../src/migration-target.ts"
import { migrations } from "../src/migrations.ts"

/** How the processes that the kit starts open the store that they are told of. */
export const openProvider = ({ folder }: JsonObject) => createExampleProvider({ folder: String(folder) })

/** How they migrate it until they are killed. */
export async function migrateUntil({ folder }: JsonObject, point: MigrationPoint): Promise<void> {
  const location = String(folder)
  const connection = new ExampleConnection(await openDatabase(location))
  await runMigrations(killedAt(point, migrationTarget(connection, location)), migrations)
}
