import { setTimeout as delay } from "node:timers/promises"
import {
  assertNotForeign,
  type DriverRow,
  type MigrationProgress,
  type MigrationTarget,
} from "@opencode/session-core/drizzle"
import { SessionStorageError } from "@opencode/session-core/provider"
import { escape as escapeValue } from "mysql2"
import { hasForeignKey, selectForeignKeys } from "../connection/foreign-key.ts"
import type { MysqlConnection } from "../connection/mysql-connection.ts"
import { openServerConnection } from "../connection/open-server-connection.ts"
import { runPersistently } from "../connection/run-persistently.ts"
import type { ServerConnection } from "../connection/server-connection.ts"
import { featuresOf } from "../connection/server-features.ts"
import { errorNumber, meaningOf, translateError } from "../errors/translate-error.ts"
import type { MysqlOptions } from "../options/options.ts"
import { MigrationLock, type MigrationLockOptions } from "./migration-lock.ts"

const migrationTable = "schema_migration"

/** How long a statement of a migration may take: an index on a large table takes its time. Milliseconds. */
const statementTimeout = 6 * 60 * 60 * 1000

const noSuchTable = 1146

/** Between tries while the server is away, milliseconds. */
const firstPause = 50
const longestPause = 1000

/** What a statement fails with that was run before, and was not recorded: a table, a column, a key, a row is there. */
const alreadyDone = [1050, 1060, 1061, 1022, 1062, 1068, 1826]

/** A database that is being migrated, on a connection of its own, under the lock of the whole cluster. */
export function mysqlMigrationTarget(
  connection: MysqlConnection,
  options: MysqlOptions,
  lockOptions: MigrationLockOptions = {},
): MigrationTarget {
  const { location } = connection
  const features = featuresOf(options)
  let own: ServerConnection | undefined
  let lock: MigrationLock | undefined
  /** Since when nothing was done, by `performance.now()`; undefined while all is well. */
  let failedAt: number | undefined

  /** Fails with the driver's errors. */
  async function run(statement: string): Promise<DriverRow[]> {
    if (own === undefined || lock === undefined) throw new TypeError("A migration runs under its lock.")
    await lock.assertHeld()
    return runPersistently(own, statement, statementTimeout)
  }

  /** Reads on the connection that has the lock, if there is one. */
  const ask = async (...selects: string[]): Promise<DriverRow[][]> => {
    if (own === undefined) return connection.readText(selects)
    await lock?.assertHeld()
    return own.query(selects, statementTimeout)
  }

  /** The error of a statement that was not run. */
  function refusal(error: unknown): unknown {
    const translated = translateError(error, location)
    if (!isOfProxy(errorNumber(error)) || !SessionStorageError.isInstance(translated, "unexpected")) return translated
    return new SessionStorageError(
      "unsupported",
      `The server, or a proxy before it, refuses changes of the schema. ${translated.message}`,
      {
        cause: translated.cause,
        hint: "Run `opencode-session migrate` where such changes are allowed: past the proxy, or on a branch of the database that is deployed afterwards.",
      },
    )
  }

  return {
    async progress() {
      const select = `SELECT name, done, total, checksum FROM ${migrationTable} ORDER BY name`
      for (;;) {
        try {
          const [rows = [], [keys] = []] = await ask(select, selectForeignKeys)
          features.foreignKeys = hasForeignKey(keys)
          return rows.map(progressOf)
        } catch (error) {
          if (causeNumber(error) !== noSuchTable) throw translateError(error, location)
        }
        const [rows = []] = await ask(
          "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = database()",
        )
        const tables = rows.map((row) => String(row.name))
        // Another process has begun to migrate in between: look again.
        if (tables.includes(migrationTable)) continue
        assertNotForeign(tables, location)
        return []
      }
    },

    async exclusively(work) {
      failedAt = undefined
      let pause = firstPause
      for (;;) {
        try {
          own = await openServerConnection(options, options.connectTimeout, "migration")
          lock = await MigrationLock.take(own, options, location, lockOptions)
          return await work()
        } catch (error) {
          failedAt ??= performance.now()
          pause = lock === undefined ? Math.min(2 * pause, longestPause) : firstPause
          const isOver = performance.now() + pause - failedAt >= options.connectionTimeout
          if (isOver || !isOutage(error)) throw refusal(error)
          await delay(pause * (0.5 + Math.random() / 2))
        } finally {
          await lock?.release()
          await own?.end()
          own = lock = undefined
        }
      }
    },

    async prepare() {
      await run(
        `CREATE TABLE IF NOT EXISTS ${migrationTable} (
          name varchar(191) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
          done bigint NOT NULL, total bigint NOT NULL, checksum varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
        ) ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
      )
    },

    async execute(statement) {
      try {
        await run(idempotent(statement))
      } catch (error) {
        if (isAlreadyDone(error)) throw error
        const refused = refusal(error)
        // Nothing depends on them: where they are missing, the statement that puts a part looks for its message.
        if (isForeignKey(statement) && SessionStorageError.isInstance(refused) && isUnforeseen(refused)) return
        throw refused
      }
    },

    async record({ name, done, total, checksum }) {
      const values = [name, done, total, checksum].map((each) => escapeValue(each)).join(", ")
      await run(
        `INSERT INTO ${migrationTable} (name, done, total, checksum) VALUES (${values})
         ON DUPLICATE KEY UPDATE done = greatest(done, values(done))`,
      )
      failedAt = undefined
    },

    isAlreadyDone,
    // A secondary gets its schema from the primary.
    readOnlyPatience: 5000,
  }
}

/**
 * A statement as it is run. Two members of a group that ran the same CREATE TABLE would stop the whole group: the lock prevents
 * that, and this makes it harmless.
 */
export const idempotent = (statement: string): string =>
  statement.replace(/^CREATE TABLE (?!IF NOT EXISTS)/, "CREATE TABLE IF NOT EXISTS ")

/** Whether the server went away, or says that it is not ready: the migration then goes on where it stopped. */
function isOutage(error: unknown): boolean {
  const { code, transient } = meaningOf(SessionStorageError.isInstance(error) ? error.cause : error) ?? {}
  return transient === true && code === "unavailable"
}

const isForeignKey = (statement: string): boolean => /\bFOREIGN KEY\b/i.test(statement)
const isUnforeseen = ({ code }: SessionStorageError): boolean => code === "unexpected" || code === "unsupported"

/** Errors that say nothing but that something is not to be done, and those that no MySQL or MariaDB has. */
const isOfProxy = (number: number | undefined): boolean =>
  number !== undefined && ([1105, 1235, 1289].includes(number) || number >= 7000)

function isAlreadyDone(error: unknown): boolean {
  const number = errorNumber(error)
  if (number === undefined) return false
  // MariaDB's way of saying that a foreign key of that name is there.
  return (
    alreadyDone.includes(number) || (number === 1005 && error instanceof Error && /errno: 121\b/.test(error.message))
  )
}

function progressOf(row: DriverRow): MigrationProgress {
  return {
    name: String(row.name),
    done: Number(row.done),
    total: Number(row.total),
    checksum: String(row.checksum),
  }
}

/** Of an error of the driver, also within one of ours. */
function causeNumber(error: unknown): number | undefined {
  return errorNumber(SessionStorageError.isInstance(error) ? error.cause : error)
}
