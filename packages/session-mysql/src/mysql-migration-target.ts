import { createHash } from "node:crypto"
import { setTimeout as delay } from "node:timers/promises"
import { SessionStorageError } from "@opencode/session-core"
import type { MigrationProgress, MigrationTarget, Row } from "@opencode/session-core/drizzle"
import { escape as escapeValue } from "mysql2"
import { assertNotForeign } from "./identify-database.ts"
import type { MysqlConnection } from "./mysql-connection.ts"
import { openServerConnection } from "./open-server-connection.ts"
import type { MysqlOptions } from "./options.ts"
import type { ServerConnection } from "./server-connection.ts"
import { errorNumber, translateError } from "./translate-error.ts"

const migrationTable = "schema_migration"

/** How long a statement of a migration may take: an index on a large table takes its time. Milliseconds. */
const statementTimeout = 6 * 60 * 60 * 1000
/** How long others wait for whoever migrates, seconds. */
const lockSeconds = 600

/** How long a record of another node of a cluster may take to be seen here, or the statement before it to run, milliseconds. */
const recordPatience = 10_000

const noSuchTable = 1146

/** What a statement fails with that met another node's: it is run again. */
const lostToAnother = [1213, 1020, 3101, 1180]
const lostAttempts = 20
const lostPause = 50

/** What a statement fails with that was run before, and was not recorded: a table, a column, a key, a row is there. */
const alreadyDone = [1050, 1060, 1061, 1022, 1062, 1068, 1826]

/** A database that is being migrated, on a connection of its own: the lock is that connection's, and ends with it. */
export function mysqlMigrationTarget(connection: MysqlConnection, options: MysqlOptions): MigrationTarget {
  const { location } = connection
  let own: ServerConnection | undefined

  /** Fails with the driver's errors. */
  async function run(statement: string): Promise<Row[]> {
    if (own === undefined) throw new TypeError("A migration runs under its lock.")
    for (let attempt = 1; ; attempt += 1) {
      try {
        const [rows = []] = await own.query([statement], statementTimeout)
        return rows
      } catch (error) {
        if (!lostToAnother.includes(errorNumber(error) ?? 0) || attempt === lostAttempts) throw error
        await delay(lostPause * Math.random())
      }
    }
  }

  /** Reads on the connection that has the lock, if there is one. */
  const ask = async (select: string): Promise<Row[]> =>
    own === undefined ? ((await connection.readText([select]))[0] ?? []) : run(select)

  return {
    async progress() {
      const select = `SELECT name, done, total, checksum FROM ${migrationTable} ORDER BY name`
      for (;;) {
        try {
          return (await ask(select)).map(progressOf)
        } catch (error) {
          if (causeNumber(error) !== noSuchTable) throw translateError(error, location)
        }
        const rows = await ask(
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
      try {
        own = await openServerConnection(options, options.connectTimeout, "migration")
        await takeLock(own, options, location)
        return await work()
      } catch (error) {
        throw translateError(error, location)
      } finally {
        await own?.end()
        own = undefined
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
        await run(statement)
      } catch (error) {
        throw isAlreadyDone(error) ? error : translateError(error, location)
      }
    },

    async record({ name, done, total, checksum }) {
      const values = [name, done, total, checksum].map((each) => escapeValue(each)).join(", ")
      await run(
        `INSERT INTO ${migrationTable} (name, done, total, checksum) VALUES (${values})
         ON DUPLICATE KEY UPDATE done = greatest(done, values(done))`,
      )
    },

    isAlreadyDone,
    // The lock is its node's own.
    recordPatience,
  }
}

function isAlreadyDone(error: unknown): boolean {
  const number = errorNumber(error)
  if (number === undefined) return false
  // MariaDB's way of saying that a foreign key of that name is there.
  return (
    alreadyDone.includes(number) || (number === 1005 && error instanceof Error && /errno: 121\b/.test(error.message))
  )
}

/**
 * Named after the database, since names of locks are the whole server's; hashed, since they have 64 characters. Whoever waits
 * asks again and again: MySQL counts whole seconds, and a wait without an end differs between the two.
 */
async function takeLock(connection: ServerConnection, { database }: MysqlOptions, location: string): Promise<void> {
  const name = `opencode-session-${createHash("sha256").update(database).digest("hex").slice(0, 32)}`
  const pollSeconds = 10
  for (let waited = 0; waited < lockSeconds; waited += pollSeconds) {
    const statement = `SELECT GET_LOCK(${escapeValue(name)}, ${pollSeconds}) AS taken`
    const [rows = []] = await connection.query([statement], (pollSeconds + 10) * 1000)
    if (Number(rows[0]?.taken) === 1) return
  }
  throw new SessionStorageError("busy", `Another process has been migrating ${location} for ${lockSeconds} seconds.`, {
    hint: "Wait for it, or look for it with SHOW PROCESSLIST.",
  })
}

function progressOf(row: Row): MigrationProgress {
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
