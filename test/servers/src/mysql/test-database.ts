import { randomBytes } from "node:crypto"
import { administrate } from "../kinds/mysql/connect.ts"
import type { ServerAccess } from "../kinds/server-access.ts"
import { dsnOf } from "./dsn.ts"

export interface TestDatabaseOptions {
  /** What the user may do in the database; by default what the documentation says: everything. */
  privileges?: string
  /** After CREATE DATABASE; nothing by default, so that the server's own character set counts. */
  characterSet?: string
}

/** An empty database with a user of its own, who sees no other. */
export interface TestDatabase {
  name: string
  user: string
  password: string
  /** Of that user, to that database; through a proxy when its port is given. */
  dsn(options?: { host?: string; port?: number; parameters?: string }): string
  drop(): Promise<void>
}

export const createDatabase = async (
  server: ServerAccess,
  { privileges = "ALL PRIVILEGES", characterSet = "" }: TestDatabaseOptions = {},
): Promise<TestDatabase> => {
  const name = `test_${randomBytes(8).toString("hex")}`
  await administrate(server, `CREATE DATABASE \`${name}\` ${characterSet}`)
  return addUser(server, name, privileges)
}

/** Makes a user for a database that is there. */
export const addUser = async (
  server: ServerAccess,
  name: string,
  privileges = "ALL PRIVILEGES",
): Promise<TestDatabase> => {
  const user = `test_${randomBytes(8).toString("hex")}`
  const password = randomBytes(8).toString("hex")
  // An underscore in the database of a GRANT stands for any character.
  const pattern = name.replaceAll("_", "\\_")
  await administrate(
    server,
    `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`,
    ...(privileges === "" ? [] : [`GRANT ${privileges} ON \`${pattern}\`.* TO '${user}'@'%'`]),
  )
  return {
    name,
    user,
    password,
    dsn: ({ host = server.host, port = server.port, parameters = "parseTime=true" } = {}) =>
      dsnOf({ user, password, host, port, database: name, parameters }),
    drop: () => administrate(server, `DROP DATABASE IF EXISTS \`${name}\``, `DROP USER IF EXISTS '${user}'@'%'`),
  }
}
