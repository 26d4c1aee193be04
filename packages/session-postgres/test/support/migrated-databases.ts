import { randomBytes } from "node:crypto"
import type { Client } from "pg"
import {
  connectAsAdministrator,
  createDatabase,
  type ServerAccess,
  type TestDatabase,
} from "session-test-servers/postgres"
import { provider } from "../../src/index.ts"
import { breakConnections } from "./break-connections.ts"
import { emptying } from "./emptying.ts"
import { optionsOf } from "./options-of.ts"

/**
 * Databases with a current schema and without a row, to be used again. Migrations themselves are tested on databases of their
 * own.
 */
export class MigratedDatabases {
  readonly #server: ServerAccess
  readonly #free: TestDatabase[] = []

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
  }

  async #make(): Promise<TestDatabase> {
    const database = await createDatabase(this.#server)
    const migrating = await provider.open(optionsOf({ url: database.url }), { dataDirectory: "", environment: {} })
    await migrating.migrate()
    await migrating.close()
    return database
  }

  async #giveBack(database: TestDatabase): Promise<void> {
    // Another password each time: a process that an earlier test has left behind cannot come back.
    const password = randomBytes(8).toString("hex")
    await this.#run(database, `ALTER ROLE ${database.user} PASSWORD '${password}'`)
    await breakConnections(this.#server, database.name)
    await this.#run(database, emptying)
    this.#free.push({ ...database, password, url: database.url.replace(database.password, password) })
  }

  async #run(database: TestDatabase, statement: string): Promise<void> {
    const client: Client = await connectAsAdministrator(this.#server, { database: database.name })
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
}
