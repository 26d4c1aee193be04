import { setTimeout as sleep } from "node:timers/promises"
import { getTableName } from "drizzle-orm"
import type { Connection, RowDataPacket } from "mysql2/promise"
import { provider } from "../../src/index.ts"
import { schema } from "../../src/schema.ts"
import { connectAsAdministrator, createDatabase, type ServerAccess, type TestDatabase } from "../servers/index.ts"
import { optionsOf } from "./options-of.ts"

/** How long the server may take to notice that a client is gone, milliseconds. */
const longestGoodbye = 2000

/**
 * Databases with a current schema and without a row, to be used again: a server takes up to a second for the tables of one, and
 * a millisecond for a test's rows. Migrations themselves are tested on databases of their own.
 */
export class MigratedDatabases {
  readonly #server: ServerAccess
  readonly #free: TestDatabase[] = []
  #administrator: Promise<Connection> | undefined

  constructor(server: ServerAccess) {
    this.#server = server
  }

  /** `drop` of what it gives empties the database for the next test. */
  async take(): Promise<TestDatabase> {
    const database = this.#free.pop() ?? (await this.#make())
    return { ...database, drop: () => this.#giveBack(database) }
  }

  /** Drops all that were given back. */
  async close(): Promise<void> {
    for (const database of this.#free.splice(0)) await database.drop()
    await (await this.#administrator)?.end()
    this.#administrator = undefined
  }

  async #make(): Promise<TestDatabase> {
    const database = await createDatabase(this.#server)
    const migrating = await provider.open(optionsOf({ dsn: database.dsn() }), { dataDirectory: "", environment: {} })
    await migrating.migrate()
    await migrating.close()
    return database
  }

  async #giveBack(database: TestDatabase): Promise<void> {
    // A client that was killed may still have a transaction running there, which would write into the next test.
    if (!(await this.#isAlone(database))) return database.drop()
    const connection = await this.#connection()
    await connection.query(emptying(database.name))
    this.#free.push(database)
  }

  async #isAlone(database: TestDatabase): Promise<boolean> {
    const connection = await this.#connection()
    const deadline = performance.now() + longestGoodbye
    for (;;) {
      const [rows] = await connection.query<RowDataPacket[]>(
        "SELECT 1 FROM information_schema.processlist WHERE db = ?",
        [database.name],
      )
      if (rows.length === 0) return true
      if (performance.now() > deadline) return false
      await sleep(10)
    }
  }

  #connection(): Promise<Connection> {
    this.#administrator ??= connectAsAdministrator(this.#server)
    return this.#administrator
  }
}

/** As the migrations leave it. The feed's rows stay, at their beginning. */
const emptying = (database: string): string =>
  [
    "SET foreign_key_checks = 0",
    ...Object.values(schema).map((table) =>
      table === schema.changeFeed
        ? `UPDATE \`${database}\`.\`${getTableName(table)}\` SET sequence = 0`
        : `DELETE FROM \`${database}\`.\`${getTableName(table)}\``,
    ),
    "SET foreign_key_checks = 1",
  ].join(";\n")
