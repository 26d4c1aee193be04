import { runMigrations } from "@opencode/session-core/drizzle"
import type { JsonObject } from "@opencode/session-core/provider"
import type { MigrationPoint } from "@opencode/session-testkit"
import { killedAt } from "@opencode/session-testkit/processes"
import { ServerDatabase } from "../../src/connection/server-database.ts"
import { postgresMigrationTarget } from "../../src/migration/postgres-migration-target.ts"
import { migrations } from "../../src/migrations.ts"
import { createPostgresProvider } from "../../src/postgres-provider.ts"
import { optionsOf } from "./options-of.ts"

/*
 * How the processes that the test kit starts open a database.
 */

export const openProvider = async (options: JsonObject) => createPostgresProvider(optionsOf(options))

export async function migrateUntil(json: JsonObject, point: MigrationPoint): Promise<void> {
  const options = optionsOf(json)
  if ("directory" in options) throw new TypeError("Another process opens a server only.")
  const database = new ServerDatabase(options)
  await runMigrations(killedAt(point, postgresMigrationTarget(database)), migrations)
  await database.close()
}
