import { runMigrations } from "@opencode/session-core/drizzle"
import type { JsonObject } from "@opencode/session-core/provider"
import { chosenDriver, loadDriver } from "@opencode/session-sqlite-driver"
import type { MigrationPoint } from "@opencode/session-testkit"
import { killedAt } from "@opencode/session-testkit/processes"
import { migrations } from "../src/migrations.ts"
import { openDatabase } from "../src/open-database.ts"
import { sqliteMigrationTarget } from "../src/sqlite-migration-target.ts"
import { createSqliteProvider } from "../src/sqlite-provider.ts"

/*
 * How the processes that the test kit starts open a SQLite file.
 */

const optionsOf = (options: JsonObject) => ({
  file: String(options.file),
  synchronous: "normal" as const,
  driver: chosenDriver(process.env),
})

export const openProvider = (options: JsonObject) => createSqliteProvider(optionsOf(options))

export async function migrateUntil(options: JsonObject, point: MigrationPoint): Promise<void> {
  const { file, synchronous } = optionsOf(options)
  const { driver } = await loadDriver(chosenDriver(process.env))
  const target = sqliteMigrationTarget(await openDatabase(driver, { file, synchronous }), file)
  await runMigrations(killedAt(point, target), migrations)
}
