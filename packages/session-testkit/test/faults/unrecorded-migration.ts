import { runMigrations } from "@opencode/session-core/drizzle"
import type { JsonObject } from "@opencode/session-core/provider"
import { migrations } from "../../../session-sqlite/src/migrations.ts"
import { openDatabase } from "../../../session-sqlite/src/open-database.ts"
import { sqliteMigrationTarget } from "../../../session-sqlite/src/sqlite-migration-target.ts"
import { chosenDriver, loadDriver } from "../../../session-sqlite-driver/src/index.ts"
import { killedAt } from "../../src/processes/killed-at.ts"
import type { MigrationPoint } from "../../src/provider-under-test.ts"

export { openProvider } from "../../../session-sqlite/test/open-in-process.ts"

/** Migrates SQLite statement by statement, in no transaction: what a killed process has run stays, recorded or not. */
export async function migrateUntil({ file }: JsonObject, point: MigrationPoint): Promise<void> {
  const { driver } = await loadDriver(chosenDriver(process.env))
  const database = await openDatabase(driver, { file: String(file), synchronous: "normal" })
  const target = {
    ...sqliteMigrationTarget(database, String(file)),
    exclusively: <Result>(run: () => Promise<Result>) => run(),
  }
  await runMigrations(killedAt(point, target), migrations)
}
