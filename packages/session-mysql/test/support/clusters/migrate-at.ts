import { runMigrations } from "@opencode/session-core/drizzle"
import { MysqlConnection } from "../../../src/connection/mysql-connection.ts"
import { mysqlMigrationTarget } from "../../../src/migration/mysql-migration-target.ts"
import { migrations } from "../../../src/migrations.ts"
import { optionsOf } from "../options-of.ts"

/** Migrates a database through one node. */
export async function migrateAt(dsn: string, steps = migrations) {
  const options = optionsOf({ dsn })
  const connection = new MysqlConnection(options)
  try {
    return await runMigrations(mysqlMigrationTarget(connection, options), steps)
  } finally {
    await connection.close()
  }
}
