import { setTimeout as sleep } from "node:timers/promises"
import { getTableName } from "drizzle-orm"
import type { Connection, RowDataPacket } from "mysql2/promise"
import { provider } from "../../src/index.ts"
import { schema } from "../../src/schema.ts"
import {
  addUser,
  connectAsAdministrator,
  createDatabase,
  type ServerAccess,
  type TestDatabase,
} from "../servers/index.ts"
import { optionsOf } from "./options-of.ts"

/** How long the server may take to notice that a client is gone, milliseconds. */
const longestGoodbye = 2000

/**
 * Databases with a current schema and without a row, to be used again: a server takes up to a second for the tables of one, and
 * a millisecond for a test's rows. Migrations themselves are tested on databases of their own.
 */
export class MigratedDatabases {
  readonly #server: ServerAccess
  /** Their names. */
  readonly #free: string[] = []
  #administrator: Promise<Connection> | undefined

  constructor(server: ServerAccess) {
    this.#server = server
  }

  /** `drop` of what it gives empties the database for the next test. */
  async take(): Promise<TestDatabase> {
    const free = this.#free.pop()
    // A user of its own each time: a process that an earlier test has left behind cannot come back.
    const database = free === undefined ? await this.#make() : await addUser(this.#server, free)
    return { ...database, drop: () => this.#giveBack(database) }
  }

  /** Drops all that were given back. */
  async close(): Promise<void> {
    const connection = this.#free.length > 0 ? await this.#connection() : undefined
    for (const name of this.#free.splice(0)) await connection?.query(`DROP DATABASE \`${name}\``)
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
    const connection = await this.#connection()
    await connection.query(`DROP USER '${database.user}'@'%'`)
    // A client that was killed may still have a transaction running there, which would write into the next test.
    if (!(await this.#isAlone(database))) return database.drop()
    await connection.query(emptying(database.name))
    this.#free.push(database.name)
  }

  async #isAlone(database: TestDatabase): Promise<boolean> {
    const deadline = performance.now() + longestGoodbye
    while (await this.#hasClients(database)) {
      if (performance.now() > deadline) return false
      await sleep(10)
    }
    return true
  }

  async #hasClients(database: TestDatabase): Promise<boolean> {
    const connection = await this.#connection()
    try {
      const [rows] = await connection.query<RowDataPacket[]>(
        "SELECT 1 FROM information_schema.processlist WHERE db = ?",
        [database.name],
      )
      return rows.length > 0
    } catch (error) {
      // The list has the statements of all clients, and no room for all of their characters: who asks a moment later gets it.
      if (error instanceof Error && "errno" in error && error.errno === cannotConvertString) return true
      throw error
    }
  }

  #connection(): Promise<Connection> {
    this.#administrator ??= connectAsAdministrator(this.#server)
    return this.#administrator
  }
}

/** MySQL's ER_CANNOT_CONVERT_STRING. */
const cannotConvertString = 3854

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
