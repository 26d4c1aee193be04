import { randomBytes } from "node:crypto"
import { administrate } from "../kinds/postgres/connect.ts"
import type { ServerAccess } from "../kinds/server-access.ts"

/** An empty database that belongs to a user of its own. */
export interface TestDatabase {
  name: string
  user: string
  password: string
  /** Of that user, to that database. */
  url: string
  drop(): Promise<void>
}

export async function createDatabase(server: ServerAccess): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`
  const password = randomBytes(8).toString("hex")
  await administrate(
    server,
    `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${name}`,
    // By default everybody may look into every database.
    `REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`,
  )
  return {
    name,
    user: name,
    password,
    url: `postgres://${name}:${password}@${server.host}:${server.port}/${name}`,
    drop: () => administrate(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, `DROP ROLE IF EXISTS ${name}`),
  }
}
