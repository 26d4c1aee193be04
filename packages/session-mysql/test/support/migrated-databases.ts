import { getTableName } from "drizzle-orm"
import type { Connection } from "mysql2/promise"
import {
  addUser,
  clientsGone,
  connectAsAdministrator,
  createDatabase,
  type ServerAccess,
  type TestDatabase,
} from "session-test-servers/mysql"
import { provider } from "../../src/index.ts"
import { schema } from "../../src/sql/schema.ts"
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
    if (!(await clientsGone(connection, database.name, longestGoodbye))) return database.drop()
    await connection.query(emptying(database.name))
    this.#free.push(database.name)
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
