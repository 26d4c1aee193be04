import {
  assertNotForeign,
  type DriverRow,
  type MigrationProgress,
  type MigrationTarget,
} from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { PostgresDatabase, RunStatement } from "../connection/postgres-database.ts"
import { sqlState } from "../errors/sql-state.ts"
import { postgresErrors } from "../errors/translate-error.ts"

const table = "schema_migration"

/** How long another process may migrate before this one gives up, milliseconds. */
const patience = 10 * 60 * 1000

/** Ours, in this schema. A transaction's own: a pooler may give the next one another connection. */
const lock = "SELECT pg_advisory_xact_lock(hashtextextended('opencode-session ' || current_schema(), 0))"

const selectProgress = `SELECT name, done, total, checksum FROM ${table} ORDER BY name`

const lockNotAvailable = "55P03"
const undefinedTable = "42P01"

/**
 * A schema that is being migrated: all in one transaction, which other processes wait for, and of which nothing is left when
 * this one is killed.
 */
export function postgresMigrationTarget(database: PostgresDatabase): MigrationTarget {
  const { location } = database
  let own: RunStatement | undefined

  const run: RunStatement = async (statement) => {
    if (own === undefined) throw new TypeError("A migration runs under its lock.")
    return own(statement)
  }
  const ask: RunStatement = (statement) => (own === undefined ? database.ask(statement) : own(statement))

  return {
    async progress() {
      if (own === undefined) {
        // One round trip where it is there; in a transaction, a failure would end that.
        try {
          return (await database.ask(selectProgress)).map(progressOf)
        } catch (error) {
          if (sqlState(SessionStorageError.isInstance(error) ? error.cause : error) !== undefinedTable) throw error
        }
      }
      const [seen] = await ask(`SELECT current_schema() AS schema, to_regclass('${table}') IS NOT NULL AS migrated`)
      if (seen?.schema === null) {
        throw new SessionStorageError("database_not_found", `There is no such schema in ${location}.`, {
          hint: 'Make it: CREATE SCHEMA name AUTHORIZATION "user". Or check sessionProvider.postgres.schema.',
        })
      }
      if (isTrue(seen?.migrated)) {
        return (await ask(selectProgress)).map(progressOf)
      }
      const tables = await ask(
        "SELECT relname AS name FROM pg_class WHERE relnamespace = quote_ident(current_schema())::regnamespace AND relkind IN ('r', 'p', 'v', 'f')",
      )
      const names = tables.map(({ name }) => String(name))
      // Another process may have migrated in between.
      if (!names.includes(table)) assertNotForeign(names, location)
      return []
    },

    exclusively(work) {
      return database.inTransaction(async (statement) => {
        await statement(`SET LOCAL lock_timeout = ${patience}`)
        await statement(lock).catch((error: unknown) => {
          throw sqlState(error) === lockNotAvailable ? tooLong(location) : error
        })
        await statement("SET LOCAL lock_timeout = 0")
        own = statement
        try {
          return await work()
        } finally {
          own = undefined
        }
      })
    },

    async prepare() {
      await run(
        `CREATE TABLE IF NOT EXISTS ${table} (name text COLLATE "C" PRIMARY KEY, done bigint NOT NULL, total bigint NOT NULL, checksum text NOT NULL)`,
      )
    },

    async execute(statement) {
      await run(statement).catch((error: unknown) => {
        throw postgresErrors.translate(error, location)
      })
    },

    async record({ name, done, total, checksum }) {
      const values = [quote(name), done, total, quote(checksum)].join(", ")
      await run(
        `INSERT INTO ${table} (name, done, total, checksum) VALUES (${values})
         ON CONFLICT (name) DO UPDATE SET done = greatest(${table}.done, excluded.done)`,
      )
    },

    // A killed process leaves no half of a transaction.
    isAlreadyDone: () => false,
  }
}

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** On the wire, a truth is a letter. */
const isTrue = (value: unknown): boolean => value === true || value === "t"

const progressOf = ({ name, done, total, checksum }: DriverRow): MigrationProgress => ({
  name: String(name),
  done: Number(done),
  total: Number(total),
  checksum: String(checksum),
})

const tooLong = (location: string): SessionStorageError =>
  new SessionStorageError("busy", `Another process has been migrating ${location} for ${patience / 60_000} minutes.`, {
    hint: "Wait for it, or look for it with SELECT * FROM pg_stat_activity.",
  })
