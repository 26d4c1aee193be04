import type { JsonObject } from "@opencode/session-core"
import { type MigrationTarget, runMigrations } from "@opencode/session-core/drizzle"
import { migrations } from "../../src/migrations.ts"
import { MysqlConnection } from "../../src/mysql-connection.ts"
import { mysqlMigrationTarget } from "../../src/mysql-migration-target.ts"
import { createMysqlProvider } from "../../src/mysql-provider.ts"
import { optionsOf } from "./options-of.ts"

/*
 * How the processes that the test kit starts open a database.
 */

export const openProvider = async (options: JsonObject) => createMysqlProvider(optionsOf(options))

export async function migrateUntil(json: JsonObject, statement: number): Promise<void> {
  const options = optionsOf(json)
  const connection = new MysqlConnection(options)
  const target = mysqlMigrationTarget(connection, options)
  let count = 0
  const killing: MigrationTarget = {
    ...target,
    async execute(sql) {
      if (count === statement) process.kill(process.pid, "SIGKILL")
      count += 1
      await target.execute(sql)
    },
  }
  await runMigrations(killing, migrations)
  await connection.close()
}
