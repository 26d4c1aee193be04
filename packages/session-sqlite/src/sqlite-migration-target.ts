import type { MigrationProgress, MigrationTarget } from "@opencode/session-core/drizzle"
import type { SqliteDatabase } from "@opencode/session-sqlite-driver"
import { applicationId, isOurs } from "./identify-database.ts"
import { translateError } from "./translate-error.ts"
import { whileBusy } from "./wait-for-lock.ts"

const table = "schema_migration"

/**
 * A SQLite file that is being migrated: all in one transaction, which other processes wait for, and of which nothing is left
 * when this one is killed.
 */
export function sqliteMigrationTarget(database: SqliteDatabase, file: string): MigrationTarget {
  return {
    async progress() {
      return whileBusy(() => {
        if (!isOurs(database, file)) return []
        const rows = database.prepare(`SELECT name, done, total, checksum FROM ${table} ORDER BY name`).all()
        return rows as unknown as MigrationProgress[] // The columns of `prepare`.
      })
    },

    async exclusively(run) {
      await whileBusy(() => database.exec("BEGIN IMMEDIATE"))
      try {
        const result = await run()
        database.exec("COMMIT")
        return result
      } catch (error) {
        if (database.inTransaction) database.exec("ROLLBACK")
        throw translateError(error, file)
      }
    },

    async prepare() {
      database.pragma(`application_id = ${applicationId}`)
      database.exec(
        `CREATE TABLE IF NOT EXISTS ${table} (name text PRIMARY KEY NOT NULL, done integer NOT NULL, total integer NOT NULL, checksum text NOT NULL)`,
      )
    },

    async execute(statement) {
      database.exec(statement)
    },

    async record({ name, done, total, checksum }) {
      database
        .prepare(`INSERT OR REPLACE INTO ${table} (name, done, total, checksum) VALUES (?, ?, ?, ?)`)
        .run([name, done, total, checksum])
    },

    // A killed process leaves no half of a transaction.
    isAlreadyDone: () => false,
  }
}
