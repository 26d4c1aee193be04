import { runMigrations } from "@opencode/session-core/drizzle"
import type { JsonObject } from "@opencode/session-core/provider"
import type { MigrationPoint } from "@opencode/session-testkit"
import { killedAt } from "@opencode/session-testkit/processes"
import { MysqlConnection } from "../../src/connection/mysql-connection.ts"
import { mysqlMigrationTarget } from "../../src/migration/mysql-migration-target.ts"
import { migrations } from "../../src/migrations.ts"
import { createMysqlProvider } from "../../src/mysql-provider.ts"
import { optionsOf } from "./options-of.ts"

/*
 * How the processes that the test kit starts open a database.
 */

export const openProvider = async (options: JsonObject) => createMysqlProvider(optionsOf(options))

export async function migrateUntil(json: JsonObject, point: MigrationPoint): Promise<void> {
  const options = optionsOf(json)
  const connection = new MysqlConnection(options)
  const target = mysqlMigrationTarget(connection, options)
  await runMigrations(killedAt(point, target), migrations)
  await connection.close()
}
